package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.testbed.EngineView;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.LongExec;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.Wait;
import dev.lull.testbed.Web;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import dev.lull.window.StepRun;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What a person does by hand to a stack in mid-window is named, and the window waits for a word.
 */
class OneOwnerIT extends OnStack {
    private Map<String, String> before = Map.of();
    private Map<String, String> policies = Map.of();

    OneOwnerIT() {
        super(new ExampleStack("guestbook", "owner"));
    }

    @BeforeEach
    void upWithAnEntry() {
        stack.quick().set("CRON_SECONDS", "1").up();
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);
        before = Snapshot.of(stack);
        policies = EngineView.restartPolicies(stack);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void up_by_hand_and_a_page_that_is_removed_are_named_and_a_retry_closes_again_and_goes_on() {
        WindowId id = LongExec.begin(lull, stack);

        stack.compose("up", "-d", "--no-build");

        assertThat(held(id))
                .contains("-1 was started by somebody else while")
                .contains("is not in the rollback point")
                .contains("'lull retry " + id + "' closes it again and goes on");
        Wait.until("the others are named too", () -> undone(id).size() == 3);
        assertThat(undone(id))
                .containsExactlyInAnyOrder(
                        StepKind.CLOSE_APP, StepKind.CLOSE_WORKERS, StepKind.CLOSE_CRON);
        retry(id);
        TestBed.docker("rm", "-f", stack.project() + "-lull-page-app");
        assertThat(held(id))
                .contains("the page in front of app")
                .contains("was stopped or removed by somebody else: visitors meet nothing");
        assertGoesOnAfterRetry(id);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void what_happened_while_the_daemon_was_away_holds_at_the_start_and_a_retry_goes_on() {
        WindowId id = LongExec.begin(lull, stack);

        lull.restart(Clock.systemUTC(), () -> TestBed.docker("start", container("worker")));
        assertThat(held(id)).contains(container("worker") + " was started by somebody else");
        retry(id);

        lull.restart(Clock.offset(Clock.systemUTC(), Duration.ofHours(2)), () -> {});
        assertThat(held(id)).contains("the daemon was away, and it is 2h");
        assertThat(Web.get(stack.port(), "/").statusCode()).isEqualTo(503);
        retry(id);

        lull.restart(
                Clock.systemUTC(),
                () ->
                        stack.compose(
                                "up", "-d", "--no-build", "--no-deps", "--force-recreate", "db"));
        assertThat(held(id))
                .contains(container("db") + " was made anew by somebody else")
                .contains("goes on with what is there now");
        assertGoesOnAfterRetry(id);
        assertThat(lull.events(id)).anyMatch(e -> e.event() instanceof Event.Overran);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void another_image_and_a_missing_container_are_named_and_the_way_back_returns_what_was_there() {
        WindowId id = LongExec.begin(lull, stack);

        lull.restart(
                Clock.systemUTC(),
                () -> {
                    stack.set("VERSION", "2");
                    stack.compose("up", "--no-start", "--no-build", "--no-deps", "app");
                    stack.set("VERSION", "1");
                    TestBed.docker("rm", container("worker"));
                });

        assertThat(held(id))
                .contains(
                        container("app")
                                + " was made anew by somebody else, from image lull-guestbook:2"
                                + " instead of lull-guestbook:1")
                .contains(container("worker") + " was removed by somebody else");
        assertComesBack(id);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void down_by_hand_is_named_and_the_way_back_makes_everything_again() {
        WindowId id = LongExec.begin(lull, stack);

        stack.compose("down");

        WindowState rests = lull.await(id, s -> s.held().isPresent() || s.ended().isPresent());
        // Compose takes them down one after the other; the first are enough to hold.
        Wait.until(
                "what went last is named too",
                () ->
                        (lull.warnings(id).toString() + rests.held())
                                .contains(container("db") + " was removed by somebody else"));
        if (rests.held().isPresent()) {
            assertComesBack(id);
        } else {
            assertIsBack(id, rests);
        }
    }

    private String container(String service) {
        return stack.project() + "-" + service + "-1";
    }

    private String held(WindowId id) {
        WindowState state = lull.await(id, s -> s.held().isPresent() || s.ended().isPresent());
        assertThat(state.held()).as(lull.story(id)).isPresent();
        assertThat(state.held().orElseThrow().step()).isEqualTo(StepKind.EXEC);
        return state.held().orElseThrow().why();
    }

    private void assertGoesOnAfterRetry(WindowId id) {
        LongExec.end(stack);
        WindowState end = lull.ask(id, Action.RETRY, Optional.empty());
        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(EngineView.restartPolicies(stack)).isEqualTo(policies);
        assertIsAsBefore();
    }

    private void assertComesBack(WindowId id) {
        assertIsBack(id, lull.ask(id, Action.ROLLBACK, Optional.empty()));
    }

    private void assertIsBack(WindowId id, WindowState end) {
        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertIsAsBefore();
    }

    private void assertIsAsBefore() {
        assertThat(stack.rows("SELECT token FROM entries")).isEqualTo("one\n");
        String printed = stack.compose("up", "-d", "--no-build");
        assertThat(printed).doesNotContain("Recreate").doesNotContain("Started");
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private List<StepKind> undone(WindowId id) {
        return lull.events(id).stream()
                .map(Recorded::event)
                .filter(Event.Undone.class::isInstance)
                .map(e -> ((Event.Undone) e).step())
                .toList();
    }

    /** Waits until the command is waited for again: what was open is closed then. */
    private void retry(WindowId id) {
        lull.wiring().windows().ask(id, Action.RETRY, "tester", Optional.empty());
        lull.await(
                id,
                s ->
                        s.held().isEmpty()
                                && s.current()
                                        .filter(c -> c.kind() == StepKind.EXEC)
                                        .filter(c -> c.status() == StepRun.Status.RUNNING)
                                        .isPresent());
    }
}
