package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which verbs a command line knows. */
class VerbsTest {
    @Test
    void each_verb_is_made_alone_when_it_comes_first() {
        assertThat(CommandLines.verbs()).contains("daemon", "schedule", "version");
        for (String verb : CommandLines.verbs()) {
            if (!verb.equals("completion")) {
                assertThat(CommandLines.verbsFor(verb, "--help")).containsExactly(verb);
            }
        }
    }

    @Test
    void where_no_verb_comes_first_any_may_be_meant() {
        assertThat(CommandLines.verbsFor("--socket", "/run/x.sock", "show", "3"))
                .isEqualTo(CommandLines.verbs());
        assertThat(CommandLines.verbsFor("shwo")).isEqualTo(CommandLines.verbs());
        assertThat(CommandLines.verbsFor("--help")).isEqualTo(CommandLines.verbs());
    }

    @Test
    void the_completion_knows_all() {
        assertThat(CommandLines.verbsFor("completion", "bash")).isEqualTo(CommandLines.verbs());
    }
}
