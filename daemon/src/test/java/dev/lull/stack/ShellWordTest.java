package dev.lull.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordTest {
    @Test
    void a_plain_word_stays_as_it_is() {
        assertThat(ShellWord.quote("/var/lib/lull/points/a-1_b"))
                .isEqualTo("/var/lib/lull/points/a-1_b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "two words",
                "it's",
                "$(id) `id` $HOME",
                "a;b&c|d>e",
                "\"q\" \\ !x #",
                "*",
                "a\nb"
            })
    void a_shell_takes_it_for_one_word_and_does_nothing(String value)
            throws IOException, InterruptedException {
        Process shell =
                new ProcessBuilder("bash", "-c", "printf %s " + ShellWord.quote(value)).start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).isZero();
        assertThat(printed).isEqualTo(value);
    }
}
