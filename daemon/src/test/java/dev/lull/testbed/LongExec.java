package dev.lull.testbed;

import dev.lull.plan.Change;
import dev.lull.plan.StepKind;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import dev.lull.window.WindowId;

/**
 * A change of the guestbook that a test can act in the midst of: a command that runs until it is
 * told that it may end.
 */
public final class LongExec {
    private static final String BEGUN = "begun";

    private LongExec() {}

    /** The change, to be opened by a test. */
    public static Change change() {
        return new Change.Exec(
                new ServiceName("redis"),
                Command.parse(
                        "sh -c 'echo " + BEGUN + "; until test -e /data/go; do sleep 0.1; done'"));
    }

    /** Lets the command end. */
    public static void end(ExampleStack stack) {
        stack.compose("exec", "-T", "redis", "touch", "/data/go");
    }

    /** Opens the window and waits until the command runs. */
    public static WindowId begin(TestLull lull, ExampleStack stack) {
        WindowId id = lull.open(stack, change());
        Wait.until("the command runs", () -> lull.output(id, StepKind.EXEC).contains(BEGUN));
        return id;
    }
}
