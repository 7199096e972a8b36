package dev.lull.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd hands to the daemon, in the place of files. */
class CredentialsTest {
    private static final Path DIRECTORY = Path.of("/run/credentials/lull.service");

    private static Credentials handed(String... names) {
        return new Credentials(Optional.of(DIRECTORY), Set.of(names));
    }

    @Test
    void each_key_that_names_a_secret_may_name_a_credential() {
        Reading reading =
                Reading.of(
                        """
                        tls: {certificate: credential:tls.pem, key: credential:tls.key}
                        snapshot:
                          encryption: {identity: credential:age.key}
                        offsite:
                          restic:
                            repository: /srv/restic
                            password_file: credential:restic.password
                            environment_file: credential:restic.env
                        """);
        assertThat(reading.mistakes()).isEmpty();

        Configuration told =
                Configuration.of(
                        reading.values(),
                        handed("tls.pem", "tls.key", "age.key", "restic.password", "restic.env"));

        assertThat(told.tls())
                .contains(new Tls(DIRECTORY.resolve("tls.pem"), DIRECTORY.resolve("tls.key")));
        assertThat(told.identity()).isEqualTo(DIRECTORY.resolve("age.key"));
        assertThat(told.restic())
                .hasValueSatisfying(r -> {
                    assertThat(r.passwordFile()).isEqualTo(DIRECTORY.resolve("restic.password"));
                    assertThat(r.environmentFile()).contains(DIRECTORY.resolve("restic.env"));
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "restic.password", "tls-key_1", "...", "@!"})
    void a_name_is_what_systemd_takes_for_one(String name) {
        Reading reading =
                Reading.of("snapshot: {encryption: {identity: 'credential:" + name + "'}}");

        assertThat(reading.mistakes()).isEmpty();
        assertThat(reading.values().find(Keys.IDENTITY)).contains(new SecretFile.Credential(name));
        assertThat(Configuration.of(reading.values(), handed(name)).identity())
                .isEqualTo(DIRECTORY.resolve(name));
    }

    @Test
    void all_that_are_missing_are_told_at_once_beside_what_else_is_wrong() {
        Values values =
                Values.none()
                        .with(Keys.LISTEN, Listen.parse("0.0.0.0:80"))
                        .with(Keys.HOSTS, new Hosts(List.of("a.example.org")))
                        .with(Keys.IDENTITY, new SecretFile.Credential("age.key"))
                        .with(
                                Keys.RESTIC_ENVIRONMENT,
                                Optional.of(new SecretFile.Credential("env")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configuration.of(values, handed("other", "age")))
                .withMessageStartingWith("listen is 0.0.0.0:80, which other hosts can reach")
                .withMessageContaining(
                        " snapshot.encryption.identity is credential:age.key, which is not among the"
                                + " credentials in /run/credentials/lull.service (age, other). Write"
                                + " LoadCredential=age.key:PATH into Lull's unit")
                .withMessageContaining(" offsite.restic.environment_file is credential:env, which");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Configuration.of(values, Credentials.NONE))
                .withMessageContaining(
                        " snapshot.encryption.identity is credential:age.key, and systemd has handed"
                                + " no credentials to this daemon. Write");
    }
}
