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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Whatever becomes of a daemon and of its clock, and whatever people ask: no moment is lost that is
 * not recorded as skipped, and none has two windows.
 */
@Timeout(600)
class AnyFateTest {
    private static final Instant SINCE = Instant.parse("2027-03-20T00:00:00Z");
    private static final int DEEDS = 80;

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("dev.lull.window")).setLevel(Level.OFF);
        ((Logger) LoggerFactory.getLogger("dev.lull.schedule")).setLevel(Level.OFF);
    }

    /** Over the night in which Berlin puts its clocks forward. */
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

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void no_moment_is_lost_and_none_has_two_windows(long seed) {
        Random random = new Random(seed);
        try (Host host = new Host(SINCE.toString()).start()) {
            ScheduleId id = host.schedules().add(order(random), "ada").id();
            Instant latest = SINCE;
            for (int deed = 0; deed < DEEDS; deed++) {
                live(host, id, random);
                Instant now = host.clock.instant();
                latest = now.isAfter(latest) ? now : latest;
            }
            end(host, latest);
            check(host, id, latest, seed);
        }
    }

    /** One thing more happens. */
    private static void live(Host host, ScheduleId id, Random random) {
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
            case 6 -> asks(() -> host.schedules().runNow(id, "ada"));
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

    private static void check(Host host, ScheduleId id, Instant latest, long seed) {
        List<Run> runs = host.runs(id);
        List<Instant> due =
                host.schedules().find(id).order().timing().next(SINCE, 2_000).stream()
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
