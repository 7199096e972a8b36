package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.schedule.RunState;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asking something of a schedule. */
final class ScheduleAskVerbs {
    private ScheduleAskVerbs() {}

    /** What those share that need only the schedule's number. */
    abstract static class AskVerb extends Verb {
        @Parameters(paramLabel = "ID", description = "number of the schedule")
        private long id;

        @Option(names = "--json", description = "print the daemon's answer")
        private boolean json;

        private final String action;

        AskVerb(Lull lull, String action) {
            super(lull);
            this.action = action;
        }

        final long id() {
            return id;
        }

        /** What it came to. */
        abstract String said(JsonNode answer);

        ExitCode exit(JsonNode answer) {
            return ExitCode.OK;
        }

        /** What goes beside the body. */
        Map<String, String> headers() {
            return Map.of();
        }

        @Override
        final ExitCode run(DaemonClient client) {
            JsonNode answer =
                    client.post(
                            ScheduleVerbs.path(id) + "/" + action,
                            DaemonClient.object(withCaller(Map.of())),
                            headers());
            println(json ? answer.toString() : said(answer));
            return exit(answer);
        }
    }

    /** {@code Schedule 3 (guestbook/weekly)}. */
    private static String named(JsonNode schedule) {
        return "Schedule " + Verb.text(schedule, "id") + " (" + ScheduleVerbs.name(schedule) + ")";
    }

    private static String next(JsonNode schedule) {
        String next = SchedulePrinter.next(schedule);
        return next.equals("-") ? "nothing comes any more" : "next: " + next;
    }

    @Command(
            name = "pause",
            description = "Let nothing of a schedule run until it is resumed.",
            footerHeading = "%nExamples:%n",
            footer = "  lull schedule pause 3")
    static final class PauseVerb extends AskVerb {
        PauseVerb(Lull lull) {
            super(lull, "pause");
        }

        @Override
        String said(JsonNode schedule) {
            return named(schedule)
                    + " is paused; 'lull schedule resume "
                    + id()
                    + "' lets it go on.";
        }
    }

    @Command(
            name = "resume",
            description = "End the pause of a schedule. What was due meanwhile is not run.",
            footerHeading = "%nExamples:%n",
            footer = "  lull schedule resume 3")
    static final class ResumeVerb extends AskVerb {
        ResumeVerb(Lull lull) {
            super(lull, "resume");
        }

        @Override
        String said(JsonNode schedule) {
            return named(schedule) + " goes on; " + next(schedule);
        }
    }

    @Command(
            name = "skip",
            description = "Leave out the next one of a schedule.",
            footerHeading = "%nExamples:%n",
            footer = "  lull schedule skip 3")
    static final class SkipVerb extends AskVerb {
        SkipVerb(Lull lull) {
            super(lull, "skip");
        }

        @Override
        String said(JsonNode schedule) {
            return named(schedule) + " leaves out one; " + next(schedule);
        }
    }

    @Command(
            name = "run",
            description = {
                "Run a schedule now, if its conditions allow it; nobody has to approve it. What it"
                        + " is due for by itself stays as it is."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  lull schedule run 3",
                "  lull schedule run 3 --key job-4711",
            })
    static final class RunNowVerb extends AskVerb {
        @Option(
                names = "--key",
                paramLabel = "KEY",
                description = {
                    "names this request, e.g. by the id of a CI job: asked again with it, it is the"
                            + " same run, and nothing runs a second time"
                })
        private @Nullable String key;

        RunNowVerb(Lull lull) {
            super(lull, "run");
        }

        @Override
        String said(JsonNode run) {
            return told(run);
        }

        @Override
        Map<String, String> headers() {
            return keyed(key);
        }

        @Override
        ExitCode exit(JsonNode run) {
            return text(run, "state").equals(RunState.REFUSED.word())
                    ? ExitCode.REFUSED
                    : ExitCode.OK;
        }
    }

    private static String told(JsonNode run) {
        String id = Verb.text(run, "schedule");
        String why = Verb.text(run, "why");
        return "Schedule "
                + id
                + ", due "
                + Verb.text(run, "due")
                + ": "
                + Verb.text(run, "state")
                + (run.has("window") ? ", window " + Verb.text(run, "window") : "")
                + (why.isBlank() ? "" : " (" + why + ")")
                + "; see 'lull schedule show "
                + id
                + "'.";
    }

    @Command(
            name = "approve",
            description = {
                "Give the word that a due moment of a schedule waits for. Without DUE it is for the"
                        + " newest that waits."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  lull schedule approve 3",
                "  lull schedule approve 3 2026-12-06T02:00:00Z",
            })
    static final class ApproveVerb extends Verb {
        @Parameters(index = "0", paramLabel = "ID", description = "number of the schedule")
        private long id;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "DUE",
                description = "the moment, as 'lull schedule show' prints it")
        private @Nullable String due;

        @Option(names = "--json", description = "print the daemon's answer")
        private boolean json;

        ApproveVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            Map<String, Object> body = new TreeMap<>();
            body.put("due", due == null ? waiting(client) : due);
            JsonNode run =
                    client.post(
                            ScheduleVerbs.path(id) + "/approve",
                            DaemonClient.object(withCaller(body)));
            println(json ? run.toString() : told(run));
            return ExitCode.OK;
        }

        private String waiting(DaemonClient client) {
            JsonNode run = client.get(ScheduleVerbs.path(id)).path("last");
            if (SchedulePrinter.waitsForAWord(run)) {
                return run.path("due").asText();
            }
            throw new CliException(
                    ExitCode.CONFLICT,
                    "nothing of schedule "
                            + id
                            + " waits for a word; see 'lull schedule show "
                            + id
                            + "'");
        }
    }

    @Command(
            name = "remove",
            description = {
                "Remove a schedule that was added here; windows that it has opened go on. One that"
                        + " stands in a compose file has to be taken out of that."
            },
            footerHeading = "%nExamples:%n",
            footer = "  lull schedule remove 3")
    static final class RemoveVerb extends Verb {
        @Parameters(paramLabel = "ID", description = "number of the schedule")
        private long id;

        RemoveVerb(Lull lull) {
            super(lull);
        }

        @Override
        ExitCode run(DaemonClient client) {
            client.delete(ScheduleVerbs.path(id));
            println("Schedule " + id + " is removed.");
            return ExitCode.OK;
        }
    }
}
