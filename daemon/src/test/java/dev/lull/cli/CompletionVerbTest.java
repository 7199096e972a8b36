package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a shell is given to complete command lines with. */
final class CompletionVerbTest extends OnCommandLine {
    @ParameterizedTest
    @ValueSource(strings = {"bash", "zsh", "fish"})
    void completion_is_made_for_each_shell(String shell) {
        assertThat(lull("completion", shell)).isZero();
        assertThat(out()).contains("rollback", "--change".substring(2));
    }

    /** The script for zsh turns on what zsh has for scripts of bash. */
    @ParameterizedTest
    @CsvSource({"bash", "zsh", "fish"})
    void the_completion_is_a_script_that_its_shell_takes(String shell) throws Exception {
        lull("completion", shell);
        Process process;
        try {
            process = new ProcessBuilder(shell, "-n").redirectErrorStream(true).start();
        } catch (IOException e) {
            assumeTrue(shell.equals("bash"), "skipped: this machine has no " + shell);
            throw e;
        }
        try (var in = process.getOutputStream()) {
            in.write(out().getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** What a person gets who presses the tabulator. */
    @ParameterizedTest
    @CsvSource({
        "lull ro, rollback",
        "lull conf, config",
        "'lull config ', check",
        "lull sched, schedule",
        "'lull schedule ', list show preview add remove pause resume skip run approve",
        "lull schedule add --cr, --cron",
        "lull schedule add --only-if heal, healthy",
        "'lull completion ', bash zsh fish",
        "lull run --ex, --expect",
        "lull run --change mi, migrate",
    })
    void the_bash_completion_knows_verbs_options_and_values(String line, String offered)
            throws Exception {
        lull("completion", "bash");
        String ask =
                out()
                        + """

                        COMP_WORDS=($1)
                        [[ $1 != *' ' ]] || COMP_WORDS+=('')
                        COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_LINE=$1 COMP_POINT=${#1}
                        COMPREPLY=()
                        compopt() { :; } # only works while bash itself asks
                        _complete_lull "${COMP_WORDS[0]}" "${COMP_WORDS[COMP_CWORD]}" ''
                        echo "${COMPREPLY[*]}"
                        """;
        Process bash =
                new ProcessBuilder("bash", "-s", "--", line).redirectErrorStream(true).start();
        try (var in = bash.getOutputStream()) {
            in.write(ask.getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo(offered);
    }
}
