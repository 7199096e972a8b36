package dev.lull.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * An example stack of {@code compose-examples/}, brought up for real under a name, a port and in a
 * folder of its own. It says whose it is by its project's name, for a label would change what
 * Compose makes of it. Closing it leaves nothing behind.
 */
public final class ExampleStack implements AutoCloseable {
    private static final Path EXAMPLES = TestBed.root().resolve("compose-examples");

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
        this(EXAMPLES.resolve(example), tag, TestBed.name(example));
    }

    private ExampleStack(Path source, String tag, String name) {
        this.source = source;
        this.example = source.getFileName().toString();
        this.project = name + "-" + tag.toLowerCase(Locale.ROOT) + COUNT.incrementAndGet();
        this.port = Ports.free();
        this.directory = Folders.named(project);
        try {
            copy(source, directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        set("PORT", Integer.toString(port));
    }

    /** One that is to outlive this process: no sweep takes it away. */
    public static ExampleStack kept(String example, String tag) {
        String name = "lullkept-" + TestBed.SELF + "-" + example;
        return new ExampleStack(EXAMPLES.resolve(example), tag, name);
    }

    /** A stack of the tests' own, which is no example to follow. */
    public static ExampleStack ofTests(String name, String tag) {
        return new ExampleStack(
                TestBed.root().resolve("daemon/src/test/resources").resolve(name),
                tag,
                TestBed.name(name));
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
        Removal.ofProjects(List.of(project));
        return this;
    }

    /** Starts it as a user does and waits until it is healthy, and its port is answered on. */
    public ExampleStack up() {
        compose("up", "-d", "--wait", "--no-build");
        if (publishes()) {
            Wait.until(() -> project + " answers on port " + port, this::isAnswered);
        }
        return this;
    }

    /** What publishes it may have no health check: it runs a moment before it listens. */
    private boolean isAnswered() {
        try {
            return Web.get(port, "/").statusCode() > 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private boolean publishes() {
        try {
            return Files.readString(directory.resolve("compose.yaml"))
                    .contains(example.toUpperCase(Locale.ROOT) + "_PORT");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs {@code docker compose …} on it and returns what it printed. */
    public String compose(String... arguments) {
        List<String> argv = new ArrayList<>(List.of("docker", "compose", "-p", project));
        argv.addAll(List.of(arguments));
        return Sh.run(directory, argv);
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
        Removal.ofProjects(List.of(project));
        Folders.delete(directory);
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
}
