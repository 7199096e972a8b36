package dev.lull.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.LogLine;
import dev.lull.stack.ServiceSettings;
import dev.lull.stack.TestStack;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which log lines mean trouble. */
class LogGateTest {
    private static final String[] APP = {"lull.role", "app"};
    private static final String[] DB = {"lull.role", "db"};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Traceback (most recent call last):",
                "Exception in thread \"main\" java.lang.IllegalStateException: no table",
                "Caused by: java.sql.SQLException: no table",
                "panic: runtime error: invalid memory address",
                "fatal error: all goroutines are asleep - deadlock!",
                "goroutine 1 [running]:",
                "2026-11-21 09:00:00 FATAL: no pg_hba.conf entry",
                "2026-11-21 09:00:00 PANIC: could not write to file",
                "2026/11/21 09:00:00 [EMERG] no such host",
                "PHP Fatal error:  Uncaught Error in index.php",
                "PHP Parse error:  syntax error in index.php",
                "Uncaught TypeError: x is undefined",
                "Unhandled rejection Error: no table",
                "(node:1) UnhandledPromiseRejectionWarning: Error: no table",
                "Segmentation fault (core dumped)",
                "Killed process 1 (web): out of memory"
            })
    void of_an_app_this_fails_unless_it_is_allowed_and_of_a_database_it_does_not(String line) {
        assertThat(failure(settings(APP), line)).contains(line);
        assertThat(failure(settings(with(APP, "lull.logs.allow", "^\\Q" + line + "\\E$")), line))
                .isEmpty();
        assertThat(failure(settings(DB), line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /traceback 200",
                "no exception in thread pool",
                "don't panic: all is well",
                "a fatality was averted",
                "errors: 0",
                "handled rejection"
            })
    void this_does_not_fail(String line) {
        assertThat(failure(settings(APP), line)).isEmpty();
    }

    @Test
    void a_pattern_of_the_stack_fails_anywhere_in_the_line_of_a_database_too() {
        String line = "ERROR: deadlock detected at 09:00";
        for (String[] role : new String[][] {APP, DB}) {
            assertThat(failure(settings(role), line)).isEmpty();
            assertThat(failure(settings(with(role, "lull.logs.fail", "deadlock|no route")), line))
                    .contains(line);
        }
    }

    @Test
    void what_is_allowed_passes_whatever_the_others_say() {
        ServiceSettings settings =
                settings(
                        with(
                                with(APP, "lull.logs.fail", "deadlock"),
                                "lull.logs.allow",
                                "deadlock .* tried again|^Traceback .*health"));

        assertThat(failure(settings, "deadlock detected, tried again")).isEmpty();
        assertThat(failure(settings, "Traceback (most recent call last) in health")).isEmpty();
        assertThat(
                        failure(
                                settings,
                                "all is well",
                                "deadlock detected, tried again",
                                "deadlock detected, gave up",
                                "Traceback (most recent call last):"))
                .contains("deadlock detected, gave up");
    }

    private static Optional<String> failure(ServiceSettings settings, String... lines) {
        return LogGate.firstFailure(
                        Arrays.stream(lines).map(l -> new LogLine(Instant.EPOCH, l)).toList(),
                        settings)
                .map(LogLine::text);
    }

    private static ServiceSettings settings(String... labels) {
        return new TestStack("shop")
                .service("app", "shop:1", labels)
                .build()
                .services()
                .getFirst()
                .opening();
    }

    private static String[] with(String[] labels, String key, String value) {
        String[] more = Arrays.copyOf(labels, labels.length + 2);
        more[labels.length] = key;
        more[labels.length + 1] = value;
        return more;
    }
}
