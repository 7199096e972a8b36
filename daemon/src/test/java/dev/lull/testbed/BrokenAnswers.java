package dev.lull.testbed;

import dev.lull.window.WindowId;
import java.time.Instant;
import java.util.Map;

/**
 * How many visitors meet something broken while a stack closes and reopens, at 100 new connections
 * a second: with Lull, and with a script that puts a page container in the stack's place.
 */
final class BrokenAnswers {
    private static final int READS = 80;
    private static final int WRITES = 20;

    /** How long an app takes to answer, in seconds. */
    private static final int[] BOOTS = {2, 20};

    private BrokenAnswers() {}

    static void measure(Figures figures) throws InterruptedException {
        Figures.Table table =
                figures.table(
                        "broken",
                        "Broken answers over close and reopen, 100 new connections a second",
                        "requests",
                        "broken",
                        "lost",
                        "longest",
                        "closed");
        for (int boot : BOOTS) {
            for (String example : new String[] {"guestbook", "single"}) {
                String what = example + ", boot " + boot + " s, ";
                row(table, what + "Lull", byLull(example, boot));
                row(table, what + "plain + page", byScript(example, boot));
            }
        }
        table.print();
    }

    private record Result(Visitors.Tally tally, long lost, Visitors.Closed closed) {}

    private static void row(Figures.Table table, String name, Result result) {
        table.row(
                name,
                result.tally().requests(),
                result.tally().broken(),
                result.lost(),
                result.tally().longest(),
                result.closed().time());
    }

    private static Result byLull(String example, int boot) throws InterruptedException {
        try (ExampleStack stack = stack(example, boot, "broken");
                TestLull lull = new TestLull();
                Visitors visitors = new Visitors(stack.port(), READS, WRITES).start()) {
            Thread.sleep(3000);
            Instant began = Instant.now();
            stack.set("VERSION", "2");
            WindowId id = lull.run(stack, TestLull.update());
            if (!lull.state(id).phase().word().equals("done")) {
                throw new IllegalStateException(lull.story(id));
            }
            Result result = result(visitors, began);
            result.tally().samples().forEach(s -> System.out.println("  broken: " + s));
            return result;
        }
    }

    private static Result byScript(String example, int boot) throws InterruptedException {
        try (ExampleStack stack = stack(example, boot, "page");
                Visitors visitors = new Visitors(stack.port(), READS, WRITES).start()) {
            Thread.sleep(3000);
            Instant began = Instant.now();
            Map<String, Span> _ = new PlainScript(stack, example + " migrate").run(true);
            return result(visitors, began);
        }
    }

    private static ExampleStack stack(String example, int boot, String tag) {
        return new ExampleStack(example, tag + boot)
                .quick()
                .set("VERSION", "1")
                .set("BOOT_SECONDS", Integer.toString(boot))
                .up();
    }

    private static Result result(Visitors visitors, Instant began) throws InterruptedException {
        Thread.sleep(3000);
        visitors.leave();
        return new Result(visitors.tally(), visitors.lost().size(), visitors.closed(began));
    }
}
