package dev.lull.access;

import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Refusals that are counted and not written one by one. Not thread-safe. */
final class Tally {
    private static final int MOST_ADDRESSES = 1_000;

    private final Set<String> addresses = new HashSet<>();
    private long count;
    private int status;
    private String problem = "";

    void add(AuditEntry entry, int status, String problem) {
        this.problem = count == 0 || this.problem.equals(problem) ? problem : "";
        this.status = status;
        count++;
        if (addresses.size() < MOST_ADDRESSES) {
            addresses.add(entry.from());
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** What the last one was answered with. */
    int status() {
        return status;
    }

    /** The word for all of them; empty where they were refused for more than one reason. */
    String problem() {
        return problem;
    }

    /** All of them as one: {@code and 1,234 more refusals}, from {@code 3 addresses}. */
    AuditEntry entry(Instant at) {
        return new AuditEntry(
                at,
                "",
                Optional.empty(),
                (addresses.size() < MOST_ADDRESSES ? "" : "at least ")
                        + many(addresses.size(), "address", "addresses"),
                "",
                "and " + many(count, "more refusal", "more refusals"));
    }

    private static String many(long count, String one, String more) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : more);
    }
}
