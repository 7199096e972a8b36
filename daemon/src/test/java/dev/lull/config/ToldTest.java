package dev.lull.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a daemon goes by when its file has been read again. */
class ToldTest {
    private static Told told(String file) {
        return new Told(
                Reading.of(file).values(),
                Credentials.NONE,
                () -> new Rereading.Refused("nobody asks", List.of()));
    }

    private static List<String> names(List<Key<?>> keys) {
        return keys.stream().map(Key::name).toList();
    }

    @Test
    void what_a_reload_is_enough_for_is_taken_over_and_the_rest_stays_as_it_was() {
        Told begun = told("listen: none\nsnapshot: {reserve: 1G, verify: all}\n");
        Told newer =
                told(
                        """
                        listen: 127.0.0.1:80
                        page_image: other:1
                        snapshot: {reserve: 2G, encryption: {identity: /root/age.key}}
                        offsite: {restic: {repository: /srv/restic, password_file: /a}}
                        """);

        Told now = begun.reloaded(newer);

        assertThat(names(begun.differences(now)))
                .containsExactly(
                        "snapshot.reserve",
                        "snapshot.verify",
                        "offsite.restic.repository",
                        "offsite.restic.password_file");
        assertThat(names(now.differences(newer)))
                .containsExactly("listen", "page_image", "snapshot.encryption.identity");
        assertThat(now.configuration().restic().map(Repository::passwordFile))
                .contains(Path.of("/a"));
        assertThat(now.configuration().listen()).isEqualTo(Listen.parse("none"));
        assertThat(now.printed(Keys.RESERVE)).isEqualTo("2.0 GiB");
    }

    @Test
    void a_key_that_is_gone_has_its_default_again() {
        Told now = told("snapshot: {reserve: 1G}\n").reloaded(told(""));

        assertThat(now.differences(told(""))).isEmpty();
        assertThat(now.configuration().reserve()).isEqualTo(Keys.RESERVE.otherwise());
    }

    @Test
    void a_credential_is_looked_for_where_it_is_now() {
        Values values =
                Values.none()
                        .with(Keys.RESTIC_REPOSITORY, Optional.of("/srv/restic"))
                        .with(
                                Keys.RESTIC_PASSWORD,
                                Optional.of(new SecretFile.Credential("password")));
        Credentials handed =
                new Credentials(Optional.of(Path.of("/run/credentials")), Set.of("password"));
        Told newer = new Told(values, handed, () -> new Rereading.Refused("", List.of()));

        assertThat(told("").reloaded(newer).configuration().restic().map(Repository::passwordFile))
                .contains(Path.of("/run/credentials/password"));
    }

    /** Where the daemon is, whom it answers, and what a window may have begun with. */
    @Test
    void what_needs_a_restart_is_what_the_daemon_is_made_with() {
        assertThat(Keys.ALL.stream().filter(k -> k.needs() == Needs.RESTART).map(Key::name))
                .contains(
                        "state",
                        "socket",
                        "listen",
                        "behind_proxy",
                        "hosts",
                        "docker",
                        "page_image",
                        "snapshot.encryption.recipients",
                        "snapshot.encryption.identity")
                .doesNotContain(
                        "tls.certificate",
                        "tls.key",
                        "snapshot.reserve",
                        "offsite.restic.repository");
    }

    @Test
    void a_certificate_follows_another_one_but_is_neither_new_nor_gone() {
        String one = "tls: {certificate: /one.pem, key: /one.key}\n";
        Told plain = told("");
        Told secured = told(one);
        Told other = told("tls: {certificate: /two.pem, key: /one.key}\n");

        assertThat(secured.reloaded(other).differences(other)).isEmpty();
        assertThat(names(secured.reloaded(plain).differences(plain)))
                .containsExactly("tls.certificate", "tls.key");
        assertThat(names(plain.reloaded(secured).differences(secured)))
                .containsExactly("tls.certificate", "tls.key");
        assertThat(plain.reloaded(secured).configuration().tls()).isEmpty();
        assertThat(other.withTlsOf(secured).differences(secured)).isEmpty();
    }

    @Test
    void who_turns_tls_off_and_listens_to_nobody_else_leaves_both_until_a_restart() {
        Told begun =
                told(
                        """
                        listen: 0.0.0.0:443
                        hosts: a.example.org
                        tls: {certificate: /one.pem, key: /one.key}
                        """);
        Told newer = told("listen: 127.0.0.1:80\nhosts: a.example.org\n");

        assertThat(names(begun.reloaded(newer).differences(newer)))
                .containsExactly("listen", "tls.certificate", "tls.key");
    }
}
