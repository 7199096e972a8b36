package dev.lull.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.calendar.Cron;
import dev.lull.calendar.Timing;
import dev.lull.plan.Change;
import dev.lull.schedule.Order;
import dev.lull.schedule.Run;
import dev.lull.schedule.RunState;
import dev.lull.schedule.Schedule;
import dev.lull.schedule.ScheduleId;
import dev.lull.schedule.Source;
import dev.lull.stack.Problem;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.stack.TestStack;
import dev.lull.testbed.Wait;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people are told of schedules who are not looking. */
class RunNoticesTest {
    private static final ScheduleId ID = new ScheduleId(3);

    /** Three o'clock in Berlin. */
    private static final Instant DUE = Instant.parse("2027-03-01T02:00:00Z");

    private static final Timing NIGHTLY =
            new Timing.Repeated(Cron.parse("0 3 * * *"), ZoneId.of("Europe/Berlin"));

    private final FakePost post = new FakePost();
    private final RunNotices notices =
            new RunNotices(new SomeStacks(), new Delivery(post, Duration.ZERO));
    private final LogLines log = new LogLines();

    @AfterEach
    void stop() {
        notices.close();
        log.close();
    }

    /** One that names whom to tell, one whose files are torn, one that is gone, and no Docker. */
    private static final class SomeStacks implements Stacks {
        @Override
        public List<Stack> all() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Stack> find(StackName name) {
            return switch (name.value()) {
                case "shop" ->
                        Optional.of(
                                new TestStack("shop")
                                        .setting("notify", "https://ntfy.example.org/s3cret")
                                        .service("app", "shop:1", "lull.role", "app")
                                        .build());
                case "torn" ->
                        Optional.of(
                                Stack.unreadable(
                                        new TestStack("torn").declared(),
                                        List.of(),
                                        Problem.error("torn", "has a tab in line 3", "Mend it")));
                case "gone" -> Optional.empty();
                default -> throw new IllegalStateException("Docker does not answer");
            };
        }
    }

    private static Schedule schedule(String stack, Timing timing, boolean paused) {
        Order order =
                new Order(
                        new StackName(stack),
                        "nightly",
                        timing,
                        new Change.Update(Map.of(), true),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1),
                        Set.of(),
                        Optional.of(Duration.ofHours(4)));
        return new Schedule(ID, order, Source.PERSON, "ada", DUE, paused, false, DUE, false);
    }

    private static Schedule nightly(String stack) {
        return schedule(stack, NIGHTLY, false);
    }

    private static Run run(RunState state, String why) {
        return new Run(ID, DUE, state, Optional.empty(), why, "", DUE, "", "");
    }

    private List<Notice> await(int count) {
        Wait.until(() -> "told: " + post.taken(), () -> post.taken().size() >= count);
        return post.taken();
    }

    private Notice told(Schedule schedule, Run run) {
        notices.start();
        notices.tell(schedule, run);
        return await(1).getFirst();
    }

    @Test
    void a_moment_that_waits_for_approval_is_told_with_what_is_new_until_when_and_what_to_do() {
        Notice notice =
                told(
                        nightly("shop"),
                        run(RunState.WAITING_FOR_APPROVAL, "the tag shop:2 has a new image"));

        assertThat(notice.event()).isEqualTo("waiting-for-approval");
        assertThat(notice.stack()).isEqualTo(new StackName("shop"));
        assertThat(notice.window()).isEmpty();
        assertThat(notice.schedule()).contains(ID);
        assertThat(notice.title()).isEqualTo("shop: schedule nightly waits for approval");
        assertThat(notice.message().lines())
                .containsExactly(
                        "It was due at Mon 2027-03-01 03:00 +01:00 and waits for a person's word"
                                + " until Mon 2027-03-01 07:00 +01:00. Without it no window is"
                                + " opened.",
                        "What is new: the tag shop:2 has a new image",
                        "See what it does: lull schedule show 3",
                        "If it may run: lull schedule approve 3");
    }

    @Test
    void without_a_zone_and_without_news_it_is_told_by_the_clock_of_all() {
        Notice notice =
                told(
                        schedule("shop", new Timing.Once(DUE), false),
                        run(RunState.WAITING_FOR_APPROVAL, ""));

        assertThat(notice.message())
                .contains("at Mon 2027-03-01 02:00 +00:00", "until Mon 2027-03-01 06:00 +00:00")
                .doesNotContain("What is new");
    }

    @Test
    void a_refusal_is_told_with_its_reason_what_comes_next_and_what_to_do() {
        Notice notice =
                told(nightly("shop"), run(RunState.REFUSED, "shop/app: has no health check."));

        assertThat(notice.event()).isEqualTo("refused");
        assertThat(notice.window()).isEmpty();
        assertThat(notice.schedule()).contains(ID);
        assertThat(notice.title()).isEqualTo("shop: schedule nightly was refused");
        assertThat(notice.message().lines())
                .containsExactly(
                        "It was due at Mon 2027-03-01 03:00 +01:00. No window was opened, and"
                                + " nothing of the stack was touched.",
                        "Why: shop/app: has no health check.",
                        "It is due again at Tue 2027-03-02 03:00 +01:00.",
                        "See what became of its moments: lull schedule show 3",
                        "Mend the cause, then run it now: lull schedule run 3");
    }

    @Test
    void where_nothing_comes_any_more_a_refusal_promises_nothing() {
        Notice notice = told(schedule("shop", NIGHTLY, true), run(RunState.REFUSED, "so it is"));

        assertThat(notice.message()).contains("Why: so it is").doesNotContain("due again");
    }

    @Test
    void no_other_state_is_told() {
        notices.start();
        for (RunState state : EnumSet.complementOf(EnumSet.of(RunState.WAITING_FOR_APPROVAL))) {
            notices.tell(nightly("shop"), run(state, "so it is"));
        }
        notices.tell(nightly("shop"), run(RunState.WAITING_FOR_APPROVAL, "last"));

        assertThat(await(2))
                .extracting(Notice::event)
                .containsExactly("refused", "waiting-for-approval");
    }

    @Test
    void what_is_not_taken_is_posted_again() {
        post.refuse(2);

        assertThat(told(nightly("shop"), run(RunState.REFUSED, "so it is")).event())
                .isEqualTo("refused");
    }

    @Test
    void where_it_cannot_be_read_who_is_named_it_stands_in_the_log_and_others_are_told() {
        notices.start();
        for (String stack : List.of("torn", "gone", "away", "shop")) {
            notices.tell(nightly(stack), run(RunState.REFUSED, "so it is"));
        }

        assertThat(await(1))
                .extracting(Notice::title)
                .containsExactly("shop: schedule nightly was refused");
        List<String> lines = log.all();
        assertThat(lines)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line).contains("x-lull.notify, can't be read: "));
        assertThat(lines.get(0))
                .startsWith("nobody was told that torn: schedule nightly was refused: ")
                .endsWith("has a tab in line 3. Mend it.");
        assertThat(lines.get(1))
                .startsWith("nobody was told that gone: ")
                .endsWith("no container of it is there that says where they are");
        assertThat(lines.get(2))
                .startsWith("nobody was told that away: ")
                .endsWith("Docker does not answer");
    }

    @Test
    void what_does_not_fit_stands_in_the_log_and_keeps_nobody_waiting() {
        for (int i = 0; i <= 1000; i++) {
            notices.tell(nightly("shop"), run(RunState.REFUSED, "number " + i));
        }
        assertThat(log.all())
                .containsExactly(
                        "nobody was told that shop: schedule nightly was refused: 1000 others wait"
                                + " to be posted already");

        notices.start();

        assertThat(await(1000))
                .hasSize(1000)
                .last()
                .satisfies(n -> assertThat(n.message()).contains("number 999"));
    }

    @Test
    void what_is_being_posted_when_the_daemon_stops_stands_in_the_log() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Post hanging =
                (_, _) -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                    return Optional.empty();
                };
        try (RunNotices hung = new RunNotices(new SomeStacks(), hanging)) {
            hung.start();
            hung.tell(nightly("shop"), run(RunState.REFUSED, "so it is"));
            begun.await();
        }

        Wait.until(
                () -> "in the log: " + log.all(),
                () ->
                        log.all()
                                .equals(
                                        List.of(
                                                "nobody was told that shop: schedule nightly was"
                                                        + " refused: Lull was stopped")));
    }

    @Test
    void what_waits_to_be_posted_when_the_daemon_stops_stands_in_the_log() {
        notices.tell(nightly("shop"), run(RunState.REFUSED, "so it is"));

        notices.close();

        assertThat(log.all())
                .containsExactly(
                        "nobody was told that shop: schedule nightly was refused: Lull was"
                                + " stopped");
        assertThat(post.taken()).isEmpty();
    }
}
