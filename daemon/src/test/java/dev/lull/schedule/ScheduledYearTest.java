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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A year of nights, in which the daemon is away at times. */
@Timeout(600)
class ScheduledYearTest {
    private static final int YEAR = 2027;
    private static final Duration LATE = Duration.ofHours(1);

    /** One is left out where clocks are put forward, one comes twice where they are put back. */
    private static final List<LocalTime> NIGHTLY =
            List.of(LocalTime.of(1, 45), LocalTime.of(2, 15));

    /** The daemon is down after the one, and up again with the other. */
    private record Outage(Instant down, Instant up) {
        boolean covers(Instant moment) {
            return moment.isAfter(down) && !moment.isAfter(up);
        }
    }

    private final List<Outage> outages = new ArrayList<>();

    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger("dev.lull.window")).setLevel(Level.OFF);
        ((Logger) LoggerFactory.getLogger("dev.lull.schedule")).setLevel(Level.OFF);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "Asia/Kathmandu"
            })
    void each_night_is_run_once_or_skipped_with_the_reason(String name) {
        long seed = 1_000_003L * name.hashCode();
        ZoneId zone = ZoneId.of(name);
        Instant begin = LocalDate.of(YEAR, 1, 1).atStartOfDay(zone).toInstant();
        Instant end = LocalDate.of(YEAR + 1, 1, 1).atStartOfDay(zone).toInstant();
        try (Host host = new Host(begin.toString()).start()) {
            Map<LocalTime, ScheduleId> ids = new TreeMap<>();
            NIGHTLY.forEach(time -> ids.put(time, nightly(host, time, zone)));

            live(host, end, new Random(seed));

            ids.forEach((time, id) -> {
                List<Instant> due = due(time, zone);
                List<Run> runs = host.runs(id);
                assertThat(due).hasSize(365);
                assertThat(runs)
                        .as("%s in %s, seed %s", time, zone, seed)
                        .extracting(Run::due)
                        .isEqualTo(due);
                for (int i = 0; i < runs.size(); i++) {
                    Optional<Instant> next =
                            i + 1 < due.size() ? Optional.of(due.get(i + 1)) : Optional.empty();
                    check(runs.get(i), next, seed);
                }
            });
            checkWindows(host, ids.values().stream().toList(), seed);
        }
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
    private void live(Host host, Instant end, Random random) {
        Instant now = host.clock.instant();
        for (int day = 0; now.isBefore(end); day++) {
            host.news.clear();
            if (day % 5 == 0) {
                host.news.add("the tag shop:1 of app has a new image");
            }
            if (random.nextInt(6) == 0) {
                Instant down = earlier(now.plusSeconds(random.nextInt(86_400)), end);
                host.until(down);
                host.stop();
                Instant up = earlier(down.plusSeconds(600L + random.nextInt(180_000)), end);
                host.clock.set(up);
                host.start();
                outages.add(new Outage(down, up));
                now = up;
            } else {
                now = earlier(now.plus(Duration.ofDays(1)), end);
                host.until(now);
            }
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

    private void check(Run run, Optional<Instant> next, long seed) {
        Optional<Outage> outage = outages.stream().filter(o -> o.covers(run.due())).findFirst();
        boolean late =
                outage.filter(o -> Duration.between(run.due(), o.up()).compareTo(LATE) > 0)
                        .isPresent();
        boolean overtaken =
                outage.filter(o -> next.filter(n -> !n.isAfter(o.up())).isPresent()).isPresent();
        assertThat(run.state() == RunState.SKIPPED)
                .as("%s with the daemon away %s, seed %s", run, outage, seed)
                .isEqualTo(late || overtaken);
        assertThat(run.state().isOver()).isTrue();
        if (run.state() == RunState.SKIPPED) {
            assertThat(run.why()).startsWith("missed");
        } else {
            assertThat(run.state()).isIn(RunState.OPENED, RunState.NOTHING_TO_DO);
        }
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
