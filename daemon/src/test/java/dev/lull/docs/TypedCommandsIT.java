package dev.lull.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.docs.Page.Block;
import dev.lull.testbed.Data;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Folders;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.Ports;
import dev.lull.testbed.Sh;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Wait;
import dev.lull.testbed.Web;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands of the README, the operations page and the API's page that the guide has not,
 * with a daemon that is installed as the README says.
 */
class TypedCommandsIT {
    private static final String README = "README.md";
    private static final String API = "src/site/api.md";
    private static final String ACCESS = "src/site/access.md";
    private static final String OPERATIONS = "src/site/operations.md";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExampleStack stack = new ExampleStack("single", "typed");
    private final int port = Ports.free();
    @TempDir private Path home = Path.of("");
    private @Nullable Process daemon;

    @BeforeAll
    static void required() throws IOException {
        TestBed.required();
        TestBed.requiredRestic();
        try (Stream<Path> built = Files.list(TestBed.root().resolve("daemon/target"))) {
            assumeTrue(
                    built.anyMatch(f -> f.getFileName().toString().matches("lull-daemon-.*jar")),
                    "skipped: the daemon is not packaged; 'mvn verify' does that first");
        }
        TestBed.sweep();
    }

    @BeforeEach
    void up() {
        stack.quick();
        stack.edit("compose.yaml", "x-lull:\n", "x-lull:\n  on_failure: hold\n");
        stack.edit("compose.yaml", "  page:\n", "  page:\n    contact: help@example.org\n");
        stack.up();
    }

    @AfterEach
    void removeEverything() throws InterruptedException {
        stop();
        stack.close();
    }

    private void stop() throws InterruptedException {
        if (daemon != null) {
            daemon.destroy();
            daemon.waitFor();
        }
    }

    @Test
    void the_readme_and_the_pages_do_what_they_say() throws Exception {
        Typist typist = new Typist(stack, state(), socket());
        install();
        configure();
        start(line(OPERATIONS, "lull daemon --listen none").replace("/srv/lull", home + ""));
        assertThat(typist.lull("lull windows")).contains("no windows yet");
        assertThat(log()).doesNotContain("http://127.0.0.1");
        stop();
        Files.deleteIfExists(socket());
        start(line(README, "lull daemon"));

        for (String line : block(README, "lull stacks").lines()) {
            typist.lull(line);
        }
        assertThat(log()).contains(stack.project() + " is expected back at 2");
        aPageIsSeen(typist);
        changesAreMade(typist);
        pointsAreCopiedOffsite(typist);
        aHeldWindowIsAnswered(typist);
        theApiIsAsked(typist);
        aPointIsRemoved(typist);
        theHostIsLost(typist);
        aJobOpensAWindow(typist);
        aPersonsWordIsWaitedFor(typist);
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private void aPageIsSeen(Typist typist) throws IOException {
        typist.lull("lull run STACK --change none --expect 30m --yes");

        JsonNode window = JSON.readTree(typist.lull("lull show 2 --json"));
        assertThat(window.path("expectedSeconds").asInt()).isEqualTo(1800);
        JsonNode page = JSON.readTree(Web.get(stack.port(), "/").body());
        assertThat(page.path("expected_return").asText())
                .isEqualTo(
                        Instant.parse(window.path("expectedBackAt").asText())
                                        .truncatedTo(ChronoUnit.SECONDS)
                                + "");
        assertThat(page.path("title").asText()).isEqualTo("The notebook is closed for a moment");
        assertThat(page.path("message").asText()).startsWith("We are putting in a new version.");
        assertThat(
                        Sh.run(
                                "curl",
                                "-sS",
                                "-H",
                                "Accept: text/html",
                                "http://127.0.0.1:" + stack.port() + "/"))
                .contains("<h1>The notebook is closed for a moment</h1>")
                .contains("We are putting in a new version.", "mailto:help@example.org");

        typist.lull("lull reopen 2 --wait");
    }

    private void changesAreMade(Typist typist) throws IOException {
        String image = code(README, "--image app=").replace("example/app:3", "lull-single:2");
        assertThat(typist.lull("lull run STACK --yes " + image)).contains("Window 3: done");
        assertThat(Web.get(stack.port(), "/version").body()).contains("2");
        assertThat(typist.lull("lull run STACK --yes " + code(README, "--change migrate")))
                .contains("Window 4: done");
    }

    private void pointsAreCopiedOffsite(Typist typist) throws Exception {
        assertThat(typist.lull("lull show 4"))
                .containsPattern("copy-offsite.* restic snapshot [0-9a-f]{8}, .* seen there");
        String ours = line(OPERATIONS, "restic snapshots").replace("guestbook", stack.project());
        String listed = typist.shell(restic() + ours);
        assertThat(listed).contains("4 snapshots", "lull-point=" + stack.project());

        String restore = line(OPERATIONS, "restic restore").replace("/srv/back", home + "/back");
        typist.shell(restic() + restore.replace("1a2b3c4d", "latest"));
        String point = typist.point("guestbook-20260301-120000-w4");
        assertThat(home.resolve("back").resolve(point).resolve("manifest.json"))
                .hasSameBinaryContentAs(
                        state().resolve("points").resolve(point).resolve("manifest.json"));
    }

    /** What a person has in the environment who asks restic by hand. */
    private String restic() {
        return "RESTIC_REPOSITORY=%s RESTIC_PASSWORD_FILE=%s "
                .formatted(home.resolve("restic"), home.resolve("restic.password"));
    }

    private void aHeldWindowIsAnswered(Typist typist) throws IOException {
        String exec = code(README, "--service app").replace("COMMAND", "false");
        typist.lull("lull run STACK --yes " + exec + " # ends with 5");
        assertThat(typist.lull(line(OPERATIONS, "lull windows"))).contains("held at exec");
        assertThat(typist.lull(line(OPERATIONS, "lull show 12").replace("12", "5")))
                .contains("lull retry 5", "lull abort 5");
        String retry = line(OPERATIONS, "lull retry 12 --wait").replace("12", "5");
        assertThat(typist.lull(retry + " # ends with 5")).contains("exec: FAILED");
        assertThat(typist.lull(code(OPERATIONS, "lull abort ID").replace("ID", "5") + " --wait"))
                .contains("Window 5: rolled-back");
        JsonNode plan = JSON.readTree(typist.lull(code(OPERATIONS, "lull plan STACK --json")));
        assertThat(plan.path("steps").get(0).path("deadlineSeconds").asInt()).isEqualTo(3600);
    }

    private void theApiIsAsked(Typist typist) throws Exception {
        List<String> lines = block(API, "curl ").lines();
        assertThat(typist.shell(lines.get(0).replace("/run/lull/lull.sock", socket() + "")))
                .contains("\"stacks\":", stack.project());
        for (String line : block(ACCESS, "lull token create").lines()) {
            if (line.startsWith("lull token revoke")) {
                typist.lull("lull token create lost --role viewer");
            }
            String printed = typist.lull(line.replaceFirst(" >.*", ""));
            var secret = Pattern.compile("lull_[A-Za-z0-9_-]{43}").matcher(printed);
            if (line.endsWith("> ci.token") && secret.find()) {
                Files.writeString(home.resolve("ci.token"), secret.group());
            }
        }
        assertThat(typist.lull("lull token list")).contains("ada", "ci", "operator");
        assertThat(typist.shell(atDaemon(lines.get(1)))).contains("\"windows\":", stack.project());
        assertThat(typist.shell(atDaemon(line(ACCESS, "curl -H"))))
                .contains("\"windows\":", stack.project());
        assertThat(lines).hasSize(2);
        assertThat(typist.lull(line(ACCESS, "lull audit"))).contains("POST /api/v1/tokens");
    }

    private String atDaemon(String line) {
        return line.replace("ci.token", home + "/ci.token").replace("7410", port + "");
    }

    private void aJobOpensAWindow(Typist typist) throws Exception {
        String curl =
                atDaemon(line(API, "curl -sS --fail-with-body"))
                        .replace("\"guestbook\"", "\"" + stack.project() + "\"");
        JsonNode first = JSON.readTree(typist.shell(curl));
        assertThat(first.path("phase").asText()).isEqualTo("done");
        assertThat(first.path("by").asText()).isEqualTo("ci");
        assertThat(JSON.readTree(typist.shell(curl)).path("id")).isEqualTo(first.path("id"));
        assertThat(typist.lull(line(API, "lull run guestbook"))).contains("Window 8: done");
    }

    private void aPersonsWordIsWaitedFor(Typist typist) throws Exception {
        String run = line(OPERATIONS, "lull run guestbook --approve");
        assertThat(typist.lull(run + " --yes # ends with 5")).contains("lull approve 9");
        assertThat(Web.get(stack.port(), "/").statusCode()).isEqualTo(503);
        JsonNode before = JSON.readTree(typist.lull("lull show 9 --json"));
        typist.lull(line(OPERATIONS, "lull extend 12").replace("12", "9"));
        JsonNode page = JSON.readTree(Web.get(stack.port(), "/").body());
        assertThat(Instant.parse(page.path("expected_return").asText()))
                .isEqualTo(
                        Instant.parse(before.path("expectedBackAt").asText())
                                .truncatedTo(ChronoUnit.SECONDS)
                                .plus(Duration.ofMinutes(10)));
        String approve = line(OPERATIONS, "lull approve 12").replace("12", "9");
        assertThat(typist.lull(approve)).contains("Window 9: done");
        assertThat(Web.get(stack.port(), "/version").statusCode()).isEqualTo(200);
    }

    private void aPointIsRemoved(Typist typist) throws Exception {
        String example = "guestbook-20260301-120000-w1";
        String point = typist.point(example);
        String tag = point.substring(stack.project().length() + 1);
        assertThat(typist.lull("lull snapshots")).contains(tag);
        assertThat(TestBed.docker("images")).contains(tag);
        assertThat(typist.lull(line(OPERATIONS, "lull snapshots verify")))
                .contains(tag + " is whole");

        stack.edit("compose.yaml", "x-lull:\n", "x-lull:\n  retention: { last: 2 }\n");
        assertThat(typist.lull(line(OPERATIONS, "lull snapshots prune --dry-run")))
                .contains("would go: ", tag);
        assertThat(typist.lull(line(OPERATIONS, "lull snapshots delete")))
                .contains("Remove rollback point", "Removed ");
        assertThat(typist.lull("lull snapshots")).doesNotContain(tag).contains("-w2");
        assertThat(TestBed.docker("images")).doesNotContain(tag);
        assertThat(typist.lull(line(OPERATIONS, "lull snapshots prune guestbook")))
                .contains("removed: ", "are free again");
        assertThat(typist.lull("lull snapshots")).doesNotContain("-w2", "-w3").contains("-w5");
    }

    /** But for its images, which no registry has, and a copy of a point's folder. */
    private void theHostIsLost(Typist typist) throws IOException {
        List<String> data = Data.of(stack);
        Map<String, String> before = Snapshot.of(stack);
        Path points = state().resolve("points");
        Files.move(points, home.resolve("backup"));
        Files.createDirectory(points);
        Path point = newest(home.resolve("backup"));
        stack.down();
        Folders.delete(stack.directory());

        String line = line(OPERATIONS, "lull restore --from");
        String printed = typist.lull(line.substring(0, line.indexOf("/mnt")) + point + " --yes");

        assertThat(printed)
                .contains("-w5 is here, and is whole.")
                .contains("/compose.yaml\n", "  volume guestbook_data\n")
                .contains("  network guestbook_default\n")
                .contains("  container guestbook-app-1, not started\n")
                .contains("Window 6: done");
        assertThat(Data.of(stack)).isEqualTo(data);
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertThat(stack.compose("up", "-d", "--no-build"))
                .contains("Running")
                .doesNotContain("Recreate", "Started");
    }

    private static Path newest(Path points) throws IOException {
        try (Stream<Path> folders = Files.list(points)) {
            return folders.max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    /** Puts {@code lull} on a path of this test's own, as the README says. */
    private void install() throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Sh.bash(TestBed.root(), line(README, "ln -s ").replace("/usr/local/bin", home + "/bin"));
    }

    /** As the section about copies off-site says, with a repository in a folder. */
    private void configure() throws IOException {
        String file =
                Page.of(OPERATIONS).blocks().stream()
                        .filter(b -> b.language().equals("yml"))
                        .map(b -> String.join("\n", b.lines()))
                        .filter(b -> b.contains("restic:"))
                        .findFirst()
                        .orElseThrow();
        Files.writeString(home.resolve("lull.yml"), atHome(file) + "\n");
        Sh.bash(home, "umask 077 && echo correct horse battery > restic.password");
        Sh.bash(home, atHome(line(OPERATIONS, "restic -r ")));
    }

    private String atHome(String text) {
        return text.replace("sftp:lull@backup.example.org:/srv/restic", home + "/restic")
                .replace("/etc/lull/restic.password", home + "/restic.password");
    }

    private void start(String line) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", "exec " + line)
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("daemon.log").toFile());
        Map<String, String> env = builder.environment();
        env.put("PATH", home.resolve("bin") + File.pathSeparator + env.get("PATH"));
        env.put("LULL_STATE", state().toString());
        env.put("LULL_SOCKET", socket().toString());
        env.put("LULL_LISTEN", "127.0.0.1:" + port);
        env.put("LULL_PAGE_IMAGE", TestLull.PAGE_IMAGE);
        env.put("LULL_CONFIG", home.resolve("lull.yml").toString());
        Process started = builder.start();
        daemon = started;
        Wait.until(
                () -> "the daemon listens: " + log(),
                () -> log().contains(" listens on ") || !started.isAlive());
    }

    private String log() {
        try {
            return Files.readString(home.resolve("daemon.log"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Path state() {
        return home.resolve("state");
    }

    private Path socket() {
        return home.resolve("lull.sock");
    }

    /** The first line of a page's shell blocks that begins like this. */
    private static String line(String page, String beginning) {
        return block(page, beginning).lines().stream()
                .filter(l -> l.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private static Block block(String page, String beginning) {
        return Page.of(page).blocks().stream()
                .filter(Block::isShell)
                .filter(b -> b.lines().stream().anyMatch(l -> l.startsWith(beginning)))
                .findFirst()
                .orElseThrow();
    }

    /** What a page has between the lines that begins like this. */
    private static String code(String page, String beginning) {
        return Page.groups("`([^`]+)`", Page.of(page).prose()).stream()
                .filter(c -> c.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }
}
