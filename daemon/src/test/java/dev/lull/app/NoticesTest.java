package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.notify.Notice;
import dev.lull.notify.Notifier;
import dev.lull.plan.Change;
import dev.lull.stack.ServiceName;
import dev.lull.testbed.Wait;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.WindowId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told who are not looking. */
class NoticesTest {
    private static final Change UPDATE =
            new Change.Update(Map.of(new ServiceName("app"), "guestbook:2"), false);

    @TempDir Path folder;

    private World world(String settings) {
        return Visit.world(
                World.Shape.SINGLE,
                folder,
                "x-lull: {watch: 0s}",
                "x-lull: {watch: 0s, notify: 'https://ntfy.example.org/s3cret'" + settings + "}");
    }

    private static Life life(World world) {
        return new Life(world, Death.never(), step -> step);
    }

    private static void awaitNotices(World world, String... events) {
        Wait.until(
                () -> "told of " + List.of(events) + ": " + world.post.taken(),
                () ->
                        world.post.taken().stream()
                                .map(Notice::event)
                                .toList()
                                .equals(List.of(events)));
    }

    @Test
    void the_beginning_and_the_end_are_told() throws Exception {
        World world = world("");
        Life life = life(world);
        try (Notifier _ = life.tells()) {
            life.open(UPDATE);
            assertThat(life.turn()).isEqualTo(Life.Turn.ENDED);
            awaitNotices(world, "announced", "done");
        }
        assertThat(world.post.taken().getFirst().title()).isEqualTo("single: maintenance begins");
        assertThat(world.post.taken().getLast().message()).contains("visitors of single are in");
    }

    @Test
    void a_way_back_is_told_with_its_reason() throws Exception {
        World world = world("").migrationFails();
        Life life = life(world);
        try (Notifier _ = life.tells()) {
            life.open(UPDATE);
            assertThat(life.turn()).isEqualTo(Life.Turn.ENDED);
            awaitNotices(world, "announced", "turned-back", "rolled-back");
        }
        assertThat(world.post.taken().get(1).message()).contains("exited with 1");
    }

    @Test
    void a_window_that_waits_is_told_again_when_the_daemon_is_started_again() throws Exception {
        World world = world("");
        Life first = life(world);
        try (Notifier _ = first.tells()) {
            first.open(new Change.None());
            assertThat(first.turn()).isEqualTo(Life.Turn.HELD);
            awaitNotices(world, "announced", "held");
        }
        first.close();

        Life second = life(world);
        try (Notifier _ = second.tells()) {
            second.recover();
            awaitNotices(world, "announced", "held", "held");
            assertThat(world.post.taken().getLast().title())
                    .isEqualTo("single: window 1 still waits for a person");
            second.ask(new WindowId(1), Action.REOPEN);
            assertThat(second.turn()).isEqualTo(Life.Turn.ENDED);
            awaitNotices(world, "announced", "held", "held", "done");
        }
    }

    @Test
    void a_window_that_takes_too_long_is_told_once() throws Exception {
        World world = world("");
        Life life = life(world);
        try (Notifier _ = life.tells()) {
            life.open(new Change.None(), Duration.ofNanos(1));
            assertThat(life.turn()).isEqualTo(Life.Turn.HELD);
            Wait.until(
                    () -> "told: " + world.post.taken(),
                    () -> world.post.taken().stream().anyMatch(n -> n.event().equals("overran")));
            life.ask(new WindowId(1), Action.ABORT);
            assertThat(life.turn()).isEqualTo(Life.Turn.ENDED);
            Wait.until(
                    () -> "told of the end: " + world.post.taken(),
                    () -> world.post.taken().getLast().event().equals("rolled-back"));
        }
        assertThat(world.post.taken()).filteredOn(n -> n.event().equals("overran")).hasSize(1);
    }

    @Test
    void a_notice_that_is_not_taken_is_posted_again_and_stops_nothing() throws Exception {
        World world = world("");
        world.post.refuse(1);
        Life life = life(world);
        try (Notifier _ = life.tells()) {
            life.open(UPDATE);
            assertThat(life.turn()).isEqualTo(Life.Turn.ENDED);
            awaitNotices(world, "done");
        }
        assertThat(world.journal.read(new WindowId(1), 0))
                .extracting(r -> r.event())
                .filteredOn(Event.Warned.class::isInstance)
                .singleElement()
                .satisfies(e ->
                        assertThat(e.toString())
                                .contains("not everybody could be told: ntfy.example.org")
                                .doesNotContain("s3cret"));
    }
}
