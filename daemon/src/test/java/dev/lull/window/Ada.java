package dev.lull.window;

import dev.lull.plan.Change;
import dev.lull.stack.StackName;
import java.time.Duration;

/** Who opens windows in tests. */
public final class Ada {
    /** She sits at the host, and gives no reason. */
    public static final Origin ORIGIN = saying("");

    private Ada() {}

    public static Origin saying(String reason) {
        return new Origin("ada", "unix socket", "", reason, "", "");
    }

    /** A window for this. */
    public static WindowRequest wants(StackName stack, Change change, Duration expected) {
        return new WindowRequest(stack, change, ORIGIN, expected);
    }
}
