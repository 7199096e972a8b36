package dev.lull.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.testbed.TestBed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What of the web pages needs no browser, under node's own test runner. */
class ScriptsTest {
    @Test
    void the_scripts_pass_their_tests() throws Exception {
        TestBed.requiredNode();
        Process node =
                new ProcessBuilder(command())
                        .directory(TestBed.root().toFile())
                        .redirectErrorStream(true)
                        .start();
        String printed = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(printed).isZero();
        assertThat(printed).containsPattern("pass \\d{2,}").contains("fail 0");
    }

    private static List<String> command() throws IOException {
        List<String> command = new ArrayList<>(List.of("node", "--test"));
        try (Stream<Path> tests = Files.list(TestBed.root().resolve("web/src/test/js"))) {
            tests.map(Path::toString)
                    .filter(t -> t.endsWith(".test.mjs"))
                    .sorted()
                    .forEach(command::add);
        }
        assertThat(command).hasSizeGreaterThan(5);
        return command;
    }
}
