package dev.lull.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An example stack of {@code compose-examples/}, brought up for real under a name, a port and in a
 * folder of its own. All that it makes carries {@link #PREFIX} and this process's id in its project
 * name; closing it leaves nothing behind, and {@link #sweep} removes what killed runs left.
 */
public final class ExampleStack implements AutoCloseable {
    /** Of every project that tests bring up. */
    public static final String PREFIX = "lulltest";

    private static final String KEPT = "lullkept";

    private static final Path EXAMPLES = root().resolve("compose-examples");

    private static final Pattern ACTIVE =
            Pattern.compile("network (\\S+) id [0-9a-f]+ has active endpoints");
    private static final int REFUSED_OFTEN = 40;
    private static final Map<String, Integer> REFUSED = new ConcurrentHashMap<>();
    private static final Set<String> MISCOUNTED = ConcurrentHashMap.newKeySet();

    /** A name is used once: what one test might leave never meets the next. */
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Path source;
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
        this(EXAMPLES.resolve(example), tag, PREFIX);
    }

    private ExampleStack(Path source, String tag, String prefix) {
        this.source = source;
        this.example = source.getFileName().toString();
        this.project =
                String.join(
                        "-",
                        prefix,
                        Long.toString(ProcessHandle.current().pid()),
                        example,
                        tag.toLowerCase(Locale.ROOT) + COUNT.incrementAndGet());
        this.port = Engines.freePort();
        try {
            this.directory = Files.createTempDirectory(project + "-");
            copy(source, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set("PORT", Integer.toString(port));
    }

    /** One that is to outlive this process: no sweep takes it away. */
    public static ExampleStack kept(String example, String tag) {
        return new ExampleStack(EXAMPLES.resolve(example), tag, KEPT);
    }

    /** A stack of the tests' own, which is no example to follow. */
    public static ExampleStack ofTests(String name, String tag) {
        return new ExampleStack(
                root().resolve("daemon/src/test/resources").resolve(name), tag, PREFIX);
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
            for (String line : Files.readAllLines(source.resolve(".env"))) {
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
        edit("compose.yaml", "lull.watch: 5s", "lull.watch: 300ms");
        if (example.equals("guestbook")) {
            edit("compose.yaml", "lull.watch: 6s", "lull.watch: 300ms");
            edit("compose.yaml", "  watch: 10s", "  watch: 300ms");
        } else {
            edit("compose.yaml", "  watch: 5s", "  watch: 300ms");
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

    /** Takes all of it away, but its folder. */
    public ExampleStack down() {
        remove(project);
        return this;
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

    /** Which one it is a copy of. */
    String example() {
        return example;
    }

    public Path directory() {
        return directory;
    }

    /** On which it answers on 127.0.0.1. */
    public int port() {
        return port;
    }

    /** Commands for a shell that do what {@link #close} does. */
    String removal() {
        return """
        docker compose -p %1$s down -v; docker network rm %1$s_lull_backstage; \
        docker rmi $(docker images --format '{{.Repository}}:{{.Tag}}' 'lull-pin/%1$s-*'); \
        rm -r %2$s\
        """
                .formatted(project, directory);
    }

    @Override
    public void close() {
        remove(project);
        delete(directory);
    }

    /** Removes what earlier, killed runs left; what belongs to a process that runs is spared. */
    public static void sweep() {
        Stream.of(
                        lines("ps", "-a", "--format", "{{.Label \"com.docker.compose.project\"}}"),
                        lines("network", "ls", "--format", "{{.Name}}"),
                        lines("volume", "ls", "--format", "{{.Name}}"))
                .flatMap(List::stream)
                .filter(n -> n.startsWith(PREFIX + "-"))
                .map(n -> n.replaceAll("_.*", ""))
                .distinct()
                .filter(n -> !isInUse(n))
                .forEach(ExampleStack::remove);
        removeAll(List.of("rmi"), ExampleStack::pinsOfTheDead);
        sweepFolders();
        Leftovers.sweepTables();
    }

    /** Images that a rollback point had kept. */
    private static List<String> pinsOfTheDead() {
        String pin = "lull-pin/";
        return startingWith(
                        pin + PREFIX + "-", lines("images", "--format", "{{.Repository}}:{{.Tag}}"))
                .stream()
                .filter(n -> !isInUse(n.substring(pin.length())))
                .toList();
    }

    private static void sweepFolders() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try (Stream<Path> folders = Files.list(parent)) {
            folders.filter(f -> f.getFileName().toString().matches(PREFIX + "-[0-9]+-.*"))
                    .filter(f -> !isInUse(f.getFileName().toString()))
                    .forEach(ExampleStack::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInUse(String project) {
        String owner = project.split("-", -1)[1];
        return owner.matches("[0-9]{1,10}") && ProcessHandle.of(Long.parseLong(owner)).isPresent();
    }

    static void remove(String project) {
        String containers = "label=com.docker.compose.project=" + project;
        String pages = "label=dev.lull.page=" + project;
        List<String> mounted = mountedVolumes(lines("ps", "-aq", "--filter", containers));
        removeAll(List.of("rm", "-f", "-v"), () -> lines("ps", "-aq", "--filter", containers));
        removeAll(List.of("rm", "-f"), () -> lines("ps", "-aq", "--filter", pages));
        removeAll(
                List.of("volume", "rm"),
                () -> lines("volume", "ls", "-q").stream().filter(mounted::contains).toList());
        removeAll(
                List.of("volume", "rm"),
                () -> startingWith(project + "_", lines("volume", "ls", "--format", "{{.Name}}")));
        removeAll(List.of("network", "rm"), () -> networks(project));
        removeAll(
                List.of("rmi"),
                () ->
                        startingWith(
                                "lull-pin/" + project + "-",
                                lines("images", "--format", "{{.Repository}}:{{.Tag}}")));
    }

    /** With the anonymous ones, which bear no name of the stack. */
    private static List<String> mountedVolumes(List<String> containers) {
        List<String> inspect =
                new ArrayList<>(
                        List.of(
                                "inspect",
                                "-f",
                                "{{range .Mounts}}{{if eq .Type \"volume\"}}{{println .Name}}"
                                        + "{{end}}{{end}}"));
        inspect.addAll(containers);
        try {
            return containers.isEmpty() ? List.of() : lines(inspect.toArray(String[]::new));
        } catch (IllegalStateException e) {
            return List.of(); // One of them went meanwhile, and its volumes with it.
        }
    }

    private static List<String> startingWith(String prefix, List<String> names) {
        return names.stream().filter(n -> n.startsWith(prefix)).toList();
    }

    /** But for those that the engine can't remove before it is started again. */
    private static List<String> networks(String project) {
        return startingWith(project + "_", lines("network", "ls", "--format", "{{.Name}}")).stream()
                .filter(n -> !MISCOUNTED.contains(n))
                .toList();
    }

    /**
     * Notes a network that nobody is on and that is refused again and again: old engines may count
     * wrong when several containers leave at once, and put that right when they start ("Fixing
     * inconsistent endpoint_cnt", https://github.com/moby/libnetwork/blob/master/store.go). A later
     * sweep removes it.
     */
    private static void noteMiscounted(String refused) {
        Matcher network = ACTIVE.matcher(refused);
        while (network.find()) {
            String name = network.group(1);
            boolean often = REFUSED.merge(name, 1, Integer::sum) > REFUSED_OFTEN;
            if (often && Engines.containers(name).isEmpty()) {
                MISCOUNTED.add(name);
                System.out.println("left for the next start of the engine: network " + name);
            }
        }
    }

    /**
     * Removes what is there until nothing is: a daemon that watches may be quicker (it tidies its
     * network when the last container goes), and an engine may answer that a container is gone a
     * moment before the network knows.
     */
    private static void removeAll(List<String> command, Supplier<List<String>> there) {
        String[] refused = {""};
        Engines.eventually(
                () -> "removed by docker " + String.join(" ", command) + ": " + refused[0],
                () -> {
                    List<String> names = there.get();
                    if (names.isEmpty()) {
                        return true;
                    }
                    List<String> argv = new ArrayList<>(List.of("docker"));
                    argv.addAll(command);
                    argv.addAll(names);
                    try {
                        Sh.run(Path.of("/"), Map.of(), argv);
                    } catch (IllegalStateException e) {
                        refused[0] = String.valueOf(e.getMessage());
                        noteMiscounted(refused[0]);
                    }
                    return there.get().isEmpty();
                });
    }

    private static List<String> lines(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("docker"));
        argv.addAll(List.of(arguments));
        return Sh.run(Path.of("/"), Map.of(), argv).lines().filter(s -> !s.isBlank()).toList();
    }

    /** The checkout that this runs in. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(here.resolve("compose-examples"))) {
            here = here.getParent();
            if (here == null) {
                throw new IllegalStateException("compose-examples/ is not above this folder");
            }
        }
        return here;
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

    /** A small disk of a test, maybe of one that was killed. */
    private static void unmount(Path folder) {
        try {
            boolean mounted =
                    Files.readAllLines(Path.of("/proc/mounts")).stream()
                            .anyMatch(line -> line.startsWith("lull-test " + folder + " "));
            if (mounted) {
                Sh.run("umount", folder.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        unmount(folder);
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
