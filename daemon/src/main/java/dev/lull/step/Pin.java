package dev.lull.step;

import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import dev.lull.window.WindowId;
import java.util.Locale;

/** The tag of ours that keeps an image of a rollback point when somebody prunes. */
final class Pin {
    private Pin() {}

    /** A valid image reference, another one for each service of each window. */
    static String of(StackName stack, ServiceName service, WindowId window) {
        return "lull-pin/" + component(stack + "-" + service) + ":w" + window;
    }

    /**
     * Names of stacks and services may have what a repository may not: upper case, and separators
     * at the end or in a row. See the grammar of
     * https://pkg.go.dev/github.com/distribution/reference
     */
    private static String component(String name) {
        String allowed =
                name.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9]*$", "")
                        .replaceAll("[._-]{2,}", "-");
        return allowed.equals(name) ? name : allowed + "-" + Integer.toHexString(name.hashCode());
    }
}
