package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS with certificate and key in PEM. */
@Timeout(60)
final class TlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir private Path folder = Path.of("");

    /** A key of this kind with a certificate that it has signed itself. */
    private KeyStore made(String algorithm) throws Exception {
        Path file = folder.resolve("store.p12");
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

        assertThatThrownBy(() -> new Tls(text, right.key()).context())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("text.pem");
        assertThatThrownBy(() -> new Tls(right.certificate(), old).context())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("old.key", "openssl pkcs8");
        assertThatThrownBy(() -> new Tls(right.certificate(), folder.resolve("none.key")).context())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("none.key");
    }
}
