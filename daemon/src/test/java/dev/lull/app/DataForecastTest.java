package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.docker.Discovery;
import dev.lull.plan.Change;
import dev.lull.plan.Forecast;
import dev.lull.stack.StackName;
import dev.lull.step.DataForecast;
import dev.lull.window.RefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a rollback point before there is one. */
class DataForecastTest {
    private static final Change UPDATE = new Change.Update(Map.of(), false);

    @TempDir private Path folder;

    private static DataForecast forecast(World world) {
        return new DataForecast(
                new Discovery(world.engine(), world.compose()), world.engine(), world.points);
    }

    @Test
    void every_volume_is_measured_and_nothing_is_touched() throws Exception {
        World world = new World(World.Shape.GUESTBOOK, folder);

        Forecast forecast = forecast(world).of(world.shape.stack, UPDATE);

        assertThat(forecast.volumes())
                .extracting(Forecast.Volume::name)
                .containsExactlyInAnyOrder("guestbook_db-data", "guestbook_uploads");
        assertThat(forecast.volumes())
                .allSatisfy(v -> assertThat(v.store()).isEqualTo("archive"))
                .anySatisfy(v -> assertThat(v.contentBytes()).isPositive());
        assertThat(forecast.freeBytes()).isPositive();
        assertThat(forecast.closed()).isGreaterThan(Duration.ofSeconds(10));
        assertThat(world.differencesFromBefore()).isEmpty();
        assertThat(world.points.newest(world.shape.stack)).isEmpty();
    }

    @Test
    void of_a_stack_that_is_not_there_nothing_is_said() {
        World world = new World(World.Shape.SINGLE, folder);
        assertThatThrownBy(() -> forecast(world).of(new StackName("nowhere"), UPDATE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is no stack nowhere");
    }
}
