package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.report.WindowReport;
import dev.lull.testbed.EngineView;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.Web;
import dev.lull.window.Action;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a stack becomes quiet, what keeps it from that, and what is said of it. */
class QuietIT extends OnStack {
    /** Either is idle when a file of its own is there; the worker is not waited for for long. */
    private static final String LAYERS =
            """
              cron:
                image: lull-single:1
                command: sleep infinity
                init: true
                restart: always
                networks: [jobs]
                labels:
                  lull.role: cron
                  lull.drain: touch /tmp/told
                  lull.drained: test -e /tmp/idle
                  lull.watch: 300ms
              worker:
                image: lull-single:1
                command: sleep infinity
                init: true
                restart: unless-stopped
                networks: [jobs]
                labels:
                  lull.role: worker
                  lull.drained: test -e /tmp/idle
                  lull.drain.timeout: 2s
                  lull.watch: 300ms

            networks:
              jobs:

            volumes:
            """;

    /** Somebody else is to write to the volume, with leave. */
    private static final String SHARED = "      lull.snapshot.shared: \"true\"";

    private final List<String> strangers = new ArrayList<>();

    QuietIT() {
        super(new ExampleStack("single", "quiet"));
    }

    @BeforeEach
    void upWithLayers() {
        stack.quick()
                .edit("compose.yaml", "lull.role: app", "lull.role: app\n" + SHARED)
                .edit("compose.yaml", "volumes:\n  data:", LAYERS + "  data:")
                .up();
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);
    }

    @AfterEach
    void removeStrangers() {
        strangers.forEach(s -> TestBed.docker("rm", "-f", s));
    }

    @Test
    void a_busy_worker_turns_it_back_and_who_writes_meanwhile_keeps_it_from_being_quiet()
            throws IOException {
        aWorkerThatStaysBusyTurnsTheWindowBack();
        writersThatComeMeanwhileAreNamedAndTheCertificateSaysWhatWasQuiet();
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private void aWorkerThatStaysBusyTurnsTheWindowBack() {
        Map<String, String> before = Snapshot.of(stack);
        touch("cron", "/tmp/idle");

        WindowId id = lull.run(stack, new Change.None());

        WindowState end = lull.state(id);
        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.ABORTED);
        assertThat(end.back().orElseThrow().turned().why())
                .contains("worker-1 is still busy after 2.0s")
                .contains("lull.drain.timeout");
        assertThat(stack.compose("exec", "-T", "cron", "ls", "/tmp")).contains("told");
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertThat(Web.get(stack.port(), "/entries/one").statusCode()).isEqualTo(200);
        assertUnchangedByUp();
    }

    private void writersThatComeMeanwhileAreNamedAndTheCertificateSaysWhatWasQuiet()
            throws IOException {
        stack.compose("exec", "-T", "cron", "rm", "/tmp/idle");
        touch("worker", "/tmp/idle");
        WindowId id = lull.open(stack, new Change.None());
        lull.awaitStarted(id, StepKind.CLOSE_CRON);
        String stranger = stranger("writer");
        String counter = stranger("counter", "--label", "lull.writes=allowed: counts");
        String oneOff = oneOff();
        touch("cron", "/tmp/idle");

        WindowState held = lull.awaitRest(id);

        assertThat(held.held().map(h -> h.step()))
                .as(lull.story(id))
                .contains(StepKind.PROVE_QUIET);
        assertThat(held.held().orElseThrow().why())
                .contains("not quiet")
                .contains(stranger + " mounts " + volume() + " writable")
                .contains(oneOff + " is a running one-off")
                .doesNotContain(counter);
        assertThat(EngineView.restartPolicies(stack).values()).containsOnly("no");
        assertThat(Web.get(stack.port(), "/").statusCode()).isEqualTo(503);

        TestBed.docker("rm", "-f", stranger, oneOff);
        assertThat(lull.ask(id, Action.RETRY, Optional.empty()).held().map(h -> h.step()))
                .as(lull.story(id))
                .contains(StepKind.WORK);
        WindowState end = lull.ask(id, Action.REOPEN, Optional.empty());

        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(Web.get(stack.port(), "/entries/one").statusCode()).isEqualTo(200);
        JsonNode certificate = certificate(id);
        assertThat(texts(certificate, "stopped"))
                .containsExactlyInAnyOrder(replica("cron"), replica("worker"), replica("app"));
        assertThat(texts(certificate, "volumes")).containsExactly(volume());
        assertThat(texts(certificate, "allowed_writers"))
                .singleElement()
                .asString()
                .contains(counter, volume(), "allowed: counts");
    }

    private JsonNode certificate(WindowId id) throws IOException {
        WindowReport report = WindowReport.of(id, lull.events(id), Instant.now());
        return new ObjectMapper().readTree(report.certificate().orElseThrow());
    }

    private static List<String> texts(JsonNode certificate, String name) {
        List<String> texts = new ArrayList<>();
        certificate.path(name).forEach(t -> texts.add(t.asText()));
        return texts;
    }

    /** Somebody else's container that may write to the stack's volume. */
    private String stranger(String name, String... options) {
        String stranger = stack.project() + "-" + name;
        List<String> argv = new ArrayList<>(List.of("run", "-d", "--name", stranger));
        argv.addAll(List.of(options));
        argv.addAll(List.of("--label", "com.docker.compose.project=" + stack.project() + "-other"));
        argv.addAll(List.of("-v", volume() + ":/data", "lull-single:1", "sleep", "infinity"));
        TestBed.docker(argv.toArray(String[]::new));
        strangers.add(stranger);
        return stranger;
    }

    /** What a person runs on the side; it mounts nothing. */
    private String oneOff() {
        String name = stack.project() + "-on-the-side";
        stack.compose("run", "-d", "--no-deps", "--name", name, "worker", "sleep", "infinity");
        strangers.add(name);
        return name;
    }

    private void touch(String service, String file) {
        stack.compose("exec", "-T", service, "touch", file);
    }

    private String volume() {
        return stack.project() + "_data";
    }

    private String replica(String service) {
        return stack.project() + "-" + service + "-1";
    }
}
