package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.access.AccessRole;
import dev.lull.access.Audited;
import dev.lull.access.Sessions;
import dev.lull.access.Token;
import dev.lull.access.Tokens;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reaches the daemon, by which way, and what they may do. */
final class AccessTest extends OnApi {
    private static final String STACKS = "GET /api/v1/stacks HTTP/1.1";
    private static final String OPEN = "POST /api/v1/windows HTTP/1.1";

    private final String local = "Host: 127.0.0.1:" + daemon.port();

    private Tokens.Created token(AccessRole role) {
        return daemon.tokens().create("test " + role.word(), role, "ada", Optional.empty());
    }

    private static String bearer(Tokens.Created token) {
        return "Authorization: Bearer " + token.secret();
    }

    private String tcp(String... lines) throws IOException {
        return Http.tcp(daemon.port(), lines);
    }

    @Test
    void a_role_allows_what_it_says() throws IOException {
        Tokens.Created viewer = token(AccessRole.VIEWER);
        Tokens.Created operator = token(AccessRole.OPERATOR);
        Tokens.Created admin = token(AccessRole.ADMIN);
        String tokens = "GET /api/v1/tokens HTTP/1.1";

        assertThat(tcp(STACKS, local, bearer(viewer))).startsWith("HTTP/1.1 200");
        assertThat(tcp(tokens, local, bearer(operator)))
                .startsWith("HTTP/1.1 403")
                .contains("urn:lull:problem:forbidden", "needs the role admin");
        assertThat(tcp(tokens, local, bearer(admin)))
                .startsWith("HTTP/1.1 200")
                .contains("test viewer")
                .doesNotContain(viewer.secret());
        assertThat(
                        Http.send(
                                daemon.port(),
                                UPDATE,
                                OPEN,
                                local,
                                bearer(operator),
                                "Content-Type: application/json"))
                .startsWith("HTTP/1.1 201")
                .contains("\"by\":\"test operator\"", "\"from\":\"127.0.0.1\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"evil.example", "evil.example:7410", "localhost.evil.example", "10.0.0.1"})
    void a_name_that_was_made_to_point_here_is_refused(String host) throws IOException {
        assertThat(tcp(STACKS, "Host: " + host, bearer(token(AccessRole.ADMIN))))
                .startsWith("HTTP/1.1 403")
                .contains("urn:lull:problem:bad-host")
                .doesNotContain("guestbook");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:7410", "127.0.0.1", "[::1]:7410"})
    void local_names_are_served(String host) throws IOException {
        assertThat(tcp("GET /healthz HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://127.0.0.1:1",
                "http://localhost",
                "null",
                "file://",
                ""
            })
    void another_page_is_refused(String origin) throws IOException {
        assertThat(tcp(STACKS, local, "Origin: " + origin, bearer(token(AccessRole.ADMIN))))
                .startsWith("HTTP/1.1 403")
                .contains("urn:lull:problem:bad-origin");
    }

    @Test
    void our_own_page_is_served() throws IOException {
        assertThat(
                        tcp(
                                STACKS,
                                local,
                                "Origin: http://127.0.0.1:" + daemon.port(),
                                bearer(token(AccessRole.VIEWER))))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void without_tls_or_a_proxy_only_loopback_can_be_listened_on() {
        Optional<InetSocketAddress> all = Optional.of(new InetSocketAddress("0.0.0.0", 7410));
        assertThatThrownBy(() ->
                        new Api.Settings(
                                daemon.socket(), all, Optional.empty(), Set.of("example"), false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(
                        new Api.Settings(
                                        daemon.socket(),
                                        all,
                                        Optional.empty(),
                                        Set.of("example"),
                                        true)
                                .tcp())
                .isEqualTo(all);
    }

    @Test
    void the_socket_is_open_to_its_group_and_replaced_when_stale() throws Exception {
        assertThat(Files.getPosixFilePermissions(daemon.socket()))
                .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        assertThat(Files.getPosixFilePermissions(daemon.socket().getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> UnixSocket.makeRoom(daemon.socket()))
                .hasMessageContaining("another daemon listens");

        daemon.stop();
        try (var stale = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            stale.bind(UnixDomainSocketAddress.of(daemon.socket()));
        }
        assertThat(daemon.socket()).exists();
        daemon.startAgain();
        assertThat(http.get("/api/v1/version").json().path("version").asText()).isEqualTo("1.2.3");
    }

    // --- Every route, wrong in every way.

    /** A route of the API document. */
    private record Asked(String method, String path, Optional<AccessRole> role, boolean body) {
        String line() {
            return method
                    + " "
                    + path.replace("{name}", "guestbook")
                            .replace("/snapshots/{id}", "/snapshots/gb-1")
                            .replace("{id}", "1")
                            .replace("{step}", "migrate")
                            .replace("{file}", "app.js")
                    + " HTTP/1.1";
        }

        boolean acts() {
            return !method.equals("GET");
        }
    }

    private List<Asked> routes() throws IOException {
        List<Asked> routes = new ArrayList<>();
        JsonNode paths = http.get("/openapi.json").json().path("paths");
        paths.properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(method -> {
                                    JsonNode operation = method.getValue();
                                    routes.add(
                                            new Asked(
                                                    method.getKey().toUpperCase(Locale.ROOT),
                                                    path.getKey(),
                                                    Optional.ofNullable(operation.get("x-role"))
                                                            .map(JsonNode::asText)
                                                            .map(AccessRole::parse),
                                                    operation.has("requestBody")));
                                }));
        assertThat(routes).hasSizeGreaterThan(35);
        return routes;
    }

    private List<Asked> guarded() throws IOException {
        return routes().stream().filter(r -> r.role().isPresent()).toList();
    }

    /** Refused as it should be, in the audit log, and without effect. */
    private void assertRefused(Asked route, int status, String type, String... lines)
            throws IOException {
        long before = daemon.audited().stream().mapToLong(Audited::id).max().orElse(0);
        List<String> all = new ArrayList<>(List.of(route.line()));
        all.addAll(List.of(lines));
        if (route.acts()) {
            all.add("Content-Length: 0");
        }
        String answer = tcp(all.toArray(String[]::new));

        assertThat(answer)
                .as(route.line())
                .startsWith("HTTP/1.1 " + status)
                .contains("application/problem+json", "urn:lull:problem:" + type);
        assertAudited(route, before, status, type);
    }

    private void assertAudited(Asked route, long before, int status, String type) {
        List<Audited> entries = daemon.audited().stream().filter(e -> e.id() > before).toList();
        assertThat(entries).as(route.line()).hasSize(1);
        assertThat(entries.getFirst().status()).hasValue(status);
        assertThat(entries.getFirst().problem()).isEqualTo(type);
        assertThat(entries.getFirst().entry().method()).isEqualTo(route.method());
        assertThat(daemon.windows().all()).isEmpty();
        assertThat(daemon.points().points()).hasSize(2);
        assertThat(daemon.schedules().all()).isEmpty();
    }

    @Test
    void no_route_is_open_to_nobody() throws IOException {
        for (Asked route : guarded()) {
            assertRefused(route, 401, "unauthenticated", local);
        }
    }

    @Test
    void no_route_lets_anybody_ask_for_its_head() throws IOException {
        for (Asked route : guarded()) {
            if (!route.acts()) {
                assertThat(tcp(route.line().replace("GET", "HEAD"), local))
                        .as(route.line())
                        .startsWith("HTTP/1.1 401");
            }
        }
    }

    @Test
    void no_route_takes_a_secret_that_is_no_tokens() throws IOException {
        String guess = "Authorization: Bearer lull_" + "A".repeat(43);
        for (Asked route : guarded()) {
            assertRefused(route, 401, "unauthenticated", local, guess);
            assertRefused(route, 401, "unauthenticated", local, "Authorization: Bearer ");
            assertRefused(route, 401, "unauthenticated", local, "Authorization: Basic YWRhOmE=");
            assertRefused(route, 401, "unauthenticated", local, "Cookie: lull-session=guess");
        }
    }

    @Test
    void no_route_takes_a_token_that_has_expired_or_was_revoked() throws IOException {
        Tokens.Created revoked = token(AccessRole.ADMIN);
        daemon.tokens().revoke(revoked.token().id());
        Tokens.Created expired =
                daemon.tokens()
                        .create("short", AccessRole.ADMIN, "ada", Optional.of(Duration.ofHours(1)));
        daemon.pass(Duration.ofHours(2));
        for (Asked route : guarded()) {
            assertRefused(route, 401, "unauthenticated", local, bearer(revoked));
            assertRefused(route, 401, "unauthenticated", local, bearer(expired));
        }
    }

    @Test
    void no_route_is_for_too_low_a_role() throws IOException {
        Tokens.Created viewer = token(AccessRole.VIEWER);
        Tokens.Created operator = token(AccessRole.OPERATOR);
        for (Asked route : guarded()) {
            AccessRole needed = route.role().orElseThrow();
            if (needed.compareTo(AccessRole.VIEWER) > 0) {
                assertRefused(route, 403, "forbidden", local, bearer(viewer));
            }
            if (needed.compareTo(AccessRole.OPERATOR) > 0) {
                assertRefused(route, 403, "forbidden", local, bearer(operator));
            }
        }
    }

    @Test
    void no_route_answers_to_another_name_or_page() throws IOException {
        String admin = bearer(token(AccessRole.ADMIN));
        for (Asked route : routes()) {
            assertRefused(route, 403, "bad-host", "Host: evil.example", admin);
            assertRefused(route, 403, "bad-origin", local, admin, "Origin: http://evil.example");
        }
    }

    @Test
    void no_route_that_acts_takes_a_cookie_alone() throws IOException {
        String cookie = "Cookie: " + login(token(AccessRole.ADMIN)).cookie();
        for (Asked route : guarded()) {
            if (route.acts()) {
                assertRefused(route, 403, "csrf", local, cookie);
                assertRefused(route, 403, "csrf", local, cookie, "X-Lull-CSRF: guess");
            }
        }
    }

    @Test
    void no_route_takes_a_session_whose_token_was_revoked_or_has_expired() throws IOException {
        Tokens.Created token = token(AccessRole.ADMIN);
        Tokens.Created brief =
                daemon.tokens()
                        .create("short", AccessRole.ADMIN, "ada", Optional.of(Duration.ofHours(1)));
        Login revoked = login(token);
        Login expired = login(brief);
        assertThat(tcp(STACKS, local, revoked.header())).startsWith("HTTP/1.1 200");
        assertThat(tcp(STACKS, local, expired.header())).startsWith("HTTP/1.1 200");

        daemon.tokens().revoke(token.token().id());
        assertNoRouteTakes(revoked);
        assertThat(tcp(STACKS, local, expired.header())).startsWith("HTTP/1.1 200");
        daemon.pass(Duration.ofHours(2));
        assertNoRouteTakes(expired);
    }

    @Test
    void no_route_takes_a_session_that_has_expired() throws IOException {
        Tokens.Created token = token(AccessRole.ADMIN);
        Login login = login(token);
        daemon.pass(Sessions.LIFETIME.minusMinutes(1));
        assertThat(tcp(STACKS, local, login.header())).startsWith("HTTP/1.1 200");

        daemon.pass(Duration.ofMinutes(2));
        assertNoRouteTakes(login);
        // It is the session that is over, not what it was opened with.
        assertThat(tcp(STACKS, local, bearer(token))).startsWith("HTTP/1.1 200");
    }

    /** Neither the cookie alone nor with what only our own page could show beside it. */
    private void assertNoRouteTakes(Login login) throws IOException {
        List<Token> before = daemon.tokens().all();
        for (Asked route : guarded()) {
            assertRefused(route, 401, "unauthenticated", local, login.header());
            assertRefused(
                    route,
                    401,
                    "unauthenticated",
                    local,
                    login.header(),
                    "X-Lull-CSRF: " + login.csrf());
        }
        assertThat(daemon.tokens().all()).isEqualTo(before);
        assertThat(tcp(STACKS, local, login.header()))
                .contains("this session is over: log in again");
    }

    @Test
    void no_body_is_too_large_or_no_json() throws IOException {
        String admin = bearer(token(AccessRole.ADMIN));
        for (Asked route : routes()) {
            if (route.body()) {
                long before = daemon.audited().stream().mapToLong(Audited::id).max().orElse(0);
                String large = tcp(route.line(), local, admin, "Content-Length: 3000000");
                assertThat(large).as(route.line()).startsWith("HTTP/1.1 413");
                assertAudited(route, before, 413, "too-large");
                String torn = Http.send(daemon.port(), "{\"torn\":", route.line(), local, admin);
                assertThat(torn).as(route.line()).startsWith("HTTP/1.1 400");
                assertThat(daemon.audited().getFirst().problem()).isEqualTo("malformed");
            }
        }
        assertThat(daemon.windows().all()).isEmpty();
    }

    // --- Browsers.

    private record Login(String answer) {
        String cookie() {
            return answer.lines()
                    .filter(l -> l.startsWith("Set-Cookie: "))
                    .map(l -> l.substring("Set-Cookie: ".length()).split(";", 2)[0])
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(answer));
        }

        /** What a browser sends of it. */
        String header() {
            return "Cookie: " + cookie();
        }

        String csrf() {
            return answer.replaceFirst("(?s).*\"csrf\":\"([0-9a-f]+)\".*", "$1");
        }
    }

    private Login login(Tokens.Created token) throws IOException {
        return new Login(
                Http.send(
                        daemon.port(),
                        "{\"token\":\"" + token.secret() + "\"}",
                        "POST /api/v1/session HTTP/1.1",
                        local));
    }

    @Test
    void a_browser_logs_in_acts_and_logs_out() throws IOException {
        Login login = login(token(AccessRole.OPERATOR));
        assertThat(login.answer())
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("HttpOnly")
                .containsIgnoringCase("SameSite=Strict");
        String cookie = "Cookie: " + login.cookie();
        assertThat(tcp(STACKS, local, cookie)).startsWith("HTTP/1.1 200");
        assertThat(
                        Http.send(
                                daemon.port(),
                                UPDATE,
                                OPEN,
                                local,
                                cookie,
                                "X-Lull-CSRF: " + login.csrf()))
                .startsWith("HTTP/1.1 201");
        assertThat(
                        tcp(
                                "DELETE /api/v1/session HTTP/1.1",
                                local,
                                cookie,
                                "X-Lull-CSRF: " + login.csrf()))
                .startsWith("HTTP/1.1 204");
        assertThat(tcp(STACKS, local, cookie)).startsWith("HTTP/1.1 401");
    }

    @Test
    void a_session_outlives_the_daemon_and_not_its_time_or_its_token() throws Exception {
        Tokens.Created token = token(AccessRole.VIEWER);
        String cookie = "Cookie: " + login(token).cookie();
        daemon.stop();
        daemon.startAgain();
        String again = "Host: 127.0.0.1:" + daemon.port();
        assertThat(tcp(STACKS, again, cookie)).startsWith("HTTP/1.1 200");
        daemon.pass(Duration.ofHours(13));
        assertThat(tcp(STACKS, again, cookie)).startsWith("HTTP/1.1 401");
        String other = "Cookie: " + login(token).cookie();
        assertThat(tcp(STACKS, again, other)).startsWith("HTTP/1.1 200");
        daemon.tokens().revoke(token.token().id());
        assertThat(tcp(STACKS, again, other)).startsWith("HTTP/1.1 401");
    }

    @Test
    void attempts_to_log_in_are_limited() throws IOException {
        Tokens.Created token = token(AccessRole.VIEWER);
        String guess = "{\"token\":\"lull_" + "A".repeat(43) + "\"}";
        String line = "POST /api/v1/session HTTP/1.1";
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(Http.send(daemon.port(), guess, line, local)).startsWith("HTTP/1.1 401");
        }
        assertThat(login(token).answer())
                .startsWith("HTTP/1.1 429")
                .contains("Retry-After: ", "urn:lull:problem:too-many-attempts");
        daemon.pass(Duration.ofMinutes(2));
        assertThat(login(token).answer()).startsWith("HTTP/1.1 200");
    }

    // --- What is kept of it.

    @Test
    void actions_are_in_the_audit_log_and_no_secret_is() throws IOException {
        Tokens.Created operator = token(AccessRole.OPERATOR);
        Login login = login(operator);
        Http.send(
                daemon.port(),
                UPDATE,
                "POST /api/v1/windows?x=y HTTP/1.1",
                local,
                bearer(operator));
        http.post("/api/v1/windows/1/dance", "");
        http.post("/api/v1/stacks/guestbook/plan", "{}");
        JsonNode audit = http.get("/api/v1/audit?limit=1").json();

        JsonNode opened = audit.path("entries").get(0);
        assertThat(opened.path("who").asText()).isEqualTo("test operator");
        assertThat(opened.path("role").asText()).isEqualTo("operator");
        assertThat(opened.path("path").asText()).isEqualTo("/api/v1/windows");
        assertThat(opened.path("status").asInt()).isEqualTo(201);
        JsonNode before = http.get("/api/v1/audit?before=" + audit.path("next").asLong()).json();
        assertThat(before.path("entries").get(0).path("who").asText()).isEqualTo("test operator");
        assertThat(http.get("/api/v1/audit").body())
                .contains("/api/v1/session")
                .doesNotContain(operator.secret(), login.cookie(), login.csrf());
    }

    @Test
    void tokens_are_made_shown_and_revoked_over_the_api() throws IOException {
        JsonNode made =
                http.post(
                                "/api/v1/tokens",
                                "{\"name\":\"ci\",\"role\":\"operator\",\"expires\":\"90d\"}")
                        .json();
        String secret = made.path("token").asText();
        assertThat(tcp(STACKS, local, "Authorization: Bearer " + secret))
                .startsWith("HTTP/1.1 200");
        JsonNode shown = http.get("/api/v1/tokens").json().path("tokens").get(0);
        assertThat(shown.path("name").asText()).isEqualTo("ci");
        assertThat(shown.has("lastUsedAt")).isTrue();
        assertThat(shown.toString()).doesNotContain(secret);

        String id = made.path("id").asText();
        assertThat(http.delete("/api/v1/tokens/" + id).status()).isEqualTo(204);
        assertThat(tcp(STACKS, local, "Authorization: Bearer " + secret))
                .startsWith("HTTP/1.1 401")
                .contains("was revoked");
        assertProblem(http.delete("/api/v1/tokens/77"), 404, "not-found");
        assertProblem(
                http.post("/api/v1/tokens", "{\"name\":\"\",\"role\":\"god\"}"), 422, "invalid");
    }
}
