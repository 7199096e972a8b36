package dev.lull.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.cli.Lull;
import dev.lull.cli.Terminal;
import dev.lull.stack.Command;
import dev.lull.testbed.ExampleStack;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Types the commands of the pages, on a stack and against a daemon of their own: the names and the
 * port of the example become those of the stack.
 */
final class Typist {
    private static final Pattern POINT = Pattern.compile("guestbook-\\d{8}-\\d{6}-(w\\d+)");
    private static final Pattern ENDS_WITH = Pattern.compile("# ends with (\\d+)");

    private final ExampleStack stack;
    private final Path state;
    private final Path socket;

    /**
     * @param state the daemon's state directory
     * @param socket the daemon's
     */
    Typist(ExampleStack stack, Path state, Path socket) {
        this.stack = stack;
        this.state = state;
        this.socket = socket;
    }

    /** A line that begins with {@code lull}; checks that it ends as its comment says. */
    String lull(String line) throws IOException {
        var ends = ENDS_WITH.matcher(line);
        int expected = ends.find() ? Integer.parseInt(ends.group(1)) : 0;
        List<String> argv = Command.parse(line.replaceFirst("\\s+#.*", "")).argv();
        List<String> words = new ArrayList<>(List.of("--socket", socket.toString()));
        for (String word : argv.subList(1, argv.size())) {
            words.add(isStack(word) ? stack.project() : point(word));
        }
        StringWriter out = new StringWriter();
        int exit =
                Lull.run(words.toArray(String[]::new), terminal(out, asks(argv)), o -> 1, "tested");
        String printed = out.toString().replace(stack.project(), "guestbook");
        assertThat(exit).as(line + "\n" + printed).isEqualTo(expected);
        return printed;
    }

    private static boolean isStack(String word) {
        return word.equals("guestbook") || word.equals("STACK");
    }

    private static boolean asks(List<String> argv) {
        return (argv.get(1).equals("run") || argv.contains("delete")) && !argv.contains("--yes");
    }

    /** Where there is a question, a person sits who says yes. */
    private static Terminal terminal(StringWriter out, boolean person) {
        PrintWriter writer = new PrintWriter(out, true);
        BufferedReader in = new BufferedReader(new StringReader("y\n"));
        return new Terminal(writer, writer, in, person, false);
    }

    /** The guide names a point as it might be called; ours of the same window is meant. */
    String point(String word) throws IOException {
        var named = POINT.matcher(word);
        if (!named.matches()) {
            return word;
        }
        try (Stream<Path> points = Files.list(state.resolve("points"))) {
            return points.map(p -> p.getFileName().toString())
                    .filter(p -> p.endsWith("-" + named.group(1)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Any other line, in the stack's folder. */
    String shell(String line) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", line.replace(":8080", ":" + stack.port()))
                        .directory(stack.directory().toFile())
                        .redirectErrorStream(true);
        builder.environment().put("COMPOSE_PROJECT_NAME", stack.project());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(line + "\n" + output).isZero();
        return output;
    }
}
