package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.access.AccessRole;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Behind a proxy, under a name of its own. */
@Timeout(60)
final class ProxyTest {
    private static final String NAME = "Host: maintenance.example.org";
    private static final String GUESS = "{\"token\":\"lull_" + "A".repeat(43) + "\"}";
    private static final String LOGIN = "POST /api/v1/session HTTP/1.1";

    private final DaemonFixture behind =
            new DaemonFixture(Optional.empty(), Set.of("maintenance.example.org"), true);
    private final DaemonFixture bare = new DaemonFixture();

    @AfterEach
    void stop() throws IOException {
        behind.close();
        bare.close();
    }

    private static String from(DaemonFixture daemon) {
        return daemon.audited().getFirst().entry().from();
    }

    @Test
    void the_caller_is_who_the_proxy_says() throws IOException {
        Http.send(behind.port(), GUESS, LOGIN, NAME, "X-Forwarded-For: 10.0.0.1, 192.0.2.7");
        assertThat(from(behind)).isEqualTo("192.0.2.7");
        Http.send(
                behind.port(),
                GUESS,
                LOGIN,
                NAME,
                "X-Forwarded-For: 10.0.0.1",
                "X-Forwarded-For: 192.0.2.8");
        assertThat(from(behind)).isEqualTo("192.0.2.8");
        Http.send(behind.port(), GUESS, LOGIN, NAME, "X-Forwarded-For: <script>");
        assertThat(from(behind)).isEqualTo("127.0.0.1");
    }

    @Test
    void without_a_proxy_nobody_says_who_the_caller_is() throws IOException {
        Http.send(bare.port(), GUESS, LOGIN, "Host: localhost", "X-Forwarded-For: 192.0.2.7");
        assertThat(from(bare)).isEqualTo("127.0.0.1");
    }

    @Test
    void attempts_are_counted_for_each_caller_behind_the_proxy() throws IOException {
        for (int attempt = 1; attempt <= 5; attempt++) {
            Http.send(behind.port(), GUESS, LOGIN, NAME, "X-Forwarded-For: 192.0.2.7");
        }
        assertThat(Http.send(behind.port(), GUESS, LOGIN, NAME, "X-Forwarded-For: 192.0.2.7"))
                .startsWith("HTTP/1.1 429");
        assertThat(Http.send(behind.port(), GUESS, LOGIN, NAME, "X-Forwarded-For: 192.0.2.8"))
                .startsWith("HTTP/1.1 401");
    }

    @Test
    void its_name_is_known_and_its_cookie_goes_through_tls_only() throws IOException {
        String secret =
                behind.tokens().create("ada", AccessRole.VIEWER, "ada", Optional.empty()).secret();
        assertThat(
                        Http.send(
                                behind.port(),
                                "{\"token\":\"" + secret + "\"}",
                                LOGIN,
                                NAME,
                                "Origin: https://maintenance.example.org"))
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("; Secure");
        assertThat(Http.tcp(bare.port(), "GET /healthz HTTP/1.1", NAME)).startsWith("HTTP/1.1 403");
        assertThat(
                        Http.tcp(
                                behind.port(),
                                "GET /healthz HTTP/1.1",
                                NAME,
                                "Origin: https://example.org"))
                .startsWith("HTTP/1.1 403");
    }

    private static String asked(DaemonFixture daemon, String host, String origin)
            throws IOException {
        return Http.tcp(
                daemon.port(), "GET /healthz HTTP/1.1", "Host: " + host, "Origin: " + origin);
    }

    @ParameterizedTest
    @CsvSource({
        "maintenance.example.org, https://maintenance.example.org, 200",
        "maintenance.example.org, https://maintenance.example.org:443, 200",
        "maintenance.example.org:443, https://maintenance.example.org, 200",
        // A proxy that says its own name for us.
        "127.0.0.1:7410, https://maintenance.example.org, 200",
        "maintenance.example.org:8443, https://maintenance.example.org:8443, 200",
        "maintenance.example.org, https://maintenance.example.org:8443, 403",
        "maintenance.example.org:8443, https://maintenance.example.org:9443, 403",
        "maintenance.example.org, http://maintenance.example.org, 403",
        "maintenance.example.org, http://maintenance.example.org:443, 403",
        "maintenance.example.org, https://other.example.org, 403",
        // On the host itself, beside the proxy.
        "127.0.0.1:7410, http://127.0.0.1:7410, 200",
        "127.0.0.1:7410, https://127.0.0.1:7410, 403",
        "127.0.0.1:7410, http://127.0.0.1:3000, 403",
    })
    void behind_it_pages_are_ours_that_came_through_it(String host, String origin, int status)
            throws IOException {
        assertThat(asked(behind, host, origin)).startsWith("HTTP/1.1 " + status);
    }

    @ParameterizedTest
    @CsvSource({
        "lull.example.org:7410, http://lull.example.org:7410, 200",
        "lull.example.org, http://lull.example.org, 200",
        "LULL.example.org, http://lull.example.org:80, 200",
        "lull.example.org:7410, http://lull.example.org:3000, 403",
        "lull.example.org:7410, http://lull.example.org, 403",
        "lull.example.org:7410, https://lull.example.org:7410, 403",
        "lull.example.org:7410, http://localhost:7410, 403",
    })
    void without_one_pages_of_a_name_are_ours_on_its_own_port_alone(
            String host, String origin, int status) throws IOException {
        try (DaemonFixture named =
                new DaemonFixture(Optional.empty(), Set.of("lull.example.org"), false)) {
            assertThat(asked(named, host, origin)).startsWith("HTTP/1.1 " + status);
        }
    }
}
