package dev.lull.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.FakeEngine;
import dev.lull.docker.Inspect;
import dev.lull.stack.HttpCheck;
import dev.lull.stack.Service;
import dev.lull.stack.TestStack;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one look at a container finds. */
class ChecksLookTest {
    private static final Duration A_MOMENT = Duration.ofMillis(300);

    private final FakeEngine engine = new FakeEngine().withImage("shop:1", 1);
    private final Checks checks =
            new Checks(engine, new FakeHttpProbe(engine, this::answer), Clock.systemUTC());
    private int status = 200;
    private int requests;
    private int restartsAtRequest;

    @BeforeEach
    void start() {
        engine.createNetwork("shop_default", false, Map.of());
        engine.create(
                "app",
                """
                {"Image":"shop:1","HostConfig":{"NetworkMode":"shop_default"},
                 "Healthcheck":{"Test":["CMD-SHELL","curl localhost"]}}\
                """);
        engine.start("app");
    }

    private Optional<FakeHttpProbe.Answer> answer(Inspect container, HttpCheck check) {
        if (++requests == restartsAtRequest) {
            engine.crash("app", 1);
            engine.start("app");
        }
        return Optional.of(new FakeHttpProbe.Answer(status, Map.of()));
    }

    private Checks.Subject subject(String... labels) {
        Service service =
                new TestStack("shop")
                        .service("app", "shop:1", labels)
                        .build()
                        .services()
                        .getFirst();
        return new Checks.Subject("app", "app", service.opening(), "", Instant.EPOCH);
    }

    private Optional<String> failure(String... labels) throws InterruptedException {
        return checks.failure(subject(labels));
    }

    @Test
    void what_runs_and_has_nothing_to_ask_passes() throws Exception {
        assertThat(failure()).isEmpty();
    }

    @Test
    void what_is_gone_or_does_not_run_fails() throws Exception {
        engine.crash("app", 3);
        assertThat(failure()).hasValueSatisfying(f -> assertThat(f).contains("exit code 3"));
        engine.remove("app");
        assertThat(failure()).contains("app is gone");
    }

    @Test
    void before_the_first_probe_its_own_health_command_is_run() throws Exception {
        engine.health("app", "starting");
        engine.execEnds("app", List.of("/bin/sh", "-c", "curl localhost"), 7, "no route");
        assertThat(failure())
                .hasValueSatisfying(f -> assertThat(f).contains("not healthy yet", "no route"));
        engine.execEnds("app", List.of("/bin/sh", "-c", "curl localhost"), 0);
        assertThat(failure()).isEmpty();
    }

    @Test
    void what_docker_says_about_health_counts() throws Exception {
        engine.health("app", "unhealthy");
        assertThat(failure()).contains("app: is unhealthy");
        engine.health("app", "healthy");
        assertThat(failure()).isEmpty();
    }

    @Test
    void requests_and_commands_must_pass() throws Exception {
        String[] http = {"lull.role", "app", "lull.check.http", "GET :8000/ 200"};
        assertThat(failure(http)).isEmpty();
        status = 500;
        assertThat(failure(http)).hasValueSatisfying(f -> assertThat(f).contains("500"));

        engine.execHangs("app", List.of("smoke"));
        assertThat(failure("lull.role", "app", "lull.check.exec", "smoke"))
                .hasValueSatisfying(
                        f -> assertThat(f).contains("'smoke' had not ended after 60 s"));
        engine.execEnds("app", List.of("smoke"), 1, "no table");
        assertThat(failure("lull.role", "app", "lull.check.exec", "smoke"))
                .hasValueSatisfying(f -> assertThat(f).contains("exited with 1: no table"));
    }

    @Test
    void a_bad_line_since_its_start_fails_and_more_time_does_not_help() throws Exception {
        engine.log("app", "panic: no such table");
        assertThat(checks.await(List.of(subject("lull.role", "app")), Duration.ofMinutes(5)))
                .contains("app logged: panic: no such table");
    }

    @Test
    void waiting_ends_at_its_limit_and_says_so() throws Exception {
        engine.health("app", "unhealthy");
        assertThat(checks.await(List.of(subject()), A_MOMENT))
                .hasValueSatisfying(f -> assertThat(f).contains("still so after"));
    }

    @Test
    void one_that_restarts_while_it_is_watched_fails() throws Exception {
        status = 200;
        restartsAtRequest = 2;
        assertThat(
                        checks.watch(
                                List.of(
                                        subject(
                                                "lull.role",
                                                "app",
                                                "lull.check.http",
                                                "GET :8000/")),
                                Duration.ofSeconds(5)))
                .contains("app restarted while it was watched");
    }
}
