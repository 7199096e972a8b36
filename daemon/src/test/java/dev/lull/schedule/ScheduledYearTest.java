package dev.lull.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lull.calendar.Cron;
import dev.lull.calendar.Timing;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** A year of nights, in which the daemon is away at times. */
@Timeout(600)
class ScheduledYearTest {
    private static final int YEAR = 2027;
    private static final Duration LATE = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** One is left out where clocks are put forward, one comes twice where they are put back. */
    private static final List<LocalTime> NIGHTLY =
            List.of(LocalTime.of(1, 45), LocalTime.of(2, 15));

    /** What becomes of the daemon when clocks are changed. */
    enum OverChange {
        /** It is up, for a day before and after. */
        UP(Duration.ZERO),
        /** It is back right after: what was due meanwhile is late, and most of it not too late. */
        BRIEFLY_AWAY(Duration.ofMinutes(10)),
        /** It is back when another night is over. */
        LONG_AWAY(Duration.ofHours(30));

        private static final Duration BEFORE = Duration.ofMinutes(80);

        private final Duration after;

        OverChange(Duration after) {
            this.after = after;
        }

        Optional<Outage> outage(Instant change) {
            return this == UP
                    ? Optional.empty()
                    : Optional.of(new Outage(change.minus(BEFORE), change.plus(after)));
        }
    }

    /** The daemon is down after the one, and up again with the other. */
    record Outage(Instant down, Instant up) {
        boolean covers(Instant moment) {
            return moment.isAfter(down) && !moment.isAfter(up);
        }

        boolean isWithinADayOf(Instant moment) {
            return moment.isAfter(down.minus(DAY)) && moment.isBefore(up.plus(DAY));
        }

        boolean meets(Outage other) {
            return !other.up.isBefore(down) && !other.down.isAfter(up);
        }
    }

    /** Some time after the one, until the other, in which something is new or nothing is. */
    private record Spell(Instant after, Instant until, boolean news) {
        boolean covers(Instant moment) {
            return moment.isAfter(after) && !moment.isAfter(until);
        }
    }

    private final List<Outage> outages = new ArrayList<>();
    private final List<Spell> spells = new ArrayList<>();

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("dev.lull.window")).setLevel(Level.OFF);
        ((Logger) LoggerFactory.getLogger("dev.lull.schedule")).setLevel(Level.OFF);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2, UP",
        "Europe/Berlin, 2, BRIEFLY_AWAY",
        "Europe/Berlin, 2, LONG_AWAY",
        "America/New_York, 2, UP",
        "America/New_York, 2, BRIEFLY_AWAY",
        "America/New_York, 2, LONG_AWAY",
        "Australia/Lord_Howe, 2, UP",
        "Australia/Lord_Howe, 2, BRIEFLY_AWAY",
        "Australia/Lord_Howe, 2, LONG_AWAY",
        "Asia/Kathmandu, 0, UP"
    })
    void each_night_is_run_once_or_skipped_with_the_reason(
            String name, int changed, OverChange over) {
        long seed = 1_000_003L * name.hashCode() + over.name().hashCode();
        ZoneId zone = ZoneId.of(name);
        Instant begin = LocalDate.of(YEAR, 1, 1).atStartOfDay(zone).toInstant();
        Instant end = LocalDate.of(YEAR + 1, 1, 1).atStartOfDay(zone).toInstant();
        List<ZoneOffsetTransition> changes = changes(zone, begin, end);
        assertThat(changes).hasSize(changed);
        assertThat(changes.stream().filter(ZoneOffsetTransition::isGap)).hasSize(changed / 2);
        plan(begin, end, changes, over, new Random(seed));
        try (Host host = new Host(begin.toString()).start()) {
            Map<LocalTime, ScheduleId> ids = new TreeMap<>();
            NIGHTLY.forEach(time -> ids.put(time, nightly(host, time, zone)));

            live(host, end);

            ids.forEach((time, id) -> check(host.runs(id), due(time, zone), seed));
            checkWindows(host, ids.values().stream().toList(), seed);
        }
    }

    /** When clocks are put forward and back. */
    private static List<ZoneOffsetTransition> changes(ZoneId zone, Instant begin, Instant end) {
        List<ZoneOffsetTransition> changes = new ArrayList<>();
        ZoneOffsetTransition next = zone.getRules().nextTransition(begin);
        while (next != null && next.getInstant().isBefore(end)) {
            changes.add(next);
            next = zone.getRules().nextTransition(next.getInstant());
        }
        return changes;
    }

    /** The daemon is away over each change or none, and now and then besides. */
    private void plan(
            Instant begin,
            Instant end,
            List<ZoneOffsetTransition> changes,
            OverChange over,
            Random random) {
        List<Instant> changed = changes.stream().map(ZoneOffsetTransition::getInstant).toList();
        changed.forEach(c -> over.outage(c).ifPresent(outages::add));
        for (Instant day = begin; day.isBefore(end); day = day.plus(DAY)) {
            Outage some = outage(day, end, random);
            if (random.nextInt(6) == 0
                    && some.down().isBefore(end)
                    && changed.stream().noneMatch(some::isWithinADayOf)
                    && outages.stream().noneMatch(some::meets)) {
                outages.add(some);
            }
        }
        outages.sort(Comparator.comparing(Outage::down));
        assertThat(changed)
                .allSatisfy(c ->
                        assertThat(outages.stream().anyMatch(o -> o.covers(c)))
                                .isEqualTo(over != OverChange.UP));
    }

    private static Outage outage(Instant day, Instant end, Random random) {
        Instant down = day.plusSeconds(random.nextInt(86_400));
        return new Outage(down, earlier(down.plusSeconds(600L + random.nextInt(180_000)), end));
    }

    private static ScheduleId nightly(Host host, LocalTime time, ZoneId zone) {
        Cron cron = Cron.parse(time.getMinute() + " " + time.getHour() + " * * *");
        Order order =
                Host.order(
                        Host.SHOP,
                        "at-" + time.toString().replace(':', '-'),
                        new Timing.Repeated(cron, zone),
                        LATE,
                        Set.of(Condition.CHANGED),
                        Optional.empty());
        return host.schedules().add(order, "ada").id();
    }

    /** Something is new every now and then, and the daemon is up more often than not. */
    private void live(Host host, Instant end) {
        Deque<Outage> coming = new ArrayDeque<>(outages);
        Instant now = host.clock.instant();
        while (now.isBefore(end)) {
            boolean news = spells.size() % 5 == 0;
            host.news.clear();
            if (news) {
                host.news.add("the tag shop:1 of app has a new image");
            }
            Instant until = earlier(now.plus(DAY), end);
            if (!coming.isEmpty() && !coming.getFirst().down().isAfter(until)) {
                Outage outage = coming.removeFirst();
                host.until(outage.down());
                host.stop();
                host.clock.set(outage.up());
                host.start();
                until = outage.up();
            } else {
                host.until(until);
            }
            spells.add(new Spell(now, until, news));
            now = until;
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** By hand. */
    private static List<Instant> due(LocalTime time, ZoneId zone) {
        return LocalDate.of(YEAR, 1, 1)
                .datesUntil(LocalDate.of(YEAR + 1, 1, 1))
                .map(day -> moment(day.atTime(time), zone))
                .toList();
    }

    private static Instant moment(LocalDateTime time, ZoneId zone) {
        ZoneOffsetTransition change = zone.getRules().getTransition(time);
        if (change == null) {
            return time.toInstant(zone.getRules().getOffset(time));
        }
        return change.isGap() ? change.getInstant() : time.toInstant(change.getOffsetBefore());
    }

    private void check(List<Run> runs, List<Instant> due, long seed) {
        assertThat(due).hasSize(365);
        assertThat(runs).as("seed %s", seed).extracting(Run::due).isEqualTo(due);
        for (int i = 0; i < runs.size(); i++) {
            Optional<Instant> next =
                    i + 1 < due.size() ? Optional.of(due.get(i + 1)) : Optional.empty();
            Run run = runs.get(i);
            assertThat(run.state())
                    .as("%s, next %s, seed %s", run, next, seed)
                    .isEqualTo(expected(run.due(), next));
            if (run.state() == RunState.SKIPPED) {
                assertThat(run.why()).startsWith("missed");
            }
        }
    }

    /** It is decided at its time, or when the daemon is up again. */
    private RunState expected(Instant due, Optional<Instant> next) {
        Instant decided =
                outages.stream().filter(o -> o.covers(due)).map(Outage::up).findFirst().orElse(due);
        boolean late = Duration.between(due, decided).compareTo(LATE) > 0;
        boolean overtaken = next.filter(n -> !n.isAfter(decided)).isPresent();
        if (late || overtaken) {
            return RunState.SKIPPED;
        }
        return spells.stream().filter(s -> s.covers(decided)).anyMatch(Spell::news)
                ? RunState.OPENED
                : RunState.NOTHING_TO_DO;
    }

    private static void checkWindows(Host host, List<ScheduleId> ids, long seed) {
        List<Run> opened =
                ids.stream()
                        .flatMap(id -> host.runs(id).stream())
                        .filter(r -> r.state() == RunState.OPENED)
                        .toList();
        assertThat(opened)
                .as("seed %s", seed)
                .hasSizeGreaterThan(50)
                .extracting(Run::window)
                .doesNotHaveDuplicates()
                .hasSize(host.opened());
    }
}
