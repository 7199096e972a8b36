package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.config.Configuration;
import dev.lull.config.Keys;
import dev.lull.config.Values;
import dev.lull.snapshot.Compression;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void what_the_file_leaves_out_is_what_rollback_points_are_like_anyway() {
        assertThat(Settings.of(Configuration.of(Values.none())))
                .isEqualTo(
                        new Settings(
                                Path.of("/var/lib/lull"),
                                URI.create("unix:///var/run/docker.sock"),
                                "nginx:stable-alpine"));
    }

    @Test
    void what_the_file_says_of_rollback_points_reaches_them() {
        Settings settings =
                Settings.of(
                        Configuration.of(
                                Values.none()
                                        .with(Keys.LEVEL, 19)
                                        .with(Keys.THREADS, 2)
                                        .with(Keys.RESERVE, 1L << 30)));

        assertThat(settings.compression()).isEqualTo(new Compression(19, 2));
        assertThat(settings.reserve()).isEqualTo(1L << 30);
    }

    @Test
    void a_directory_that_is_told_from_where_the_daemon_is_started_is_found_from_there() {
        Values values = Values.none().with(Keys.STATE, Path.of("lull/../state"));

        assertThat(Settings.of(Configuration.of(values)).state())
                .isEqualTo(Path.of("state").toAbsolutePath());
    }
}
