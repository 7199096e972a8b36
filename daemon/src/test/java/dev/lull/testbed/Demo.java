package dev.lull.testbed;

import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.report.MarkdownReport;
import dev.lull.report.WindowReport;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Windows on real stacks under real traffic, told as they happen; what was counted comes last.
 *
 * <p>{@code KEEP=1} leaves the stacks running. A lost write or a wrong ending makes it exit with 1.
 */
final class Demo {
    private static final boolean KEEP = "1".equals(System.getenv("KEEP"));
    private static final Path FOLDER = Path.of("target", "demo");
    private static final Path LOG = FOLDER.resolve("lull.log");

    private final Narrator narrator = new Narrator(System.out);
    private final CleanUp cleanUp = new CleanUp();
    private final List<String> faults = new ArrayList<>();
    private final List<Visitors> everybody = new ArrayList<>();
    private long lost;

    private Demo() {}

    public static void main(String[] args) {
        LogFile.redirect(LOG);
        Demo demo = new Demo();
        Runtime.getRuntime().addShutdownHook(new Thread(demo.cleanUp::interrupted, "clean-up"));
        int code;
        try {
            code = demo.run();
        } catch (Exception e) {
            demo.cleanUp.awaitIfInterrupted();
            System.err.println("The demo broke off: " + e + ". Lull's log is " + LOG);
            code = 1;
        } finally {
            demo.cleanUp.run();
        }
        System.exit(code);
    }

    private int run() throws InterruptedException, IOException {
        TestBed.sweep();
        narrator.chapter(
                "The guestbook, version 1, comes up: nginx, app, worker, cron, PostgreSQL, Redis.");
        ExampleStack guestbook = bringUp("guestbook");
        TestLull lull = cleanUp.add(new TestLull());
        Visitors visitors = visit(guestbook);

        narrator.chapter("A window: the guestbook to version 2, whose tables version 1 can't use.");
        Run update = window(lull, guestbook, "2", visitors);
        expect("the update", update, Phase.DONE, guestbook, "2");

        narrator.chapter("A window that goes wrong: the migration to version 3 breaks half-way.");
        Run bad = window(lull, guestbook, "3-bad-migration", visitors);
        expect("the failing migration", bad, Phase.ROLLED_BACK, guestbook, "2");
        sayGoodbye(visitors, "guestbook");

        narrator.chapter(
                "The commonest stack: one app with a port of its own, no proxy before it.");
        ExampleStack single = bringUp("single");
        Visitors notes = visit(single);
        Run other = window(lull, single, "2", notes);
        expect("the update of single", other, Phase.DONE, single, "2");
        sayGoodbye(notes, "notebook");

        print(update, bad);
        return faults.isEmpty() ? 0 : 1;
    }

    private ExampleStack bringUp(String example) {
        ExampleStack stack =
                cleanUp.addUnlessKept(
                        KEEP
                                ? ExampleStack.kept(example, "demo")
                                : new ExampleStack(example, "demo"));
        narrator.call(stack.project(), example);
        stack.set("VERSION", "1").up();
        narrator.tell("It answers at http://127.0.0.1:" + stack.port() + "/");
        return stack;
    }

    private Visitors visit(ExampleStack stack) throws InterruptedException {
        Visitors visitors = cleanUp.add(new Visitors(stack.port()).start());
        everybody.add(visitors);
        Thread.sleep(2000);
        narrator.tell(
                "Visitors come and go, 20 reads and 10 writes a second, each on a new connection: "
                        + summary(visitors));
        return visitors;
    }

    /** A window that was run under traffic. */
    private record Run(WindowId id, WindowState state, Visitors.Closed closed) {}

    private Run window(TestLull lull, ExampleStack stack, String version, Visitors visitors)
            throws IOException {
        Instant began = Instant.now();
        narrator.tell("An administrator writes version " + version + " into .env.");
        stack.set("VERSION", version);
        DoorTimes door = new DoorTimes();
        WindowId id =
                lull.run(
                        stack,
                        TestLull.update(),
                        event -> {
                            door.note(event);
                            narrator.tell(event);
                        });
        Visitors.Closed closed = visitors.closed(began);
        narrator.tell(
                "The door was closed for %.1f s. The visitors: %s"
                        .formatted(Narrator.seconds(closed.time()), summary(visitors)));
        report(lull, id);
        long inside = door.acknowledged(visitors);
        if (inside > 0) {
            faults.add(inside + " writes were acknowledged while the door was closed");
        }
        return new Run(id, lull.state(id), closed);
    }

    private void report(TestLull lull, WindowId id) throws IOException {
        Path file = FOLDER.resolve("window-" + id + ".md");
        MarkdownReport report = new MarkdownReport(ZoneId.systemDefault());
        Files.writeString(file, report.write(WindowReport.of(id, lull.events(id), Instant.now())));
        narrator.tell("Lull's report of this window: " + file);
    }

    private static String summary(Visitors visitors) {
        Visitors.Tally tally = visitors.tally();
        return String.format(
                Locale.ROOT,
                "%d requests, %d met the page, %d met something broken, %d writes acknowledged, the"
                        + " longest wait %.1f s.",
                tally.requests(),
                tally.pages(),
                tally.broken(),
                tally.acknowledged(),
                Narrator.seconds(tally.longest()));
    }

    private void expect(String what, Run run, Phase end, ExampleStack stack, String version)
            throws IOException {
        if (run.state().phase() != end) {
            faults.add(
                    "%s ended as %s, not as %s"
                            .formatted(what, run.state().phase().word(), end.word()));
        }
        String answer = Exchange.get(stack.port(), "/version", Duration.ofSeconds(5)).body();
        if (!answer.contains('"' + version + '"')) {
            faults.add("%s left %s, not version %s".formatted(what, answer.strip(), version));
        }
        narrator.tell("Who answers now? " + answer.strip());
    }

    private void sayGoodbye(Visitors visitors, String where) throws InterruptedException {
        visitors.leave();
        int gone = visitors.lost().size();
        lost += gone;
        narrator.tell(
                "The visitors leave. Of the %d writes that the %s acknowledged, %d are missing."
                        .formatted(visitors.tally().acknowledged(), where, gone));
        visitors.tally().samples().forEach(b -> narrator.add("broken: " + b));
    }

    private void print(Run update, Run bad) {
        List<Visitors.Tally> tallies = everybody.stream().map(Visitors::tally).toList();
        if (lost > 0) {
            faults.add(lost + " acknowledged writes are lost");
        }
        System.out.println();
        faults.forEach(f -> System.out.println("WRONG: " + f + ". Lull's log is " + LOG));
        if (KEEP) {
            cleanUp.kept().forEach(System.out::println);
        }
        System.out.println(
                "visitors.requests: " + tallies.stream().mapToLong(Visitors.Tally::requests).sum());
        System.out.println(
                "visitors.broken: " + tallies.stream().mapToLong(Visitors.Tally::broken).sum());
        System.out.println(
                "writes.acknowledged: "
                        + tallies.stream().mapToLong(Visitors.Tally::acknowledged).sum());
        System.out.println("writes.lost: " + lost);
        System.out.println("window.update: " + update.state().phase().word());
        System.out.println("window.bad-migration: " + bad.state().phase().word());
        System.out.printf(
                Locale.ROOT,
                "door.closed.seconds: %.1f%n",
                Narrator.seconds(update.closed().time()));
    }

    /** When the door was certainly closed, after the journal. */
    private static final class DoorTimes {
        private Instant closed = Instant.MAX;
        private Instant opening = Instant.MAX;

        void note(Recorded recorded) {
            switch (recorded.event()) {
                case Event.StepDone done when closed.equals(Instant.MAX) -> {
                    if (done.step() == StepKind.CLOSE_APP) {
                        closed = recorded.at();
                    }
                }
                case Event.StepStarted started -> {
                    if (started.step() == StepKind.REOPEN_APP) {
                        opening = recorded.at();
                    }
                }
                default -> {}
            }
        }

        long acknowledged(Visitors visitors) {
            return visitors.acknowledgedBetween(closed, opening);
        }
    }

    /** What is to be taken away at the end, or when somebody presses Ctrl-C: last in, first out. */
    private static final class CleanUp {
        private final Deque<AutoCloseable> things = new ArrayDeque<>();
        private final List<String> kept = new ArrayList<>();
        private volatile boolean interrupted;
        private boolean finished;

        synchronized <T extends AutoCloseable> T add(T thing) {
            things.push(thing);
            return thing;
        }

        synchronized ExampleStack addUnlessKept(ExampleStack stack) {
            if (!KEEP) {
                return add(stack);
            }
            kept.add(
                    "Kept: http://127.0.0.1:%d/ Take it away with:%n  %s"
                            .formatted(stack.port(), stack.removal()));
            return stack;
        }

        synchronized List<String> kept() {
            return List.copyOf(kept);
        }

        /** By the JVM, at every end; after an orderly one there is nothing left to do. */
        void interrupted() {
            if (!isFinished()) {
                interrupted = true;
                System.out.println("\nBroken off: cleaning up.");
                ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
                run();
            }
        }

        /** What broke in the main thread then is no news. */
        void awaitIfInterrupted() {
            if (interrupted) {
                run();
                Runtime.getRuntime().halt(130);
            }
        }

        private synchronized boolean isFinished() {
            return finished;
        }

        synchronized void run() {
            while (!things.isEmpty()) {
                try {
                    things.pop().close();
                } catch (Exception e) {
                    System.err.println("could not clean up: " + e);
                }
            }
            finished = true;
        }
    }
}
