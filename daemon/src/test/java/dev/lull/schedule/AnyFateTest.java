package dev.lull.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lull.calendar.Cron;
import dev.lull.calendar.Timing;
import dev.lull.window.Event;
import dev.lull.window.JournalException;
import dev.lull.window.RefusedException;
import dev.lull.window.WindowId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Whatever becomes of a daemon and of its clock, and whatever people ask: no moment is lost that is
 * not recorded as skipped, and none has two windows.
 */
@Timeout(600)
class AnyFateTest {
    private static final int DEEDS = 80;

    /** A night in which the clocks of Berlin are changed, and about a week before it. */
    enum Night {
        SPRING("2027-03-20T00:00:00Z", "2027-03-29T00:00:00Z"),
        AUTUMN("2027-10-23T00:00:00Z", "2027-11-01T00:00:00Z");

        private final Instant since;
        private final Instant over;

        Night(String since, String over) {
            this.since = Instant.parse(since);
            this.over = Instant.parse(over);
        }
    }

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("dev.lull.window")).setLevel(Level.OFF);
        ((Logger) LoggerFactory.getLogger("dev.lull.schedule")).setLevel(Level.OFF);
    }

    /** At a time that is left out in spring, and comes twice in autumn, among others. */
    private static Order order(Random random) {
        boolean asks = random.nextInt(3) == 0;
        return Host.order(
                Host.SHOP,
                "often",
                new Timing.Repeated(Cron.parse("15 2,10,18 * * *"), ZoneId.of("Europe/Berlin")),
                Duration.ofMinutes(random.nextInt(180)),
                random.nextBoolean() ? Set.of(Condition.CHANGED) : Set.of(),
                asks ? Optional.of(Duration.ofHours(3)) : Optional.empty());
    }

    static Stream<Arguments> many() {
        return each(LongStream.rangeClosed(1, 20));
    }

    /** Each takes longer: what is written is on the disk before it goes on. */
    static Stream<Arguments> few() {
        return each(LongStream.rangeClosed(21, 23));
    }

    private static Stream<Arguments> each(LongStream seeds) {
        return seeds.boxed()
                .flatMap(seed -> Stream.of(Night.values()).map(night -> Arguments.of(night, seed)));
    }

    @ParameterizedTest
    @MethodSource("many")
    void no_moment_is_lost_and_none_has_two_windows(Night night, long seed) {
        try (Host host = new Host(night.since.toString())) {
            live(host, night, seed);
        }
    }

    @ParameterizedTest
    @MethodSource("few")
    void so_it_is_with_a_database_that_each_daemon_opens_anew(Night night, long seed) {
        try (ScheduleDatabase database = new ScheduleDatabase();
                Host host = new Host(night.since.toString(), database)) {
            live(host, night, seed);
        }
    }

    private static void live(Host host, Night night, long seed) {
        Random random = new Random(seed);
        ScheduleId id = host.start().schedules().add(order(random), "ada").id();
        Instant latest = night.since;
        for (int deed = 0; deed < DEEDS; deed++) {
            happen(host, id, random);
            Instant now = host.clock.instant();
            latest = now.isAfter(latest) ? now : latest;
        }
        Instant end = latest.isAfter(night.over) ? latest : night.over;
        end(host, end);
        check(host, id, night.since, end, seed);
    }

    /** One thing more happens. */
    private static void happen(Host host, ScheduleId id, Random random) {
        switch (random.nextInt(12)) {
            case 0 -> dies(host, random);
            case 1 -> {
                host.stop();
                host.clock.pass(Duration.ofMinutes(random.nextInt(2_000)));
                host.start();
            }
            case 2 -> host.clock.pass(Duration.ofMinutes(-random.nextInt(300)));
            case 3 -> asks(() -> host.schedules().pause(id, "ada"));
            case 4 -> asks(() -> host.schedules().resume(id, "ada"));
            case 5 -> asks(() -> host.schedules().skipNext(id, "ada"));
            case 6 -> asks(() -> host.schedules().runNow(id, "ada", ""));
            case 7 ->
                    host.store.unfinished().stream()
                            .filter(r -> r.state() == RunState.WAITING_FOR_APPROVAL)
                            .findFirst()
                            .ifPresent(
                                    r -> asks(() -> host.schedules().approve(id, r.due(), "bob")));
            case 8 -> {
                host.news.clear();
                if (random.nextBoolean()) {
                    host.news.add("the tag shop:1 of app has a new image");
                }
            }
            case 9 -> {
                if (random.nextBoolean()) {
                    host.hold(Host.SHOP);
                } else {
                    host.release(Host.SHOP);
                }
            }
            default ->
                    host.until(
                            host.clock.instant().plus(Duration.ofMinutes(random.nextInt(1_000))));
        }
        host.settle();
    }

    /** It writes a few things more, then none until it is started again. */
    private static void dies(Host host, Random random) {
        host.store.failFrom(1 + random.nextInt(5));
        host.until(host.clock.instant().plus(Duration.ofMinutes(random.nextInt(700))));
        host.stop();
        host.store.failFrom(0);
        host.clock.pass(Duration.ofMinutes(random.nextInt(200)));
        host.start();
    }

    private static void asks(Runnable question) {
        try {
            question.run();
        } catch (RefusedException | JournalException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    /** All goes well, and is let go on. */
    private static void end(Host host, Instant latest) {
        host.release(Host.SHOP);
        host.startAgain();
        host.clock.set(latest);
        host.schedules().wake();
        host.settle();
    }

    private static void check(Host host, ScheduleId id, Instant since, Instant latest, long seed) {
        List<Run> runs = host.runs(id);
        List<Instant> due =
                host.schedules().find(id).order().timing().next(since, 2_000).stream()
                        .filter(d -> !d.isAfter(latest))
                        .toList();
        assertThat(runs).as("seed %s", seed).extracting(Run::due).containsAll(due);
        assertThat(runs.stream().filter(r -> !due.contains(r.due())))
                .as("those that nobody asked for, seed %s", seed)
                .allMatch(Run::hasWord);
        assertThat(runs)
                .as("seed %s", seed)
                .filteredOn(r -> !r.state().isOver())
                .allMatch(r -> r.state().isWaiting());
        List<WindowId> windows = runs.stream().flatMap(r -> r.window().stream()).toList();
        assertThat(windows)
                .as("seed %s", seed)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(host.journal.windows());
        assertThat(requests(host)).as("seed %s", seed).hasSize(windows.size());
    }

    private static Set<String> requests(Host host) {
        Set<String> requests = new HashSet<>();
        for (WindowId window : host.journal.windows()) {
            Event.Opened opened = (Event.Opened) host.journal.read(window, 0).getFirst().event();
            requests.add(opened.origin().request());
        }
        return requests;
    }
}
