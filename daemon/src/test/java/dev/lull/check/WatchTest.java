package dev.lull.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.Engine;
import dev.lull.docker.FakeEngine;
import dev.lull.docker.Inspect;
import dev.lull.stack.HttpCheck;
import dev.lull.stack.TestStack;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is seen of a container in a watch, and how often it is bothered. */
class WatchTest {
    private static final Duration A_LOOK = Duration.ofSeconds(20);
    private static final String RESTARTED = "app restarted while it was watched";

    private final FakeEngine engine = new FakeEngine().withImage("shop:1", 1);
    private final AtomicLong nanos = new AtomicLong();
    private final Checks checks =
            new Checks(
                    toldOfLogs(),
                    new FakeHttpProbe(engine, this::answer),
                    Clock.systemUTC(),
                    nanos::get);
    private final List<Instant> logsReadFrom = new ArrayList<>();
    private final List<Integer> commandsInLook = new ArrayList<>();
    private IntFunction<List<String>> linesInLook = look -> List.of();
    private int looks;
    private int restartsInLook;
    private int status = 200;

    @BeforeEach
    void start() {
        engine.createNetwork("shop_default", false, Map.of());
        engine.create(
                "app", "{\"Image\":\"shop:1\",\"HostConfig\":{\"NetworkMode\":\"shop_default\"}}");
        engine.start("app");
        engine.onMutation(mutation -> {
            if (mutation.equals("exec app smoke")) {
                commandsInLook.add(looks);
            }
        });
    }

    private Engine toldOfLogs() {
        return (Engine)
                Proxy.newProxyInstance(
                        Engine.class.getClassLoader(),
                        new Class<?>[] {Engine.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("logs")) {
                                logsReadFrom.add((Instant) arguments[1]);
                            }
                            return method.invoke(engine, arguments);
                        });
    }

    /** Every look takes its time, and makes one request. */
    private Optional<FakeHttpProbe.Answer> answer(Inspect container, HttpCheck check) {
        nanos.addAndGet(A_LOOK.toNanos());
        int now = status;
        linesInLook.apply(looks + 1).forEach(line -> engine.log("app", line));
        if (++looks == restartsInLook) {
            engine.crash("app", 1);
            engine.start("app");
            status = 200;
        }
        return Optional.of(new FakeHttpProbe.Answer(now, Map.of()));
    }

    private Optional<String> watch(Duration time) throws InterruptedException {
        TestStack stack =
                new TestStack("shop")
                        .service(
                                "app",
                                "shop:1",
                                "lull.role",
                                "app",
                                "lull.check.http",
                                "GET :8000/",
                                "lull.check.exec",
                                "smoke");
        return checks.watch(
                List.of(
                        new Checks.Subject(
                                "app",
                                "app",
                                stack.build().services().getFirst().opening(),
                                "",
                                Instant.EPOCH)),
                time);
    }

    @Test
    void commands_run_at_the_beginning_after_half_a_minute_each_and_at_the_end() throws Exception {
        assertThat(watch(A_LOOK.multipliedBy(5))).isEmpty();
        assertThat(looks).isEqualTo(6);
        assertThat(commandsInLook).containsExactly(1, 4, 6);
    }

    @Test
    void a_watch_of_one_look_runs_them_once() throws Exception {
        assertThat(watch(Duration.ZERO)).isEmpty();
        assertThat(commandsInLook).containsExactly(1);
    }

    @Test
    void a_command_that_fails_from_its_second_run_on_is_found_at_the_end() throws Exception {
        engine.onMutation(mutation -> engine.execEnds("app", List.of("smoke"), 1, "no table"));
        assertThat(watch(A_LOOK)).contains("app: 'smoke' exited with 1: no table");
    }

    @Test
    void a_command_that_fails_once_is_run_again_at_once() throws Exception {
        engine.execEnds("app", List.of("smoke"), 1, "busy");
        engine.onMutation(mutation -> engine.execEnds("app", List.of("smoke"), 0));
        assertThat(watch(Duration.ZERO)).isEmpty();
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void a_restart_is_found_at_once_and_not_when_commands_run_next() throws Exception {
        restartsInLook = 2;
        assertThat(watch(Duration.ofMinutes(15))).contains(RESTARTED);
        assertThat(looks).isEqualTo(2);
        assertThat(commandsInLook).containsExactly(1);
    }

    @Test
    void a_restart_in_the_last_look_is_found_though_the_next_try_is_answered() throws Exception {
        restartsInLook = 1;
        status = 503;
        assertThat(watch(Duration.ZERO)).contains(RESTARTED);
    }

    @Test
    void a_bad_line_between_two_looks_is_found_at_the_next() throws Exception {
        linesInLook = look -> look == 2 ? List.of("ready", "panic: no such table") : List.of();
        assertThat(watch(Duration.ofMinutes(15))).contains("app logged: panic: no such table");
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void a_log_is_read_whole_in_the_first_and_the_last_look_and_read_on_between() throws Exception {
        linesInLook =
                look -> {
                    pass(Duration.ofSeconds(5));
                    return List.of("ready");
                };
        Instant start = engine.inspect("app").orElseThrow().startedAt();
        assertThat(watch(A_LOOK.multipliedBy(3))).isEmpty();
        assertThat(logsReadFrom).hasSize(4);
        assertThat(logsReadFrom.get(0)).isBefore(start).isEqualTo(logsReadFrom.get(3));
        assertThat(logsReadFrom.get(1)).isAfter(start);
        assertThat(logsReadFrom.get(2)).isAfter(logsReadFrom.get(1));
    }

    private void pass(Duration time) {
        Instant later = engine.clock().instant().plus(time);
        while (engine.clock().instant().isBefore(later)) {
            // It goes on by being asked.
        }
    }
}
