package dev.lull.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An example stack of {@code compose-examples/}, brought up for real under a name, a port and in a
 * folder of its own. All that it makes carries {@link #PREFIX} in its project name; closing it
 * leaves nothing behind, and {@link #sweep} removes what a killed run left.
 */
public final class ExampleStack implements AutoCloseable {
    /** Of every project that tests bring up. */
    public static final String PREFIX = "lulltest";

    private static final Path EXAMPLES = examples();

    private final String example;
    private final String project;
    private final Path directory;
    private final Map<String, String> env = new TreeMap<>();
    private final int port;

    /**
     * Copies an example, not started yet.
     *
     * @param example {@code guestbook} or {@code single}
     * @param tag tells it from other stacks of the same run
     */
    public ExampleStack(String example, String tag) {
        this.example = example;
        this.project = PREFIX + "-" + example + "-" + tag.toLowerCase(Locale.ROOT);
        this.port = freePort();
        try {
            this.directory = Files.createTempDirectory(project + "-");
            copy(EXAMPLES.resolve(example), directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set("PORT", Integer.toString(port));
    }

    /** Sets a variable of the example's {@code .env}, such as {@code VERSION}. */
    public ExampleStack set(String variable, String value) {
        boolean own = variable.equals("PORT") || variable.equals("VERSION");
        env.put(own ? example.toUpperCase(Locale.ROOT) + "_" + variable : variable, value);
        writeEnv();
        return this;
    }

    private void writeEnv() {
        try {
            Path file = directory.resolve(".env");
            Map<String, String> all = new TreeMap<>();
            for (String line : Files.readAllLines(EXAMPLES.resolve(example).resolve(".env"))) {
                if (line.contains("=") && !line.startsWith("#")) {
                    all.put(
                            line.substring(0, line.indexOf('=')),
                            line.substring(line.indexOf('=') + 1));
                }
            }
            all.putAll(env);
            List<String> lines = new ArrayList<>();
            all.forEach((k, v) -> lines.add(k + "=" + v));
            Files.write(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces text in one of its files. */
    public ExampleStack edit(String file, String from, String to) {
        try {
            Path path = directory.resolve(file);
            String text = Files.readString(path);
            if (!text.contains(from)) {
                throw new IllegalArgumentException(file + " has no " + from);
            }
            Files.writeString(path, text.replace(from, to));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shortens what its labels say of watching and waiting, for tests. */
    public ExampleStack quick() {
        edit("compose.yaml", "lull.watch: 5s", "lull.watch: 1s");
        if (example.equals("guestbook")) {
            edit("compose.yaml", "lull.watch: 6s", "lull.watch: 1s");
            edit("compose.yaml", "  watch: 10s", "  watch: 1s");
        } else {
            edit("compose.yaml", "  watch: 5s", "  watch: 1s");
        }
        return edit("compose.yaml", "lull.check.timeout: 60s", "lull.check.timeout: 30s");
    }

    /** The rows of a query, in the guestbook's database or the single app's file. */
    public String rows(String query) {
        return example.equals("guestbook")
                ? compose(
                        "exec",
                        "-T",
                        "db",
                        "psql",
                        "-U",
                        "guestbook",
                        "-At",
                        "guestbook",
                        "-c",
                        query)
                : compose(
                        "exec",
                        "-T",
                        "app",
                        "python3",
                        "-c",
                        "import sqlite3,sys\nfor r in"
                                + " sqlite3.connect('/data/single.db').execute(sys.argv[1]):"
                                + " print(*r, sep='|')",
                        query);
    }

    /** Starts it as a user does and waits until it is healthy. */
    public ExampleStack up() {
        compose("up", "-d", "--wait", "--no-build");
        return this;
    }

    /** Runs {@code docker compose …} on it and returns what it printed. */
    public String compose(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("docker", "compose", "-p", project));
        argv.addAll(List.of(arguments));
        return Sh.run(directory, Map.of(), argv);
    }

    public String project() {
        return project;
    }

    public Path directory() {
        return directory;
    }

    /** On which it answers on 127.0.0.1. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        remove(project);
        delete(directory);
    }

    /** Removes everything that earlier, killed runs left. */
    public static void sweep() {
        String projects =
                Sh.run(
                        "docker",
                        "ps",
                        "-a",
                        "--filter",
                        "label=com.docker.compose.project",
                        "--format",
                        "{{.Label \"com.docker.compose.project\"}}");
        String networks = Sh.run("docker", "network", "ls", "--format", "{{.Name}}");
        String volumes = Sh.run("docker", "volume", "ls", "--format", "{{.Name}}");
        Stream.of(projects.lines(), networks.lines(), volumes.lines())
                .flatMap(s -> s)
                .filter(n -> n.startsWith(PREFIX))
                .map(n -> n.replaceAll("_.*", ""))
                .distinct()
                .forEach(ExampleStack::remove);
    }

    private static void remove(String project) {
        ids("ps", "-a", "--filter", "label=com.docker.compose.project=" + project)
                .forEach(id -> Sh.run("docker", "rm", "-f", "-v", id));
        ids("ps", "-a", "--filter", "label=dev.lull.page=" + project)
                .forEach(id -> Sh.run("docker", "rm", "-f", id));
        Sh.run("docker", "network", "ls", "--format", "{{.Name}}")
                .lines()
                .filter(n -> n.startsWith(project + "_"))
                .forEach(ExampleStack::removeNetwork);
        Sh.run("docker", "volume", "ls", "--format", "{{.Name}}")
                .lines()
                .filter(n -> n.startsWith(project + "_"))
                .forEach(n -> Sh.run("docker", "volume", "rm", n));
        Sh.run("docker", "images", "--format", "{{.Repository}}:{{.Tag}}")
                .lines()
                .filter(n -> n.startsWith("lull-pin/" + project + "-"))
                .forEach(n -> Sh.run("docker", "rmi", n));
    }

    /** A daemon that watches may be quicker: it tidies its network when the last container goes. */
    private static void removeNetwork(String name) {
        try {
            Sh.run("docker", "network", "rm", name);
        } catch (IllegalStateException e) {
            boolean there =
                    Sh.run("docker", "network", "ls", "--format", "{{.Name}}")
                            .lines()
                            .anyMatch(name::equals);
            if (there) {
                throw e;
            }
        }
    }

    private static List<String> ids(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("docker"));
        argv.addAll(List.of(arguments));
        argv.add("-q");
        return Sh.run(Path.of("/"), Map.of(), argv).lines().filter(s -> !s.isBlank()).toList();
    }

    private static Path examples() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("compose-examples"))) {
            here = here.getParent();
            if (here == null) {
                throw new IllegalStateException("compose-examples/ is not above this folder");
            }
        }
        return here.resolve("compose-examples");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
