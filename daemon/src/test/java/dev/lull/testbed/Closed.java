package dev.lull.testbed;

import dev.lull.plan.Change;
import dev.lull.plan.StepKind;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import java.time.Instant;
import java.util.List;

/**
 * Windows on the guestbook that stand still, while they close, until its data were read: cron has
 * stopped, the worker is idle, and whoever visits is the test.
 */
public final class Closed {
    private Closed() {}

    /** Makes every window of the stack wait; to be called before it is brought up. */
    public static void toBeRead(ExampleStack stack) {
        stack.edit(
                "compose.yaml",
                "lull.drained: guestbook drained",
                "lull.drained: sh -c 'guestbook drained && rm /tmp/go'");
        stack.edit("compose.yaml", "lull.drain.timeout: 10s", "lull.drain.timeout: 5m");
    }

    /**
     * A window that was run.
     *
     * @param data as they were when it closed
     */
    public record Run(WindowId id, List<String> data) {}

    /** Runs a window until it ended or is held. */
    public static Run run(TestLull lull, ExampleStack stack, Change change) {
        WindowId id = lull.open(stack, change);
        String worker = stack.project() + "-worker-1";
        Wait.until(
                () -> "the worker is idle" + lull.story(id),
                () -> TestBed.docker("exec", worker, "ls", "/tmp").contains("drained"));
        List<String> data = Data.of(stack);
        TestBed.docker("exec", worker, "touch", "/tmp/go");
        lull.rest(id);
        return new Run(id, data);
    }

    /** What there is now, without what cron wrote since the window let it go on. */
    public static List<String> dataAfter(TestLull lull, ExampleStack stack, WindowId id) {
        Instant reopened =
                lull.events(id).stream()
                        .filter(e -> e.event().equals(new Event.StepStarted(StepKind.REOPEN_CRON)))
                        .map(Recorded::at)
                        .reduce((first, last) -> last)
                        .orElseGet(Instant::now);
        return Data.of(stack, reopened);
    }
}
