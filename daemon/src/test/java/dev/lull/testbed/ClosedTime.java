package dev.lull.testbed;

import dev.lull.plan.StepKind;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How long the guestbook is closed for its update, by Lull and by a plain script, as visitors met
 * it: from the first who was not served to the last.
 */
final class ClosedTime {
    private static final List<String> DATA = List.of("db", "redis");
    private static final List<String> APP = List.of("app");

    /** PostgreSQL and Redis log it alike. */
    private static final String READY = "ready to accept connections";

    private ClosedTime() {}

    /**
     * One update.
     *
     * @param steps what was done, in order
     * @param inherent what any update has to wait for, see {@link #inherent}
     */
    private record Update(
            Span closed, Map<String, Span> steps, Map<String, List<Span>> inherent, long broken) {
        Duration in(String step) {
            return closed.coveredBy(List.of(Objects.requireNonNull(steps.get(step))));
        }

        Duration waiting(String what) {
            return closed.coveredBy(Objects.requireNonNull(inherent.get(what)));
        }

        Duration beyond() {
            List<Span> all = inherent.values().stream().flatMap(List::stream).toList();
            return closed.length().minus(closed.coveredBy(all));
        }
    }

    static void measure(Figures figures, int runs) throws InterruptedException {
        List<Update> lull = new ArrayList<>();
        List<Update> plain = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            lull.add(byLull("closed" + i));
            plain.add(byScript("plain" + i));
        }
        table(figures, "closed-lull", "Lull", median(lull), lull);
        table(figures, "closed-plain", "a plain script", median(plain), plain);
    }

    private static Update median(List<Update> updates) {
        Comparator<Update> byTime = Comparator.comparing(u -> u.closed().length());
        return updates.stream().sorted(byTime).toList().get(updates.size() / 2);
    }

    private static void table(
            Figures figures, String name, String who, Update update, List<Update> all) {
        Figures.Table table =
                figures.table(
                        name,
                        "Closed time of the guestbook update by %s, the median of %d runs"
                                .formatted(who, all.size()),
                        "closed");
        update.steps().keySet().stream()
                .filter(s -> update.in(s).isPositive())
                .forEach(s -> table.row(s, update.in(s)));
        table.row("all of it", update.closed().length());
        update.inherent().keySet().forEach(w -> table.row("of that, " + w, update.waiting(w)));
        table.row("beyond: all of it without those, overlaps counted once", update.beyond());
        table.row("beyond, median", Figures.median(all.stream().map(Update::beyond).toList()));
        table.row("broken answers", update.broken());
        table.print();
    }

    private static Update byLull(String tag) throws InterruptedException {
        try (ExampleStack stack = guestbook(tag);
                TestLull lull = new TestLull();
                EngineLog log = new EngineLog(stack.project());
                Visitors visitors = new Visitors(stack.port()).start()) {
            Thread.sleep(2000);
            Instant began = Instant.now();
            stack.set("VERSION", "2");
            WindowId id = lull.run(stack, TestLull.update());
            if (!lull.state(id).phase().word().equals("done")) {
                throw new IllegalStateException(lull.story(id));
            }
            visitors.leave();
            log.settle();
            Map<String, Span> steps = steps(lull.events(id));
            Span snapshot = Objects.requireNonNull(steps.get(StepKind.SNAPSHOT.word()));
            Instant stopped = log.lastEnd(DATA, snapshot.to()).orElse(snapshot.from());
            return update(visitors, began, steps, log, new Span(stopped, snapshot.to()));
        }
    }

    private static Update byScript(String tag) throws InterruptedException {
        try (ExampleStack stack = guestbook(tag);
                EngineLog log = new EngineLog(stack.project());
                Visitors visitors = new Visitors(stack.port()).start()) {
            Thread.sleep(2000);
            Instant began = Instant.now();
            Map<String, Span> steps = new PlainScript(stack, "guestbook migrate").run(false);
            Thread.sleep(2000);
            visitors.leave();
            log.settle();
            Span tar = Objects.requireNonNull(steps.get("tar"));
            return update(visitors, began, steps, log, tar);
        }
    }

    private static ExampleStack guestbook(String tag) {
        return new ExampleStack("guestbook", tag).quick().set("VERSION", "1").up();
    }

    private static Update update(
            Visitors visitors, Instant began, Map<String, Span> steps, EngineLog log, Span copy) {
        Visitors.Closed closed = visitors.closed(began);
        return new Update(
                new Span(closed.first(), closed.last()),
                steps,
                inherent(log, copy),
                visitors.tally().broken());
    }

    /**
     * What is subtracted, precisely, each only as far as the door was closed meanwhile: the run of
     * the migration's process; the boots, from a container's start until it logs that it is ready
     * (data stores: when they are asked first is not their boot) or until its health command first
     * passes (the app, which is asked all the while); the copy, from the end of the last data store
     * until the rollback point is verified (of the script: the run of tar). Not subtracted: what
     * the engine takes to start and stop containers.
     */
    private static Map<String, List<Span>> inherent(EngineLog log, Span copy) {
        Map<String, List<Span>> inherent = new LinkedHashMap<>();
        inherent.put("copy: end of last data store to point verified", List.of(copy));
        inherent.put("boot of data stores: start to ready in their logs", log.ready(DATA, READY));
        inherent.put("migration: start to end of its container", log.oneOffs());
        inherent.put("boot of app: start to health command passed", log.boots(APP));
        return inherent;
    }

    private static Map<String, Span> steps(List<Recorded> events) {
        Map<String, Instant> started = new LinkedHashMap<>();
        Map<String, Span> steps = new LinkedHashMap<>();
        for (Recorded recorded : events) {
            if (recorded.event() instanceof Event.StepStarted(StepKind step)) {
                started.put(step.word(), recorded.at());
            } else if (recorded.event() instanceof Event.StepDone done) {
                Instant from = Objects.requireNonNull(started.get(done.step().word()));
                steps.put(done.step().word(), new Span(from, recorded.at()));
            }
        }
        return steps;
    }
}
