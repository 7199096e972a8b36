package dev.lull.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static Forecast.Volume volume(String name, long content, long bytes, long seconds) {
        return new Forecast.Volume(
                name, "archive", "why", content, bytes, Duration.ofSeconds(seconds));
    }

    @Test
    void the_door_is_closed_for_the_copying_and_some_seconds_more() {
        Forecast forecast =
                new Forecast(
                        List.of(volume("db", 3L << 30, 1L << 30, 60), volume("files", 0, 512, 1)),
                        List.of(),
                        8L << 30);

        assertThat(forecast.bytes()).isEqualTo((1L << 30) + 512);
        assertThat(forecast.closed()).isEqualTo(Duration.ofSeconds(71));
        assertThat(forecast.why())
                .startsWith("some 1m1s to copy and verify 3.0 GiB in 2 volumes, some 10s for")
                .endsWith("what the change itself takes comes on top");
    }

    @Test
    void without_data_there_are_the_other_steps() {
        assertThat(new Forecast(List.of(), List.of(), 0).closed())
                .isEqualTo(Duration.ofSeconds(10));
    }
}
