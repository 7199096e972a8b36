package dev.lull.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "0s, PT0S",
        "30s, PT30S",
        "90s, PT1M30S",
        "1m30s, PT1M30S",
        "2h, PT2H",
        "1h5m, PT1H5M",
        "2d, PT48H",
        "' 10s ', PT10S"
    })
    void reads_what_people_write(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10", "s", "-5s", "1.5h", "5 m", "5min", "10S", "PT5S", "* * * * *"})
    void anything_else_is_refused_with_the_form(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse(text))
                .withMessage("is not a duration such as 30s, 5m or 1h30m");
    }

    @Test
    void more_than_a_year_is_refused() {
        assertThat(Durations.parse("366d")).isEqualTo(Duration.ofDays(366));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse("366d1ms"))
                .withMessage("is a duration of more than a year");
    }

    @Test
    void a_number_too_large_is_refused_as_well() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse("99999999999999999999s"))
                .withMessageContaining("duration");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse("9223372036854775807d"))
                .withMessageContaining("duration");
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0.0s",
        "PT0.25S, 0.3s",
        "PT9.5S, 9.5s",
        "PT10S, 10s",
        "PT59.9S, 59s",
        "PT1M, 1m",
        "PT1M30S, 1m30s",
        "PT1H, 1h",
        "PT1H5S, 1h5s",
        "PT2H3M4S, 2h3m4s",
        "PT49H, 49h"
    })
    void prints_short(Duration duration, String text) {
        assertThat(Durations.print(duration)).isEqualTo(text);
    }

    @Test
    void whole_seconds_printed_are_read_as_the_same() {
        for (int s = 10; s < 20_000; s += 7) {
            Duration d = Duration.ofSeconds(s);
            assertThat(Durations.parse(Durations.print(d))).isEqualTo(d);
        }
    }
}
