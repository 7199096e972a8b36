package dev.lull.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.check.HttpProbe;
import dev.lull.check.JdkHttpProbe;
import dev.lull.docker.Endpoint;
import dev.lull.docker.PortBinding;
import dev.lull.stack.HttpCheck;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import dev.lull.testbed.Ports;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Wait;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page in a real container, published on loopback and known as {@code app} on a network. */
class PageIT {
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final int CHUNK = 64 * 1024;
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final PageContent CONTENT =
            new PageContent(
                    "A quiet \"moment\" <3",
                    "Back soon.",
                    "help@example.org",
                    NOW.plusSeconds(600),
                    "w-it-1",
                    "it");

    private static Servers docker;
    private static String network;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        docker = new Servers();
        network = docker.network("page-net");
        port = Ports.free();
        page(name(""), port, true);
    }

    @AfterAll
    static void stop() throws Exception {
        if (docker != null) {
            docker.close();
        }
    }

    private static void page(String name, int port, boolean ipv6) throws Exception {
        PageSpec spec =
                new PageSpec(
                        TestLull.PAGE_IMAGE,
                        new StackName("it"),
                        CONTENT.windowId(),
                        NOW,
                        new ServiceName("app"),
                        Set.of(80, 8000),
                        List.of(
                                new PortBinding(8000, "tcp", "127.0.0.1", port),
                                new PortBinding(53, "udp", "127.0.0.1", port)),
                        network,
                        Endpoint.of(List.of("app")),
                        Map.of("traefik.enable", "true"),
                        List.of("VIRTUAL_HOST=it.example", "SECRET=x"));
        ObjectMapper json = new ObjectMapper();
        JsonNode tree = json.readTree(spec.create());
        tree.withObject("/Labels").put(TestBed.LABEL, TestBed.SELF);
        docker.createRaw(name, tree.toString());
        Map<String, byte[]> files =
                ipv6
                        ? PageFiles.render(CONTENT, Set.of(80, 8000), NOW)
                        : PageFiles.render(CONTENT, Set.of(80, 8000), NOW, false);
        docker.copyInto(name, PageFiles.FOLDER, files);
        docker.docker("start", name);
        docker.awaitAnswer(name, 8000);
    }

    @Test
    void every_path_is_unavailable_and_tells_when_to_come_again() throws IOException {
        for (String path : List.of("/", "/a/b.php?c=d", "/lull/index.html", "/%2e%2e/%2e%2e/x")) {
            String answer = Clients.get("127.0.0.1", port, path);
            assertThat(answer)
                    .as(path)
                    .startsWith("HTTP/1.1 503 ")
                    .contains("\r\nLull-Page: w-it-1\r\n")
                    .contains("\r\nCache-Control: no-store\r\n")
                    .contains("\r\nVary: Accept\r\n")
                    .contains("\r\nRetry-After: 600\r\n");
        }
    }

    @Test
    void every_method_is_unavailable() throws IOException {
        for (String method : List.of("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "FOO")) {
            try (Socket visitor = Clients.connect("127.0.0.1", port)) {
                Clients.send(visitor, method + " /x HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(Clients.rest(visitor))
                        .as(method)
                        .startsWith("HTTP/1.1 503 ")
                        .contains("Lull-Page: w-it-1");
            }
        }
    }

    @Test
    void it_counts_whom_it_meets_and_not_lull_itself() throws Exception {
        int own = Ports.free();
        page(name("-counting"), own, true);
        try (JdkHttpProbe lull = new JdkHttpProbe()) {
            long before = settled(lull, own);

            lull.header("127.0.0.1", own, PageFiles.HEADER);
            Clients.get("127.0.0.1", own, "/");
            Clients.get("127.0.0.1", own, PageFiles.VISITS);
            Wait.until("both are counted", () -> visits(lull, own) >= before + 2);

            assertThat(settled(lull, own)).isEqualTo(before + 2);
            assertThat(Clients.get("127.0.0.1", own, PageFiles.VISITS)).startsWith("HTTP/1.1 503 ");
        }
    }

    private static long visits(HttpProbe lull, int port) {
        try {
            HttpCheck asked = new HttpCheck("HEAD", port, PageFiles.VISITS, 200);
            return lull.length("127.0.0.1", asked).orElseThrow() / PageFiles.BYTES_A_VISIT;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it says when it says the same for a while: an answer counts when its client is gone. */
    private static long settled(HttpProbe lull, int port) throws InterruptedException {
        long last = -1;
        long now = visits(lull, port);
        while (now != last) {
            last = now;
            Thread.sleep(500);
            now = visits(lull, port);
        }
        return now;
    }

    @Test
    void browsers_get_html_and_programs_json() throws IOException {
        String html =
                Clients.get("127.0.0.1", port, "/", "Accept: text/html,application/xml;q=0.9");
        assertThat(html)
                .contains("Content-Type: text/html; charset=utf-8")
                .contains("<h1>A quiet &quot;moment&quot; &lt;3</h1>")
                .endsWith("</html>\n");
        String json = Clients.get("127.0.0.1", port, "/", "Accept: */*");
        assertThat(json).contains("Content-Type: application/json");
        String body = json.substring(json.indexOf("\r\n\r\n"));
        assertThat(new ObjectMapper().readTree(body).path("title").asText())
                .isEqualTo(CONTENT.title());
    }

    @Test
    void a_phone_shows_it_whole_in_light_and_dark_and_asks_nobody_else() throws IOException {
        String address = "http://127.0.0.1:" + port + "/";
        String background = "getComputedStyle(document.body).backgroundColor";
        try (Browser phone = Browser.open()) {
            phone.prefers("light");
            phone.visit(address);
            String light = phone.value(background).asText();
            phone.prefers("dark");
            String dark = phone.value(background).asText();

            assertThat(light).startsWith("rgb(").isNotEqualTo(dark);
            assertThat(phone.value("innerWidth").asInt()).isEqualTo(Browser.WIDTH);
            assertThat(phone.value("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(Browser.WIDTH);
            assertThat(phone.value("document.querySelector('h1').innerText").asText())
                    .isEqualTo(CONTENT.title());
            assertThat(
                            phone.value(
                                            "parseFloat(getComputedStyle(document.querySelector('.message')).fontSize)")
                                    .asDouble())
                    .isGreaterThanOrEqualTo(16);
            assertThat(phone.requests())
                    .isNotEmpty()
                    .allMatch(r -> r.startsWith(address) || r.startsWith("data:"));
        }
    }

    @Test
    void a_big_upload_is_read_to_its_end_and_then_answered() throws IOException {
        try (Socket visitor = Clients.connect("127.0.0.1", port)) {
            Clients.send(
                    visitor,
                    "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
                            .formatted(80 * CHUNK));
            OutputStream out = visitor.getOutputStream();
            for (int i = 0; i < 80; i++) {
                out.write(new byte[CHUNK]);
            }
            assertThat(Clients.rest(visitor)).startsWith("HTTP/1.1 503 ").endsWith("}\n");
        }
    }

    @Test
    void a_big_cookie_is_no_reason_for_another_answer() throws IOException {
        assertThat(Clients.get("127.0.0.1", port, "/", "Cookie: a=" + "x".repeat(30_000)))
                .startsWith("HTTP/1.1 503 ");
    }

    @Test
    void it_answers_to_the_alias_of_the_app_and_on_all_its_ports() throws Exception {
        String client = docker.client(network);
        for (int inside : List.of(80, 8000)) {
            String get =
                    "exec 3<>/dev/tcp/app/%d; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; head -1 <&3"
                            .formatted(inside);
            assertThat(docker.docker("exec", client, "bash", "-c", get)).contains(" 503 ");
        }
    }

    @Test
    void it_runs_as_nobody_without_capabilities_and_logs_nothing() throws Exception {
        Path status = Path.of("/proc/" + docker.pid(name("")) + "/status");
        assertThat(Files.readString(status))
                .containsPattern("Uid:\t65534\t")
                .containsPattern("CapEff:\t0+\n");
        assertThat(docker.docker("logs", name(""))).isEmpty();
    }

    @Test
    void when_stopped_it_finishes_what_it_began_and_goes_quickly() throws Exception {
        int other = Ports.free();
        page(name("-stop"), other, true);
        try (Socket visitor = Clients.connect(docker.address(name("-stop")), 80);
                Socket idle = Clients.connect(docker.address(name("-stop")), 80)) {
            Clients.send(visitor, "POST /x HTTP/1.1\r\nHost: x\r\nContent-Le");
            awaitRead(name("-stop"), visitor);
            awaitRead(name("-stop"), idle);
            docker.docker("kill", "--signal", "SIGQUIT", name("-stop"));
            Thread.sleep(200);
            Clients.send(visitor, "ngth: 4\r\n\r\nbody");
            assertThat(Clients.rest(visitor)).startsWith("HTTP/1.1 503 ");
            assertThat(Clients.rest(idle)).isEmpty();
        }
        docker.docker("wait", name("-stop"));
        assertThat(docker.inspect(name("-stop"), "{{.State.ExitCode}}")).isEqualTo("0");
    }

    @Test
    void a_visitor_who_never_reads_can_not_keep_the_door() throws Exception {
        page(name("-stuck"), Ports.free(), true);
        try (Socket visitor = Clients.connect(docker.address(name("-stuck")), 80)) {
            Clients.send(visitor, "POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nx");
            awaitRead(name("-stuck"), visitor);
            docker.docker("stop", name("-stuck"));
        }
        // Docker kills what has not ended in its grace time, and that is no 0.
        assertThat(docker.inspect(name("-stuck"), "{{.State.ExitCode}}")).isEqualTo("0");
    }

    @Test
    void it_starts_where_there_is_no_ipv6() throws Exception {
        page(name("-v4"), Ports.free(), false);
        Path v6 = Path.of("/proc/" + docker.pid(name("-v4")) + "/net/tcp6");
        assertThat(Files.readAllLines(v6).toString().toUpperCase(Locale.ROOT))
                .doesNotContain(":1F40 ");
    }

    private static String name(String what) {
        return TestBed.name("page") + what;
    }

    /** Waits until the page has read all that this visitor has sent so far. */
    private static void awaitRead(String container, Socket visitor) throws Exception {
        String ours = ":%04X ".formatted(visitor.getLocalPort());
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!hasRead(docker.pid(container), ours)) {
            assertThat(System.nanoTime()).as("never read").isLessThan(end);
            Thread.sleep(10);
        }
    }

    /** One whose connection nobody has taken yet has no inode. */
    private static boolean hasRead(long pid, String remote) throws IOException {
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
                String[] words = line.strip().split("\\s+", -1);
                if (words.length > 9 && (words[2] + " ").endsWith(remote)) {
                    return !words[9].equals("0") && words[4].endsWith(":00000000");
                }
            }
        }
        return false;
    }
}
