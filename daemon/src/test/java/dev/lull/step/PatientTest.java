package dev.lull.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.check.Checks;
import dev.lull.check.FakeHttpProbe;
import dev.lull.check.HttpProbe;
import dev.lull.docker.DockerJavaEngine;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.EngineVersion;
import dev.lull.docker.FakeEngine;
import dev.lull.docker.HastyEngine;
import dev.lull.docker.StackContainers;
import dev.lull.page.DoorException;
import dev.lull.page.Page;
import dev.lull.plan.Phase;
import dev.lull.plan.PlannedStep;
import dev.lull.plan.StepKind;
import dev.lull.stack.Declared;
import dev.lull.stack.StackName;
import dev.lull.window.Facts;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import dev.lull.window.WindowId;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PatientTest {
    private static final Duration SHORT = Duration.ofMillis(600);

    private static final Facts FACTS =
            new Facts(
                    Instant.EPOCH,
                    new Declared(
                            new StackName("shop"),
                            Path.of("/srv/shop"),
                            List.of(),
                            List.of(),
                            List.of(),
                            Map.of(),
                            List.of()),
                    List.of());

    private static PlannedStep planned(StepKind kind) {
        return new PlannedStep(
                kind,
                Phase.CHANGING,
                PlannedStep.OnFailure.WAY_BACK,
                SHORT,
                kind.word(),
                List.of());
    }

    private final List<Duration> deadlines = new ArrayList<>();
    private final AtomicInteger performed = new AtomicInteger();
    private final AtomicLong breaks = new AtomicLong();
    private boolean docker = true;

    private Outcome perform(Step step) throws InterruptedException {
        return perform(engine(), step);
    }

    private Outcome perform(Engine engine, Step step) throws InterruptedException {
        return perform(engine, step, StepKind.MIGRATE);
    }

    private Outcome perform(Engine engine, Step step, StepKind kind) throws InterruptedException {
        HttpProbe nobody = new FakeHttpProbe(new FakeEngine(), (_, _) -> Optional.empty());
        Page page = new Page(engine, nobody, "page:1", Clock.systemUTC());
        Checks checks = new Checks(engine, nobody, Clock.systemUTC());
        Revival revival = new Revival(engine, new StackContainers(engine), page, checks, () -> 0);
        return new Patient(step, engine, revival, breaks::get, SHORT).perform(context(kind));
    }

    private Engine engine() {
        return (Engine)
                Proxy.newProxyInstance(
                        Engine.class.getClassLoader(),
                        new Class<?>[] {Engine.class},
                        (_, method, _) -> {
                            assertThat(method.getName()).isEqualTo("version");
                            if (!docker) {
                                throw new EngineException.Transient("connection refused");
                            }
                            return new EngineVersion("28", "1.47", "1.24", false);
                        });
    }

    private StepContext context(StepKind kind) {
        return (StepContext)
                Proxy.newProxyInstance(
                        StepContext.class.getClassLoader(),
                        new Class<?>[] {StepContext.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("restartDeadline")) {
                                deadlines.add((Duration) arguments[0]);
                            }
                            return switch (method.getName()) {
                                case "window" -> new WindowId(7);
                                case "stack" -> new StackName("shop");
                                case "planned" -> planned(kind);
                                case "facts" -> FACTS;
                                default -> null;
                            };
                        });
    }

    private Outcome fails(StepContext context) {
        performed.incrementAndGet();
        throw new EngineException.Transient("inspect was not answered");
    }

    private void assertGivenUp(Outcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Waits.class,
                        waits ->
                                assertThat(waits.why())
                                        .contains("has not answered as it should for 0.6s")
                                        .contains("inspect was not answered")
                                        .contains("'lull retry 7'"));
    }

    @Test
    void a_docker_that_stays_away_is_waited_for_up_to_the_limit_and_the_deadline_waits_too()
            throws InterruptedException {
        docker = false;

        assertGivenUp(perform(this::fails));

        assertThat(performed).hasValue(1);
        assertThat(deadlines).containsExactly(SHORT);
    }

    @Test
    void a_docker_that_takes_every_call_and_answers_none_is_given_up_too(@TempDir Path folder)
            throws IOException, InterruptedException {
        Path socket = folder.resolve("docker.sock");
        try (ServerSocketChannel silent = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                DockerJavaEngine engine =
                        HastyEngine.connect(
                                URI.create("unix://" + socket), Duration.ofMillis(100))) {
            silent.bind(UnixDomainSocketAddress.of(socket));
            Outcome outcome =
                    perform(
                            engine,
                            context -> {
                                engine.inspect("web");
                                return new Outcome.Done("seen");
                            });

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Waits.class,
                            waits ->
                                    assertThat(waits.why())
                                            .contains("Docker did not answer within 100 ms")
                                            .contains("'lull retry 7'"));
        }
    }

    @Test
    void a_docker_that_answers_but_never_does_as_asked_is_given_up_too()
            throws InterruptedException {
        assertGivenUp(perform(this::fails));

        assertThat(performed.get()).isBetween(2, 4);
    }

    @ParameterizedTest
    @EnumSource(names = {"MIGRATE", "EXEC"})
    void a_command_that_runs_once_is_not_run_again_because_docker_went_away_meanwhile(StepKind kind)
            throws InterruptedException {
        Outcome killed = new Outcome.Failed("'migrate up' exited with 137");

        assertThat(perform(engine(), context -> wentAway(killed), kind)).isEqualTo(killed);

        assertThat(performed).hasValue(1);
    }

    @Test
    void what_failed_while_docker_went_away_is_done_again() throws InterruptedException {
        Outcome done = new Outcome.Done("at last");
        Outcome failed = new Outcome.Failed("the page does not answer");
        assertThat(
                        perform(
                                engine(),
                                context -> performed.get() == 0 ? wentAway(failed) : done,
                                StepKind.CLOSE_APP))
                .isEqualTo(done);
    }

    @ParameterizedTest
    @EnumSource(names = {"REOPEN_APP", "REOPEN_WORKERS", "REOPEN_CRON", "WATCH"})
    void what_was_opened_while_docker_went_away_is_opened_again(StepKind kind)
            throws InterruptedException {
        Outcome opened = new Outcome.Done("open");
        Step step = context -> performed.get() == 0 ? wentAway(opened) : again(opened);

        assertThat(perform(engine(), step, kind)).isEqualTo(opened);

        assertThat(performed).hasValue(2);
    }

    @Test
    void what_was_done_behind_the_closed_door_is_not() throws InterruptedException {
        Outcome done = new Outcome.Done("archived");

        assertThat(perform(engine(), context -> wentAway(done), StepKind.SNAPSHOT)).isEqualTo(done);

        assertThat(performed).hasValue(1);
    }

    private Outcome again(Outcome outcome) {
        performed.incrementAndGet();
        return outcome;
    }

    @Test
    void so_is_what_an_engine_refused_with_its_last_breath() throws InterruptedException {
        Outcome done = new Outcome.Done("at last");
        Step step =
                context -> {
                    if (performed.get() > 0) {
                        return done;
                    }
                    wentAway(done);
                    throw new EngineException.Permanent("error during connect: EOF");
                };
        assertThat(perform(engine(), step, StepKind.CHANGE)).isEqualTo(done);
    }

    private Outcome wentAway(Outcome outcome) {
        performed.incrementAndGet();
        breaks.incrementAndGet();
        return outcome;
    }

    @Test
    void a_step_that_is_done_again_has_its_whole_deadline_again() throws InterruptedException {
        Outcome outcome =
                perform(context ->
                        performed.get() == 0 ? fails(context) : new Outcome.Done("at last"));

        assertThat(outcome).isEqualTo(new Outcome.Done("at last"));
        assertThat(deadlines).containsExactly(SHORT, Duration.ZERO);
    }

    @Test
    void a_packet_rule_that_was_not_seen_to_be_set_is_set_again() throws InterruptedException {
        Outcome outcome =
                perform(context -> {
                    if (performed.getAndIncrement() == 0) {
                        throw new DoorException.Unknown("nft took longer than 10 s");
                    }
                    return new Outcome.Done("held");
                });

        assertThat(outcome).isEqualTo(new Outcome.Done("held"));
    }
}
