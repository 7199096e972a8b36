package dev.lull.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.crash.CrashPoint.Victim;
import dev.lull.crash.CrashPoint.When;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.StackName;
import dev.lull.testbed.Wait;
import dev.lull.window.Event;
import dev.lull.window.Journal;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CrashingJournalTest {
    private static final WindowId WINDOW = new WindowId(1);
    private static final Event.StepStarted BEGUN = new Event.StepStarted(StepKind.CHANGE);
    private static final Event.StepDone DONE = new Event.StepDone(StepKind.CHANGE, "");
    private static final Event.Said SAID = new Event.Said(StepKind.CHANGE, List.of("x"));

    /** What was appended and when it was struck, in order. */
    private final List<String> story = Collections.synchronizedList(new ArrayList<>());

    private final CountDownLatch struck = new CountDownLatch(1);

    private final class Telling implements Journal {
        @Override
        public WindowId open(Event.Opened opened) {
            return WINDOW;
        }

        @Override
        public Recorded append(WindowId window, Event event) {
            story.add(event.getClass().getSimpleName());
            return new Recorded(story.size(), Instant.EPOCH, event);
        }

        @Override
        public List<Recorded> read(WindowId window, long after) {
            return List.of();
        }

        @Override
        public List<WindowId> windows() {
            return List.of();
        }

        @Override
        public Optional<WindowId> find(String by, String request) {
            return Optional.empty();
        }

        @Override
        public List<WindowId> open() {
            return List.of();
        }

        @Override
        public StackName stack(WindowId window) {
            return new StackName("shop");
        }
    }

    private Journal journal(Trigger trigger) {
        return new CrashingJournal(
                new Telling(),
                trigger,
                () -> {
                    story.add("strike");
                    struck.countDown();
                });
    }

    private List<String> append(Trigger trigger, Event... events) {
        Journal journal = journal(trigger);
        List.of(events).forEach(e -> journal.append(WINDOW, e));
        return story;
    }

    private static Trigger at(When when, int event, int output, int millis) {
        return new AtPoint(
                new CrashPoint(
                        Scenario.UPDATE, Victim.DOCKERD, when, event, output, millis, "", ""));
    }

    @Test
    void it_strikes_right_before_an_append() {
        assertThat(append(at(When.BEFORE, 2, 0, 0), BEGUN, SAID, DONE))
                .containsExactly("StepStarted", "Said", "strike", "StepDone");
    }

    @Test
    void it_strikes_right_after_an_append() {
        assertThat(append(at(When.AFTER, 1, 0, 0), BEGUN, DONE))
                .containsExactly("StepStarted", "strike", "StepDone");
    }

    @Test
    void it_strikes_at_a_batch_of_output() {
        assertThat(append(at(When.BEFORE, 1, 2, 0), BEGUN, SAID, SAID, DONE))
                .containsExactly("StepStarted", "Said", "strike", "Said", "StepDone");
    }

    @Test
    void a_step_that_says_less_is_struck_before_its_end() {
        assertThat(append(at(When.AFTER, 1, 2, 0), BEGUN, SAID, DONE))
                .containsExactly("StepStarted", "Said", "strike", "StepDone");
    }

    @Test
    void a_step_that_ends_before_its_middle_is_struck_before_its_end_and_only_once() {
        assertThat(append(at(When.LATER, 1, 0, 3_600_000), BEGUN, DONE, BEGUN, DONE))
                .containsExactly("StepStarted", "strike", "StepDone", "StepStarted", "StepDone");
    }

    @Test
    void it_strikes_in_the_middle_of_a_step() throws InterruptedException {
        Journal journal = journal(at(When.LATER, 1, 0, 1));
        journal.append(WINDOW, BEGUN);
        struck.await();
        journal.append(WINDOW, DONE);
        assertThat(story).containsExactly("StepStarted", "strike", "StepDone");
    }

    @Test
    void nothing_is_appended_while_it_strikes() throws InterruptedException {
        CountDownLatch strikes = new CountDownLatch(1);
        CountDownLatch dead = new CountDownLatch(1);
        Journal journal =
                new CrashingJournal(
                        new Telling(),
                        at(When.LATER, 1, 0, 1),
                        () -> {
                            strikes.countDown();
                            Wait.until("it may die", () -> dead.getCount() == 0);
                            story.add("strike");
                        });
        journal.append(WINDOW, BEGUN);
        strikes.await();
        Thread step = Thread.ofPlatform().start(() -> journal.append(WINDOW, DONE));
        Wait.until("the step waits", () -> step.getState() == Thread.State.BLOCKED);
        dead.countDown();
        step.join();
        assertThat(story).containsExactly("StepStarted", "strike", "StepDone");
    }

    private static CrashPoint during(When when, int output, String what) {
        return new CrashPoint(
                Scenario.UPDATE, Victim.DAEMON, when, 9, output, 0, what, "back/change");
    }

    @Test
    void in_order_it_strikes_where_the_next_point_comes_in_its_step() {
        Event back = new Event.TurnedBack("", Phase.ROLLED_BACK, List.of());
        List<CrashPoint> points =
                List.of(
                        during(When.AFTER, 0, "step-started-change"),
                        during(When.BEFORE, 1, "step-started-change"),
                        during(When.BEFORE, 0, "step-done-change"));

        assertThat(append(new InOrder(points, List.of()), BEGUN, back, BEGUN, SAID, DONE))
                .containsExactly(
                        "StepStarted",
                        "TurnedBack",
                        "StepStarted",
                        "strike",
                        "strike",
                        "Said",
                        "strike",
                        "StepDone");
    }

    @Test
    void a_later_life_knows_from_the_earlier_ones_on_which_way_it_is() {
        Event back = new Event.TurnedBack("", Phase.ROLLED_BACK, List.of());
        List<CrashPoint> points = List.of(during(When.BEFORE, 0, "step-done-change"));

        assertThat(append(new InOrder(points, List.of(BEGUN, back)), BEGUN, DONE))
                .containsExactly("StepStarted", "strike", "StepDone");
    }

    @Test
    void in_order_a_step_that_says_nothing_is_struck_before_its_end() {
        Event back = new Event.TurnedBack("", Phase.ROLLED_BACK, List.of());
        List<CrashPoint> points = List.of(during(When.AFTER, 2, "step-started-change"));

        assertThat(append(new InOrder(points, List.of(back)), BEGUN, DONE))
                .containsExactly("StepStarted", "strike", "StepDone");
    }

    @Test
    void in_each_step_it_strikes_where_no_earlier_life_was_struck() {
        List<Event> before = List.of(BEGUN);
        Event migrate = new Event.StepStarted(StepKind.MIGRATE);
        assertThat(
                        append(
                                new InEachStep(before, Duration.ZERO, false, Set.of()),
                                BEGUN,
                                DONE,
                                migrate))
                .containsExactly("StepStarted", "StepDone", "StepStarted", "strike");
    }

    @Test
    void the_steps_of_the_way_back_are_others_than_those_of_the_way_forward() {
        Event back = new Event.TurnedBack("", Phase.ROLLED_BACK, List.of());
        assertThat(
                        append(
                                new InEachStep(List.of(), Duration.ZERO, true, Set.of()),
                                BEGUN,
                                DONE,
                                back,
                                BEGUN))
                .containsExactly("StepStarted", "StepDone", "TurnedBack", "StepStarted", "strike");
    }

    @Test
    void a_spared_step_is_left_alone() {
        Set<StepKind> spared = Set.of(StepKind.PREPARE);
        Trigger trigger = new InEachStep(List.of(), Duration.ZERO, false, spared);
        assertThat(trigger.after(new Event.StepStarted(StepKind.PREPARE))).isEmpty();
        assertThat(trigger.after(new Event.StepStarted(StepKind.MIGRATE))).isPresent();
    }
}
