package dev.lull.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.docs.Page.Block;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Wait;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the guide, in its order, on a stack of its own and against a daemon in a
 * process of its own. A text block is what the commands of the block before it print, in this
 * order; {@code …} stands for anything.
 */
class FirstWindowIT {
    private final ExampleStack stack = new ExampleStack("guestbook", "docs");
    @TempDir private Path home = Path.of("");
    private @Nullable Process daemon;

    @BeforeAll
    static void sweep() {
        TestBed.required();
        TestBed.sweep();
    }

    @BeforeEach
    void startDaemon() throws IOException {
        stack.quick();
        // Longer than the three seconds after which the bad worker crashes.
        stack.edit(
                "compose.yaml",
                "lull.drain.timeout: 10s\n      lull.watch: 300ms",
                "lull.drain.timeout: 10s\n      lull.watch: 5s");
        // The guide tells of the worker's end, not of what it logs a moment before.
        stack.edit(
                "compose.yaml",
                "lull.drain: guestbook drain",
                "lull.drain: guestbook drain\n      lull.logs.allow: Traceback");
        ProcessBuilder builder =
                new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.lull.app.Main",
                        "daemon",
                        "--listen",
                        "none",
                        "--state",
                        home.resolve("state").toString(),
                        "--socket",
                        socket().toString());
        builder.environment().put("LULL_PAGE_IMAGE", TestLull.PAGE_IMAGE);
        builder.environment().put("LULL_CONFIG", "/dev/null");
        File log = home.resolve("daemon.log").toFile();
        daemon = builder.redirectErrorStream(true).redirectOutput(log).start();
        Wait.until("the daemon listens", () -> Files.exists(socket()));
    }

    @AfterEach
    void removeEverything() throws InterruptedException {
        if (daemon != null) {
            daemon.destroy();
            daemon.waitFor();
        }
        stack.close();
    }

    private Path socket() {
        return home.resolve("lull.sock");
    }

    @Test
    void the_guide_does_what_it_says() throws Exception {
        Typist typist = new Typist(stack, home.resolve("state"), socket());
        StringBuilder printed = new StringBuilder();
        for (Block block : Page.of("src/site/first-window.md").blocks()) {
            if (block.isShell()) {
                printed.setLength(0);
                for (String line : block.lines()) {
                    printed.append(run(typist, line)).append('\n');
                }
            } else if (block.language().equals("text")) {
                assertPrinted(block, squashed(printed.toString()));
            }
        }
        assertThat(Leftovers.of(stack)).isEmpty();
        JsonNode report = new ObjectMapper().readTree(typist.lull("lull report 1 --json"));
        assertThat(report.path("certificate").path("stopped"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(
                        "guestbook-app-1", "guestbook-worker-1", "guestbook-cron-1");
        assertThat(report.path("certificate").path("volumes"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("guestbook_db-data", "guestbook_redis-data");
    }

    private static String run(Typist typist, String line) throws Exception {
        if (line.startsWith("cp ") || line.startsWith("cd ")) {
            return ""; // the copy is made, and is where commands run
        }
        return line.startsWith("lull ") ? typist.lull(line) : typist.shell(line);
    }

    private static void assertPrinted(Block block, String printed) {
        int from = 0;
        for (String line : block.lines()) {
            for (String part : line.split("…", -1)) {
                int at = printed.indexOf(squashed(part), from);
                assertThat(at)
                        .as("'" + part + "' after " + from + " in\n" + printed)
                        .isNotNegative();
                from = at + squashed(part).length();
            }
        }
    }

    private static String squashed(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }
}
