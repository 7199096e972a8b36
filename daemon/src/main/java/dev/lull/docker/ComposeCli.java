package dev.lull.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compose by its command line. */
public final class ComposeCli implements Compose {
    private static final Duration ASK = Duration.ofMinutes(1);
    private static final Duration PULL = Duration.ofHours(1);
    private static final Duration UP = Duration.ofMinutes(30);
    private static final Duration RUN = Duration.ofMinutes(2);

    private static final Path STDIN = Path.of("-");
    private static final List<String> EVERY_PROFILE = List.of("--profile", "*");

    private static final Pattern UNSET = Pattern.compile("\"(\\w+)\\\\?\" variable is not set");

    private final URI socket;
    private final Supplier<List<String>> program;

    /**
     * Compose for the engine behind this socket.
     *
     * @param socket e.g. {@code unix:///var/run/docker.sock}
     */
    public ComposeCli(URI socket) {
        this(socket, ComposeProgram::words);
    }

    /**
     * @param program the words before Compose's own options
     */
    ComposeCli(URI socket, Supplier<List<String>> program) {
        this.socket = socket;
        this.program = program;
    }

    @Override
    public String version() {
        return run(
                        List.of("version", "--short"),
                        Kind.READ,
                        "tell Compose's version",
                        ASK,
                        line -> {})
                .strip();
    }

    @Override
    public JsonNode config(ComposeProject project) {
        return config(project, List.of());
    }

    @Override
    public JsonNode configOfEveryProfile(ComposeProject project) {
        return config(project, EVERY_PROFILE);
    }

    private JsonNode config(ComposeProject project, List<String> profiles) {
        List<String> arguments = new ArrayList<>(profiles);
        arguments.addAll(arguments(project, "config", "--format", "json"));
        String json =
                run(
                        arguments,
                        Kind.READ,
                        "read the compose files of " + project.name(),
                        ASK,
                        line -> {});
        try {
            return Reply.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            // Without the cause: its message would quote the text, which holds environment values.
            throw new EngineException.Permanent(
                    "docker compose config of " + project.name() + " printed no JSON");
        }
    }

    @Override
    public Set<String> unsetVariables(ComposeProject project) {
        List<String> arguments = new ArrayList<>(EVERY_PROFILE);
        arguments.addAll(arguments(project, "config", "--quiet"));
        Set<String> unset = new ConcurrentSkipListSet<>();
        run(
                arguments,
                Kind.READ,
                "read the compose files of " + project.name(),
                ASK,
                line -> {
                    Matcher variable = UNSET.matcher(line);
                    while (variable.find()) {
                        unset.add(variable.group(1));
                    }
                });
        return unset;
    }

    @Override
    public Map<String, String> hashes(ComposeProject project, JsonNode config) {
        ComposeProject resolved =
                new ComposeProject(project.name(), project.directory(), List.of(STDIN), List.of());
        List<String> arguments = new ArrayList<>(EVERY_PROFILE);
        arguments.addAll(arguments(resolved, "config", "--hash", "*"));
        String lines =
                command(
                        compose(arguments),
                        config.toString(),
                        Kind.READ,
                        "read the hashes of " + project.name(),
                        ASK,
                        line -> {});
        Map<String, String> hashes = new LinkedHashMap<>();
        lines.lines()
                .map(line -> line.strip().split("\\s+", 2))
                .filter(words -> words.length == 2)
                .forEach(words -> hashes.put(words[0], words[1]));
        return hashes;
    }

    @Override
    public void pull(String image, Consumer<String> out) {
        command(List.of("docker", "pull", image), "", Kind.READ, "pull " + image, PULL, out);
    }

    @Override
    public void create(
            ComposeProject project,
            List<String> services,
            Map<String, Integer> scale,
            Consumer<String> out) {
        if (services.isEmpty()) {
            return; // Compose would take none for all.
        }
        List<String> arguments = arguments(project, "up", "--no-start");
        arguments.addAll(List.of("--no-build", "--pull", "never"));
        scale.forEach(
                (service, count) -> arguments.addAll(List.of("--scale", service + "=" + count)));
        arguments.addAll(services);
        String what = "create " + String.join(", ", services) + " of " + project.name();
        run(arguments, Kind.CHANGE, what, UP, out);
    }

    @Override
    public void runDetached(
            ComposeProject project,
            String service,
            String container,
            Map<String, String> labels,
            List<String> command) {
        List<String> arguments = arguments(project, "run", "--detach", "--no-deps", "-T");
        arguments.addAll(List.of("--name", container));
        labels.forEach((key, value) -> arguments.addAll(List.of("--label", key + "=" + value)));
        arguments.add(service);
        arguments.addAll(command);
        String what = "run a command of service " + service + " of " + project.name();
        run(arguments, Kind.CHANGE, what, RUN, line -> {});
    }

    private static List<String> arguments(ComposeProject project, String... verb) {
        List<String> arguments = new ArrayList<>(List.of("--ansi", "never", "--progress", "plain"));
        arguments.addAll(project.arguments());
        arguments.addAll(List.of(verb));
        return arguments;
    }

    private String run(
            List<String> arguments, Kind kind, String what, Duration limit, Consumer<String> out) {
        return command(compose(arguments), "", kind, what, limit, out);
    }

    private List<String> compose(List<String> arguments) {
        List<String> argv = new ArrayList<>(program.get());
        argv.addAll(arguments);
        return argv;
    }

    private String command(
            List<String> argv,
            String input,
            Kind kind,
            String what,
            Duration limit,
            Consumer<String> out) {
        try {
            return subprocess(argv, input).run(kind, what, limit, out);
        } catch (EngineException.Permanent e) {
            throw isThere() ? e : missing(what, e);
        }
    }

    private Subprocess subprocess(List<String> argv, String input) {
        return new Subprocess(argv, Map.of("DOCKER_HOST", socket.toString()), input);
    }

    /** Without the plugin Docker's command line takes Compose's options for unknown ones. */
    private boolean isThere() {
        try {
            subprocess(compose(List.of("version")), "")
                    .run(Kind.READ, "tell Compose's version", ASK, line -> {});
            return true;
        } catch (EngineException.Permanent e) {
            return false;
        }
    }

    private EngineException missing(String what, EngineException.Permanent cause) {
        return new EngineException.Permanent(
                "can't "
                        + what
                        + ": Docker Compose is missing, 'docker compose version' fails. Install Docker's command line and its Compose"
                        + " plugin (https://docs.docker.com/compose/install/linux/)",
                cause);
    }
}
