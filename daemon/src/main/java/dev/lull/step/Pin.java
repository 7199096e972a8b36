package dev.lull.step;

import dev.lull.snapshot.PointId;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import java.util.Locale;

/** The tag of ours that keeps an image of a rollback point when somebody prunes. */
final class Pin {
    private Pin() {}

    /**
     * A valid image reference, another one for each service of each point.
     *
     * @param point begins with the stack's name
     */
    static String of(StackName stack, ServiceName service, PointId point) {
        return "lull-pin/"
                + component(stack + "-" + service)
                + ":"
                + point.value().substring(stack.value().length() + 1);
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
