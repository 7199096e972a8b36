package dev.lull.report;

import dev.lull.plan.Change;
import dev.lull.report.Timeline.TimedStep;
import dev.lull.stack.Durations;
import dev.lull.window.Event;
import dev.lull.window.Origin;
import dev.lull.window.StepRun;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a {@link WindowReport} as Markdown. */
public final class MarkdownReport {
    private final ZoneId zone;

    /** Writes times as they are in this zone. */
    public MarkdownReport(ZoneId zone) {
        this.zone = zone;
    }

    /** The whole report, ending with a newline. */
    public String write(WindowReport report) {
        StringBuilder out = new StringBuilder();
        head(out, report);
        out.append("\n## What happened\n\n").append(report.advice().happened()).append('\n');
        next(out, report.advice().next());
        steps(out, "Steps", report.timeline().forward(), report.asOf());
        if (!report.timeline().back().isEmpty()) {
            steps(out, "The way back", report.timeline().back(), report.asOf());
        }
        warnings(out, report);
        report.timeline().forward().forEach(s -> output(out, s));
        report.timeline().back().forEach(s -> output(out, s));
        report.certificate().ifPresent(c -> certificate(out, c));
        return out.toString();
    }

    private void head(StringBuilder out, WindowReport report) {
        Event.Opened opened = report.state().opened();
        out.append("# Window ")
                .append(report.window())
                .append(": ")
                .append(opened.change().word())
                .append(" of ")
                .append(opened.stack())
                .append(", ")
                .append(report.state().phase().word())
                .append("\n\n");
        line(out, "What", what(opened.change()));
        Origin origin = opened.origin();
        line(out, "Who", origin.by() + (origin.from().isEmpty() ? "" : ", from " + origin.from()));
        line(out, "Why", origin.reason().isBlank() ? "no reason was given" : origin.reason());
        if (!origin.gitSha().isEmpty()) {
            line(out, "Commit", origin.gitSha());
        }
        if (!origin.changeUrl().isEmpty()) {
            line(out, "Change", origin.changeUrl());
        }
        String end = report.endedAt().map(e -> " to " + time(e)).orElse(", not ended yet");
        line(
                out,
                "When",
                time(report.openedAt())
                        + end
                        + " ("
                        + Durations.print(report.elapsed())
                        + "; visitors were expected back after "
                        + Durations.print(report.state().terms().expected())
                        + report.timeline()
                                .overran()
                                .map(o -> ", which it overran at " + o.step().word())
                                .orElse("")
                        + ")");
        line(out, "Door closed", door(report));
        report.met(Map.of())
                .ifPresent(n -> line(out, "Visitors met", n + " requests answered by the page"));
        report.point().ifPresent(p -> line(out, "Rollback point", p));
        report.offsite().ifPresent(c -> line(out, "Off-site copy", c));
    }

    private static String door(WindowReport report) {
        if (report.timeline().door().isEmpty()) {
            return "never";
        }
        return Durations.print(report.doorClosed())
                + (report.timeline().isDoorClosed() ? ", and still closed" : "");
    }

    /** The change, as a phrase. */
    public static String what(Change change) {
        return switch (change) {
            case Change.Update update -> update(update);
            case Change.Migrate _ -> "run the migration with the images that are there";
            case Change.Exec exec -> "run in " + exec.service() + ": " + exec.command();
            case Change.None _ -> "a person does the work";
            case Change.Restore restore -> "return to rollback point " + restore.point();
        };
    }

    private static String update(Change.Update update) {
        String images =
                update.images().entrySet().stream()
                        .map(e -> e.getKey() + " to " + e.getValue())
                        .collect(Collectors.joining(", "));
        return "update to what the compose files say"
                + (images.isEmpty() ? "" : ", with " + images)
                + (update.pull() ? ", every image pulled" : "");
    }

    private static void line(StringBuilder out, String name, String text) {
        out.append("- **").append(name).append(":** ").append(inline(text)).append('\n');
    }

    private static void next(StringBuilder out, List<String> next) {
        if (next.isEmpty()) {
            return;
        }
        out.append("\n## What to do next\n\n");
        next.forEach(n -> out.append("- ").append(inline(n)).append('\n'));
    }

    private void steps(StringBuilder out, String title, List<TimedStep> steps, Instant now) {
        out.append("\n## ").append(title).append("\n\n");
        out.append("| step | state | began | took | |\n| --- | --- | --- | ---: | --- |\n");
        for (TimedStep step : steps) {
            StepRun run = step.run();
            out.append("| ")
                    .append(run.kind().word())
                    .append(" | ")
                    .append(run.status().name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(step.startedAt().map(this::clock).orElse(""))
                    .append(" | ")
                    .append(step.elapsed(now).map(Durations::print).orElse(""))
                    .append(" | ")
                    .append(inline(run.text()).replace("|", "\\|"))
                    .append(" |\n");
        }
    }

    private void warnings(StringBuilder out, WindowReport report) {
        if (report.timeline().warnings().isEmpty()) {
            return;
        }
        out.append("\n## Warnings\n\n");
        report.timeline()
                .warnings()
                .forEach(w ->
                        out.append("- ")
                                .append(clock(w.at()))
                                .append(' ')
                                .append(w.step().word())
                                .append(": ")
                                .append(inline(w.text()))
                                .append('\n'));
    }

    /** What a command printed, for the steps that run one, and for what failed. */
    private static void output(StringBuilder out, TimedStep step) {
        if (step.tail().isEmpty()) {
            return;
        }
        out.append("\n## Output of ").append(step.run().kind().word()).append(", the end\n\n");
        step.tail().forEach(l -> out.append("    ").append(l).append('\n'));
    }

    private static void certificate(StringBuilder out, String certificate) {
        out.append("\n## Quiet certificate\n\n```json\n")
                .append(certificate.strip())
                .append("\n```\n");
    }

    private static String inline(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private String time(Instant at) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT)
                .format(at.atZone(zone));
    }

    private String clock(Instant at) {
        return DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(at.atZone(zone));
    }
}
