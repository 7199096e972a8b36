package dev.lull.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.Engine;
import dev.lull.docker.FakeEngine;
import dev.lull.docker.Inspect;
import dev.lull.docker.LogLine;
import dev.lull.stack.TestStack;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is read of a log that is looked at again and again. */
class LogReaderTest {
    private static final String BAD = "panic: no such table";
    private static final Optional<String> FOUND = Optional.of("app logged: " + BAD);

    private final FakeEngine engine = new FakeEngine().withImage("shop:1", 1);
    private final List<LogLine> log = new ArrayList<>();
    private final List<Instant> readFrom = new ArrayList<>();
    private final LogReader reader = reader(Instant.EPOCH);
    private Instant start = Instant.EPOCH;
    private Instant now = Instant.MAX;

    @BeforeEach
    void start() {
        engine.create("app", "{\"Image\":\"shop:1\"}");
        engine.start("app");
        start = container().startedAt();
    }

    private LogReader reader(Instant logsFrom) {
        Engine logged =
                (Engine)
                        Proxy.newProxyInstance(
                                Engine.class.getClassLoader(),
                                new Class<?>[] {Engine.class},
                                (_, method, arguments) -> {
                                    assertThat(method.getName()).isEqualTo("logs");
                                    return since((Instant) arguments[1]);
                                });
        TestStack stack = new TestStack("shop").service("app", "shop:1", "lull.role", "app");
        return new LogReader(
                logged,
                new Checks.Subject(
                        "app", "app", stack.build().services().getFirst().opening(), "", logsFrom),
                () -> now,
                () -> 0);
    }

    private List<LogLine> since(Instant since) {
        readFrom.add(since);
        return log.stream().filter(line -> !line.at().isBefore(since)).toList();
    }

    private Inspect container() {
        return engine.inspect("app").orElseThrow();
    }

    private Instant at(double seconds) {
        return start.plusNanos(Math.round(seconds * 1e9));
    }

    private void logs(double seconds, String text) {
        log.add(new LogLine(at(seconds), text));
    }

    private Optional<String> failure() {
        return reader.failure(container());
    }

    @Test
    void what_was_read_and_is_well_is_not_read_again_but_for_the_last_moment() {
        logs(1, "hello");
        logs(60, "hello");
        assertThat(failure()).isEmpty();
        assertThat(failure()).isEmpty();
        logs(90, "hello");
        assertThat(failure()).isEmpty();
        assertThat(failure()).isEmpty();
        assertThat(readFrom).containsExactly(at(-5), at(58), at(58), at(88));
    }

    @Test
    void a_bad_line_between_two_looks_is_found() {
        logs(60, "hello");
        assertThat(failure()).isEmpty();
        logs(60.2, BAD);
        logs(60.4, "hello");
        assertThat(failure()).isEqualTo(FOUND);
    }

    @Test
    void a_bad_line_of_the_same_time_as_the_last_one_seen_is_found() {
        logs(60, "hello");
        assertThat(failure()).isEmpty();
        logs(60, "hello");
        logs(60, BAD);
        assertThat(failure()).isEqualTo(FOUND);
    }

    @Test
    void a_bad_line_that_comes_after_later_ones_of_the_other_stream_is_found() {
        logs(60, "hello");
        assertThat(failure()).isEmpty();
        logs(58.5, BAD);
        assertThat(failure()).isEqualTo(FOUND);
    }

    @Test
    void a_bad_line_is_found_again_by_the_next_look() {
        logs(60, BAD);
        logs(90, "hello");
        assertThat(failure()).isEqualTo(FOUND);
        assertThat(failure()).isEqualTo(FOUND);
    }

    @Test
    void one_that_was_started_again_is_read_from_its_new_start() {
        logs(60, "hello");
        assertThat(failure()).isEmpty();
        engine.crash("app", 1);
        engine.start("app");
        Inspect again = container();
        log.add(new LogLine(again.startedAt(), BAD));
        assertThat(failure()).isEqualTo(FOUND);
        assertThat(readFrom).containsExactly(at(-5), again.finishedAt());
    }

    @Test
    void what_it_logged_before_does_not_count_however_often_it_is_read() {
        LogReader later = reader(at(60));
        logs(59.5, BAD);
        logs(60, "hello");
        assertThat(later.failure(container())).isEmpty();
        assertThat(later.failure(container())).isEmpty();
        assertThat(readFrom).containsExactly(at(60), at(60));
    }

    @Test
    void starting_over_finds_what_a_clock_set_back_has_hidden() {
        logs(60, "hello");
        assertThat(failure()).isEmpty();
        logs(30, BAD);
        assertThat(failure()).isEmpty();
        reader.startOver();
        assertThat(failure()).isEqualTo(FOUND);
    }

    @Test
    void what_a_clock_stamps_that_was_set_back_to_before_the_start_is_found() {
        logs(60, "hello");
        assertThat(failure()).isEmpty();
        now = at(-7200);
        logs(-7201, BAD);
        assertThat(failure()).isEqualTo(FOUND);
        assertThat(readFrom).containsExactly(at(-5), at(-7500));
    }

    @Test
    void so_it_is_where_nothing_was_logged_before() {
        now = at(-7200);
        logs(-7201, BAD);
        assertThat(failure()).isEqualTo(FOUND);
    }

    @Test
    void what_an_earlier_run_logged_at_that_time_does_not_count_then() {
        logs(-7300, BAD);
        logs(-7300, "bye");
        logs(60, "hello");
        now = at(-7200);
        logs(-7201, "hello");
        assertThat(failure()).isEmpty();
        logs(-7200, BAD);
        assertThat(failure()).isEqualTo(FOUND);
    }

    @Test
    void nor_does_it_where_only_the_order_of_the_lines_tells() {
        logs(-7190, BAD);
        now = at(-7200);
        logs(-7201, "hello");
        assertThat(failure()).isEmpty();
    }
}
