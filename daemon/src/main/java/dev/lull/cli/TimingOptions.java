package dev.lull.cli;

import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** When something is due, as options. The daemon checks what they say. */
final class TimingOptions {
    @ArgGroup(multiplicity = "1")
    private Moment moment = new Moment();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "by which clock, e.g. Europe/Berlin (default: this host's)")
    private @Nullable String zone;

    /** Again and again, or once. */
    private static final class Moment {
        @Option(
                names = "--cron",
                paramLabel = "EXPR",
                description =
                        "again and again: minute, hour, day of the month, month and day of the"
                                + " week, e.g. '0 3 * * 0' for each Sunday at three")
        private @Nullable String cron;

        @Option(
                names = "--at",
                paramLabel = "TIME",
                description = "once, e.g. 2026-12-01T03:00, or with its offset")
        private @Nullable String at;
    }

    /** Adds what the API takes. */
    void addTo(Map<String, Object> body) {
        if (moment.cron != null) {
            body.put("cron", moment.cron);
        }
        if (moment.at != null) {
            body.put("at", moment.at);
        }
        if (zone != null || !saysItsOffset()) {
            body.put("zone", zone());
        }
    }

    /** No zone belongs beside it then. */
    private boolean saysItsOffset() {
        return moment.at != null && moment.at.matches(".*[Tt].*([Zz]|[+-].*)");
    }

    /** As it was said; nobody has looked whether there is one of this name. */
    String zone() {
        return zone == null ? ZoneId.systemDefault().getId() : zone;
    }
}
