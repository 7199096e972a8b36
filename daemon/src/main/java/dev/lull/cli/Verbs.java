package dev.lull.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The verbs by their names, in the order in which the help has them. To find out what each of them
 * takes is half the time of a command: only those that may be meant are made.
 */
final class Verbs {
    /** It tells of all. */
    private static final String COMPLETION = "completion";

    private final Map<String, Supplier<Object>> verbs = new LinkedHashMap<>();

    Verbs(Lull lull, DaemonStarter daemon, String version) {
        verbs.put("daemon", () -> new DaemonVerb(lull, daemon));
        verbs.put("stacks", () -> new StackVerbs.StacksVerb(lull));
        verbs.put("check", () -> new StackVerbs.CheckVerb(lull));
        verbs.put("plan", () -> new PlanVerb(lull));
        verbs.put("run", () -> new RunVerb(lull));
        verbs.put("windows", () -> new WindowVerbs.WindowsVerb(lull));
        verbs.put("show", () -> new WindowVerbs.ShowVerb(lull));
        verbs.put("approve", () -> new AskVerbs.ApproveVerb(lull));
        verbs.put("retry", () -> new AskVerbs.RetryVerb(lull));
        verbs.put("reopen", () -> new AskVerbs.ReopenVerb(lull));
        verbs.put("rollback", () -> new AskVerbs.RollbackVerb(lull));
        verbs.put("abort", () -> new AskVerbs.AbortVerb(lull));
        verbs.put("extend", () -> new AskVerbs.ExtendVerb(lull));
        verbs.put("schedule", () -> schedule(lull));
        verbs.put("snapshots", () -> snapshots(lull));
        verbs.put("restore", () -> new RestoreVerb(lull));
        verbs.put("report", () -> new WindowVerbs.ReportVerb(lull));
        verbs.put("token", () -> token(lull));
        verbs.put("audit", () -> new AuditVerb(lull));
        verbs.put("config", () -> config(lull));
        verbs.put(COMPLETION, () -> new CompletionVerb(lull));
        verbs.put("version", () -> new VersionVerb(lull, version));
    }

    private static CommandLine schedule(Lull lull) {
        return new CommandLine(new ScheduleVerbs.ScheduleVerb(lull))
                .addSubcommand(new ScheduleVerbs.ListVerb(lull))
                .addSubcommand(new ScheduleVerbs.ShowVerb(lull))
                .addSubcommand(new ScheduleVerbs.PreviewVerb(lull))
                .addSubcommand(new ScheduleAddVerb(lull))
                .addSubcommand(new ScheduleAskVerbs.RemoveVerb(lull))
                .addSubcommand(new ScheduleAskVerbs.PauseVerb(lull))
                .addSubcommand(new ScheduleAskVerbs.ResumeVerb(lull))
                .addSubcommand(new ScheduleAskVerbs.SkipVerb(lull))
                .addSubcommand(new ScheduleAskVerbs.RunNowVerb(lull))
                .addSubcommand(new ScheduleAskVerbs.ApproveVerb(lull));
    }

    private static CommandLine snapshots(Lull lull) {
        return new CommandLine(new SnapshotVerbs.SnapshotsVerb(lull))
                .addSubcommand(new SnapshotVerbs.VerifyVerb(lull))
                .addSubcommand(new SnapshotVerbs.PruneVerb(lull))
                .addSubcommand(new SnapshotVerbs.DeleteVerb(lull));
    }

    private static CommandLine token(Lull lull) {
        return new CommandLine(new TokenVerbs.TokenVerb(lull))
                .addSubcommand(new TokenVerbs.CreateVerb(lull))
                .addSubcommand(new TokenVerbs.ListVerb(lull))
                .addSubcommand(new TokenVerbs.RevokeVerb(lull));
    }

    private static CommandLine config(Lull lull) {
        return new CommandLine(new ConfigVerbs.ConfigVerb(lull))
                .addSubcommand(new ConfigVerbs.CheckVerb(lull));
    }

    /**
     * Adds the verb that these words begin with, or all where they begin with none.
     *
     * @param words those after {@code lull}
     */
    void addTo(CommandLine root, String... words) {
        String first = words.length == 0 ? "" : words[0];
        if (verbs.containsKey(first) && !first.equals(COMPLETION)) {
            root.addSubcommand(verbs.get(first).get());
        } else {
            verbs.values().forEach(verb -> root.addSubcommand(verb.get()));
        }
    }
}
