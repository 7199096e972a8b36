package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.access.AccessRole;
import dev.lull.plan.StepKind;
import dev.lull.window.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with certificate and key in PEM. */
@Timeout(60)
final class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir private Path folder = Path.of("");

    /** A key of this kind with a certificate that it has signed itself. */
    private KeyStore made(String algorithm) throws Exception {
        Path file = Files.createTempDirectory(folder, "store").resolve("store.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                PASSWORD,
                                "-alias",
                                "own",
                                "-keyalg",
                                algorithm,
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost,ip:127.0.0.1")
                        .redirectErrorStream(true)
                        .start();
        String printed =
                new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(printed).isZero();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private Tls pem(KeyStore store) throws Exception {
        byte[] key = store.getKey("own", PASSWORD.toCharArray()).getEncoded();
        byte[] certificate = store.getCertificate("own").getEncoded();
        return new Tls(
                file("tls.pem", block("CERTIFICATE", certificate)),
                file("tls.key", block("PRIVATE KEY", key)));
    }

    private static String block(String what, byte[] bytes) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static HttpClient trusting(KeyStore store) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("own", store.getCertificate("own"));
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void it_is_spoken_with_each_kind_of_key(String algorithm) throws Exception {
        KeyStore store = made(algorithm);
        try (DaemonFixture daemon = new DaemonFixture(Optional.of(pem(store)), Set.of(), false);
                HttpClient client = trusting(store)) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "https://localhost:"
                                                            + daemon.port()
                                                            + "/healthz"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.body()).isEqualTo("ok\n");
        }
    }

    @Test
    void a_page_is_ours_if_it_came_by_tls_too() throws Exception {
        KeyStore store = made("EC");
        try (DaemonFixture daemon = new DaemonFixture(Optional.of(pem(store)), Set.of(), false);
                HttpClient client = trusting(store)) {
            String authority = "localhost:" + daemon.port();
            assertThat(statusFor(client, authority, "https://" + authority)).isEqualTo(200);
            assertThat(statusFor(client, authority, "http://" + authority)).isEqualTo(403);
        }
    }

    private static int statusFor(HttpClient client, String authority, String origin)
            throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create("https://" + authority + "/healthz"))
                                .header("Origin", origin)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void a_file_that_is_wrong_is_named_with_the_way_out() throws Exception {
        Tls right = pem(made("EC"));
        Path text = file("text.pem", "hello");
        Path old =
                file(
                        "old.key",
                        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");

        assertThatThrownBy(() -> new Tls(text, right.key()).read())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("text.pem");
        assertThatThrownBy(() -> new Tls(right.certificate(), old).read())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("old.key", "openssl pkcs8");
        assertThatThrownBy(() -> new Tls(right.certificate(), folder.resolve("none.key")).read())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("none.key is not there");
    }

    @ParameterizedTest
    @CsvSource({"EC, EC", "RSA, RSA", "Ed25519, Ed25519", "EC, RSA", "RSA, Ed25519"})
    void a_key_of_another_certificate_is_told(String one, String other) throws Exception {
        Path key = Files.copy(pem(made(one)).key(), folder.resolve("other.key"));
        Path certificate = pem(made(other)).certificate();

        Tls tls = new Tls(certificate, key);
        assertThatThrownBy(() -> tls.requireFit(tls.read()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("other.key is not the key of", "tls.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EC", "RSA", "Ed25519"})
    void one_that_was_renewed_in_place_is_shown_to_new_connections(String algorithm)
            throws Exception {
        KeyStore first = made("EC");
        KeyStore second = made(algorithm);
        Tls tls = pem(first);
        try (DaemonFixture daemon = new DaemonFixture(Optional.of(tls), Set.of(), false)) {
            assertThat(shownTo(trusting(first), daemon)).isEqualTo(first.getCertificate("own"));
            assertThat(daemon.renew(tls)).isEqualTo(new Renewal.Same());

            pem(second);
            assertThat(daemon.renew(tls)).isEqualTo(new Renewal.Taken(until(second)));

            assertThat(shownTo(trusting(second), daemon)).isEqualTo(second.getCertificate("own"));
            assertThat(daemon.renew(tls)).isEqualTo(new Renewal.Same());
        }
    }

    @Test
    void one_in_other_files_is_shown_too() throws Exception {
        KeyStore first = made("EC");
        KeyStore second = made("EC");
        Tls tls = pem(first);
        Tls other = new Tls(folder.resolve("renewed.pem"), folder.resolve("renewed.key"));
        try (DaemonFixture daemon = new DaemonFixture(Optional.of(tls), Set.of(), false)) {
            pem(second);
            Files.move(tls.certificate(), other.certificate());
            Files.move(tls.key(), other.key());

            assertThat(daemon.renew(other)).isEqualTo(new Renewal.Taken(until(second)));
            assertThat(shownTo(trusting(second), daemon)).isEqualTo(second.getCertificate("own"));
        }
    }

    @Test
    void what_is_open_goes_on_with_the_old_one() throws Exception {
        KeyStore first = made("EC");
        KeyStore second = made("EC");
        Tls tls = pem(first);
        try (DaemonFixture daemon = new DaemonFixture(Optional.of(tls), Set.of(), false);
                Http http = new Http(daemon.socket());
                HttpClient client = trusting(first)) {
            CountDownLatch go = new CountDownLatch(1);
            daemon.when(
                    StepKind.PROVE_QUIET,
                    _ -> {
                        go.await();
                        return new Outcome.Done("quiet");
                    });
            http.post(
                    "/api/v1/windows",
                    "{\"stack\":\"guestbook\",\"change\":{\"type\":\"update\"}}");
            String secret =
                    daemon.tokens()
                            .create("ada", AccessRole.VIEWER, "ada", Optional.empty())
                            .secret();
            URI events =
                    URI.create("https://localhost:" + daemon.port() + "/api/v1/windows/1/events");
            HttpResponse<InputStream> answer =
                    client.send(
                            HttpRequest.newBuilder(events)
                                    .header("Authorization", "Bearer " + secret)
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.statusCode()).isEqualTo(200);
            try (InputStream stream = answer.body()) {
                pem(second);
                assertThat(daemon.renew(tls)).isInstanceOf(Renewal.Taken.class);
                go.countDown();

                assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8))
                        .contains("event: ended\n");
            }
        }
    }

    @Test
    void what_cannot_be_used_leaves_the_old_one() throws Exception {
        KeyStore first = made("EC");
        KeyStore second = made("EC");
        Tls tls = pem(first);
        String key = Files.readString(tls.key());
        try (DaemonFixture daemon = new DaemonFixture(Optional.of(tls), Set.of(), false)) {
            pem(second);
            file("tls.key", key);
            assertRefused(daemon, tls, first, "tls.key is not the key of");

            file("tls.pem", "-----BEGIN CERTIFICATE-----\nMIIB");
            assertRefused(daemon, tls, first, "tls.pem holds");

            Files.delete(tls.certificate());
            assertRefused(daemon, tls, first, "tls.pem is not there");

            pem(second);
            daemon.pass(Duration.ofDays(1_000));
            assertRefused(daemon, tls, first, "tls.pem has expired at " + until(second));
            daemon.pass(Duration.ofDays(-2_000));
            assertRefused(daemon, tls, first, "tls.pem is not valid before ");

            daemon.pass(Duration.ofDays(1_000));
            assertThat(daemon.renew(tls)).isEqualTo(new Renewal.Taken(until(second)));
        }
    }

    private static void assertRefused(DaemonFixture daemon, Tls tls, KeyStore shown, String why)
            throws Exception {
        assertThat(daemon.renew(tls))
                .isInstanceOfSatisfying(
                        Renewal.Refused.class,
                        refused -> {
                            assertThat(refused.why()).contains(why);
                            assertThat(refused.until()).isEqualTo(until(shown));
                        });
        assertThat(shownTo(trusting(shown), daemon)).isEqualTo(shown.getCertificate("own"));
    }

    private static Instant until(KeyStore store) {
        try {
            return ((X509Certificate) store.getCertificate("own")).getNotAfter().toInstant();
        } catch (KeyStoreException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a client gets that has asked nothing before. */
    private static Certificate shownTo(HttpClient fresh, DaemonFixture daemon) throws Exception {
        try (fresh) {
            return fresh.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "https://localhost:"
                                                            + daemon.port()
                                                            + "/healthz"))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .sslSession()
                    .orElseThrow()
                    .getPeerCertificates()[0];
        }
    }
}
