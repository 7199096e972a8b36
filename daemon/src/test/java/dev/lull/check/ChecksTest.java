package dev.lull.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.Engine;
import dev.lull.docker.FakeEngine;
import dev.lull.docker.Inspect;
import dev.lull.docker.RestartPolicy;
import dev.lull.stack.Command;
import dev.lull.stack.DataCopy;
import dev.lull.stack.HttpCheck;
import dev.lull.stack.Role;
import dev.lull.stack.ServiceSettings;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is seen of a container that passes its checks and breaks a moment later. */
class ChecksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SETTLE = Duration.ofMillis(300);

    private final FakeEngine engine = new FakeEngine().withImage("app:1", 1);
    private final AtomicInteger answers = new AtomicInteger();
    private volatile Runnable firstLookIsOver = () -> {};
    private volatile int brokenFrom = Integer.MAX_VALUE;

    @BeforeEach
    void start() {
        engine.create("app", "{\"Image\":\"app:1\"}");
        engine.restartPolicy("app", RestartPolicy.NO);
        engine.start("app");
    }

    @Test
    void one_that_stays_well_passes_and_its_command_is_run_once() throws Exception {
        assertThat(settled()).isEmpty();
        assertThat(engine.calls()).containsEntry("exec", 1);
        assertThat(answers).hasValue(2);
    }

    @Test
    void one_that_logs_an_error_after_its_first_answers_fails() throws Exception {
        firstLookIsOver = () -> engine.log("app", "Traceback (most recent call last)");
        assertThat(settled()).hasValue("app logged: Traceback (most recent call last)");
    }

    @Test
    void one_that_ends_after_its_first_answers_fails() throws Exception {
        firstLookIsOver = () -> engine.crash("app", 3);
        assertThat(settled()).hasValue("app does not run (exited, exit code 3)");
    }

    @Test
    void one_that_is_another_start_than_the_one_that_answered_fails() throws Exception {
        firstLookIsOver =
                () -> {
                    engine.crash("app", 3);
                    engine.start("app");
                };
        assertThat(settled()).hasValue("app restarted while it was watched");
    }

    @Test
    void one_that_answers_badly_from_its_second_request_on_fails() throws Exception {
        brokenFrom = 2;
        assertThat(settled()).hasValue("app: GET :80/healthz 200 was answered with 500");
    }

    @Test
    void one_that_never_passes_is_not_waited_for_to_settle() throws Exception {
        engine.execEnds("app", List.of("smoke"), 1, "no table");
        Checks.Subject app = subject();
        assertThat(checks().awaitSettled(List.of(app), Duration.ZERO, Duration.ofDays(1)))
                .hasValue("app: 'smoke' exited with 1: no table (still so after 0.0s)");
    }

    private Optional<String> settled() throws InterruptedException {
        return checks().awaitSettled(List.of(subject()), PATIENCE, SETTLE);
    }

    private Checks checks() {
        return new Checks(
                toldOfTheFirstLook(),
                new FakeHttpProbe(engine, (container, check) -> Optional.of(answer())),
                Clock.systemUTC());
    }

    private FakeHttpProbe.Answer answer() {
        boolean broken = answers.incrementAndGet() >= brokenFrom;
        return new FakeHttpProbe.Answer(broken ? 500 : 200, Map.of());
    }

    /** A look at a container ends with its log. */
    private Engine toldOfTheFirstLook() {
        AtomicInteger looks = new AtomicInteger();
        return (Engine)
                Proxy.newProxyInstance(
                        Engine.class.getClassLoader(),
                        new Class<?>[] {Engine.class},
                        (proxy, method, arguments) -> {
                            try {
                                Object result = method.invoke(engine, arguments);
                                if (method.getName().equals("logs")
                                        && looks.incrementAndGet() == 1) {
                                    firstLookIsOver.run();
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private Checks.Subject subject() {
        Inspect container = engine.inspect("app").orElseThrow();
        return new Checks.Subject(container.id(), container.name(), settings(), "", Instant.EPOCH);
    }

    private static ServiceSettings settings() {
        return new ServiceSettings(
                Optional.of(Role.APP),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                Duration.ZERO,
                List.of(new HttpCheck("GET", 80, "/healthz", 200)),
                List.of(Command.parse("smoke")),
                Duration.ZERO,
                List.of(),
                List.of(),
                Duration.ZERO,
                false,
                Optional.empty(),
                Optional.empty(),
                DataCopy.cold("a test"),
                Optional.empty(),
                Optional.empty(),
                ServiceSettings.Backstage.ISOLATED,
                List.of());
    }
}
