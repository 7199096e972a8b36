package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lull.api.Renewal;
import dev.lull.api.Tls;
import dev.lull.config.Credentials;
import dev.lull.config.Reading;
import dev.lull.config.Rereading;
import dev.lull.config.Told;
import dev.lull.snapshot.Proof;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A daemon whose configuration is read again while it runs. */
class ReloadTest {
    private static final String RESTART =
            " in the configuration, which counts when Lull is started again ('systemctl restart"
                    + " lull'; open windows go on); until then it is ";

    private static final Instant UNTIL = Instant.parse("2026-03-01T12:00:00Z");
    private static final String TLS = "tls: {certificate: /one.pem, key: /one.key}\n";
    private static final String OTHER_TLS = "tls: {certificate: /two.pem, key: /two.key}\n";

    private final Logger logger = (Logger) LoggerFactory.getLogger(Reload.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Tls> asked = new ArrayList<>();
    private String file = "";
    private Renewal renewal = new Renewal.Same();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    private Told told() {
        return new Told(Reading.of(file).values(), Credentials.NONE, this::again);
    }

    private Renewal renew(Tls tls) {
        asked.add(tls);
        return renewal;
    }

    private Rereading again() {
        if (file.equals("gone")) {
            throw new IllegalStateException("the disk is gone");
        }
        Reading reading = Reading.of(file);
        return reading.mistakes().isEmpty()
                ? new Rereading.Valid(told())
                : new Rereading.Refused(
                        "it has mistakes",
                        reading.mistakes().stream().map(m -> "line " + m.line()).toList());
    }

    private Reload begun(String text) {
        file = text;
        return new Reload(told());
    }

    private List<String> read(Reload reload, String text) {
        file = text;
        log.list.clear();
        reload.run(this::renew);
        return log.list.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()).toList();
    }

    @Test
    void what_a_reload_is_enough_for_counts_from_then_on_and_is_told_with_what_it_was() {
        Reload reload = begun("snapshot: {reserve: 1G}\n");

        assertThat(read(reload, "snapshot: {reserve: 2G, verify: all}\n"))
                .containsExactly(
                        "INFO snapshot.reserve is 2.0 GiB from now on; it was 1.0 GiB",
                        "INFO snapshot.verify is all from now on; it was sample");
        assertThat(reload.settings().keeping().reserve()).isEqualTo(2L << 30);
        assertThat(reload.settings().keeping().proof()).isEqualTo(Proof.ALL);
        assertThat(read(reload, ""))
                .containsExactly(
                        "INFO snapshot.reserve is 256 MiB from now on; it was 2.0 GiB",
                        "INFO snapshot.verify is sample from now on; it was all");
    }

    @Test
    void what_needs_a_restart_stays_and_is_told_at_each_reload_until_it_is_as_it_was() {
        Reload reload = begun("page_image: one:1\n");
        String waits = "WARN page_image is two:2" + RESTART + "one:1";

        assertThat(read(reload, "page_image: two:2\n")).containsExactly(waits);
        assertThat(read(reload, "page_image: two:2\nsnapshot: {verify: all}\n"))
                .containsExactly("INFO snapshot.verify is all from now on; it was sample", waits);
        assertThat(reload.settings().pageImage()).isEqualTo("one:1");
        assertThat(read(reload, "page_image: one:1\nsnapshot: {verify: all}\n"))
                .containsExactly("INFO the configuration was read again: nothing has changed");
    }

    @Test
    void a_repository_may_come_and_go() {
        Reload reload = begun("");
        read(reload, "offsite: {restic: {repository: /srv/restic, password_file: /a}}\n");

        assertThat(reload.settings().restic())
                .hasValueSatisfying(r -> assertThat(r.repository()).isEqualTo("/srv/restic"));
        assertThat(read(reload, ""))
                .containsExactly(
                        "INFO offsite.restic.repository is none from now on; it was /srv/restic",
                        "INFO offsite.restic.password_file is none from now on; it was /a");
        assertThat(reload.settings().restic()).isEmpty();
    }

    @Test
    void a_certificate_that_was_renewed_in_place_is_told_though_the_file_says_the_same() {
        Reload reload = begun(TLS);
        renewal = new Renewal.Taken(UNTIL);

        assertThat(read(reload, TLS))
                .containsExactly(
                        "INFO new connections get the new certificate, which is valid until"
                                + " 2026-03-01T12:00:00Z; open ones go on");
        assertThat(asked).containsExactly(new Tls(Path.of("/one.pem"), Path.of("/one.key")));
        renewal = new Renewal.Same();
        assertThat(read(reload, TLS))
                .containsExactly("INFO the configuration was read again: nothing has changed");
    }

    @Test
    void a_certificate_in_other_files_is_taken() {
        Reload reload = begun(TLS);
        renewal = new Renewal.Taken(UNTIL);

        assertThat(read(reload, OTHER_TLS))
                .containsExactly(
                        "INFO tls.certificate is /two.pem from now on; it was /one.pem",
                        "INFO tls.key is /two.key from now on; it was /one.key",
                        "INFO new connections get the new certificate, which is valid until"
                                + " 2026-03-01T12:00:00Z; open ones go on");
        assertThat(asked).containsExactly(new Tls(Path.of("/two.pem"), Path.of("/two.key")));
    }

    @Test
    void a_certificate_that_was_refused_is_tried_again_and_the_rest_counts() {
        Reload reload = begun(TLS);
        renewal = new Renewal.Refused("/two.key is not there", UNTIL);
        String refused =
                "ERROR the certificate stays as it was, the old one, which is valid until"
                        + " 2026-03-01T12:00:00Z: /two.key is not there. Put that right, then"
                        + " 'systemctl reload lull'";

        assertThat(read(reload, OTHER_TLS + "snapshot: {verify: all}\n"))
                .containsExactly("INFO snapshot.verify is all from now on; it was sample", refused);
        assertThat(read(reload, OTHER_TLS + "snapshot: {verify: all}\n")).containsExactly(refused);
        renewal = new Renewal.Same();
        assertThat(read(reload, OTHER_TLS + "snapshot: {verify: all}\n"))
                .containsExactly(
                        "INFO tls.certificate is /two.pem from now on; it was /one.pem",
                        "INFO tls.key is /two.key from now on; it was /one.key");
    }

    @Test
    void tls_is_neither_turned_on_nor_off_without_a_restart() {
        assertThat(read(begun(""), TLS))
                .containsExactly(
                        "WARN tls.certificate is /one.pem" + RESTART + "none",
                        "WARN tls.key is /one.key" + RESTART + "none");
        assertThat(asked).isEmpty();

        Reload secured = begun(TLS);
        renewal = new Renewal.Taken(UNTIL);
        read(secured, OTHER_TLS);
        renewal = new Renewal.Same();
        assertThat(read(secured, ""))
                .containsExactly(
                        "WARN tls.certificate is none" + RESTART + "/two.pem",
                        "WARN tls.key is none" + RESTART + "/two.key");
        assertThat(asked.getLast()).isEqualTo(new Tls(Path.of("/two.pem"), Path.of("/two.key")));
    }

    @Test
    void a_file_with_mistakes_changes_nothing_and_all_of_them_are_told() {
        Reload reload = begun("snapshot: {reserve: 1G}\n");
        Settings before = reload.settings();

        assertThat(read(reload, "snapshot: {reserve: 2G}\nstat: /a\nlisten: here\n"))
                .containsExactly(
                        "ERROR the configuration stays as it was: it has mistakes",
                        "ERROR line 2",
                        "ERROR line 3");
        assertThat(reload.settings()).isEqualTo(before);
    }

    @Test
    void whatever_goes_wrong_the_daemon_goes_on_with_what_it_has() {
        Reload reload = begun("snapshot: {reserve: 1G}\n");

        assertThat(read(reload, "gone"))
                .containsExactly(
                        "ERROR the configuration stays as it was: it could not be read again");
        assertThat(reload.settings().keeping().reserve()).isEqualTo(1L << 30);
    }
}
