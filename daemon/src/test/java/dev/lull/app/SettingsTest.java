package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.config.Configuration;
import dev.lull.config.Keys;
import dev.lull.config.Recipients;
import dev.lull.config.SecretFile;
import dev.lull.config.Values;
import dev.lull.config.Verify;
import dev.lull.snapshot.Compression;
import dev.lull.snapshot.Encryption;
import dev.lull.snapshot.Packing;
import dev.lull.snapshot.Proof;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
                                        .with(
                                                Keys.RECIPIENTS,
                                                new Recipients(Recipients.Tool.GPG, List.of("A")))
                                        .with(
                                                Keys.IDENTITY,
                                                new SecretFile.At(Path.of("/etc/keys")))
                                        .with(Keys.RESERVE, 1L << 30)
                                        .with(Keys.VERIFY, Verify.ALL)
                                        .with(Keys.AT_ONCE, 3)));

        assertThat(settings.packing())
                .isEqualTo(
                        new Packing(
                                new Compression(19, 2),
                                Optional.of(
                                        new Encryption(
                                                Encryption.Method.GPG,
                                                List.of("A"),
                                                Path.of("/etc/keys")))));
        assertThat(settings.reserve()).isEqualTo(1L << 30);
        assertThat(settings.proof()).isEqualTo(Proof.ALL);
        assertThat(settings.atOnce()).isEqualTo(3);
    }

    @Test
    void a_directory_that_is_told_from_where_the_daemon_is_started_is_found_from_there() {
        Values values = Values.none().with(Keys.STATE, Path.of("lull/../state"));

        assertThat(Settings.of(Configuration.of(values)).state())
                .isEqualTo(Path.of("state").toAbsolutePath());
    }
}
