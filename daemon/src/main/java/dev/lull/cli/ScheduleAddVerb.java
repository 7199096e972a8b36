package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        description = {
            "Schedule windows of a stack. At their time they are opened by themselves, and run as"
                    + " those of 'lull run' do. Added again in the same words, it is the one that"
                    + " is there."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lull schedule add guestbook weekly --cron '0 3 * * 0' --length 10m",
            "  lull schedule add guestbook new --cron '0 4 * * *' --length 5m --only-if changed",
            "  lull schedule add guestbook once --at 2026-12-01T03:00 --length 1h --approve 4h",
            "  lull schedule add guestbook index --cron '0 4 1 * *' --length 30m --service app"
                    + " -- ./reindex",
        })
final class ScheduleAddVerb extends Verb {
    /** What its windows are for. */
    enum Kind {
        update,
        migrate,
        exec,
        none
    }

    /** What must be so. */
    enum Only {
        changed,
        healthy
    }

    @Parameters(index = "0", paramLabel = "STACK", description = "name of the Compose project")
    private String stack = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "how it is to be called")
    private String name = "";

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "after --: what exec runs, word by word; no shell takes part")
    private List<String> command = new ArrayList<>();

    @Mixin private TimingOptions timing = new TimingOptions();

    @Option(
            names = "--length",
            paramLabel = "DURATION",
            required = true,
            description = "how long the door will be closed, e.g. 10m; visitors are told")
    private String length = "";

    @Option(
            names = "--late",
            paramLabel = "DURATION",
            description = {
                "how late it may still begin when it was missed, as while the host was off; 0s:"
                        + " never (default: 1h)"
            })
    private @Nullable String late;

    @Option(
            names = "--change",
            paramLabel = "CHANGE",
            description = {
                "what its windows are for: ${COMPLETION-CANDIDATES} (default: update; exec if a"
                        + " command is given)"
            })
    private @Nullable Kind change;

    @Option(
            names = "--image",
            paramLabel = "SERVICE=REF",
            description = "update: write this image into the compose file first; may be repeated")
    private Map<String, String> images = new LinkedHashMap<>();

    @Option(
            names = "--no-pull",
            description = "update: pull no image that is here (default: each is pulled)")
    private boolean noPull;

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            description = "exec: the service whose image runs the command")
    private @Nullable String service;

    @Option(
            names = "--only-if",
            paramLabel = "WHAT",
            split = ",",
            description = {
                "only when it is so, with commas between: ${COMPLETION-CANDIDATES}. Changed: a tag"
                        + " has a new image, or the compose files say something new"
            })
    private List<Only> onlyIf = new ArrayList<>();

    @Option(
            names = "--approve",
            paramLabel = "DURATION",
            description = "only after a person's word, within this time, e.g. 4h")
    private @Nullable String approve;

    @Option(names = "--json", description = "print the daemon's answer")
    private boolean json;

    ScheduleAddVerb(Lull lull) {
        super(lull);
    }

    @Override
    ExitCode run(DaemonClient client) {
        JsonNode schedule =
                client.post(ScheduleVerbs.SCHEDULES, DaemonClient.object(withCaller(body())));
        if (json) {
            println(schedule.toString());
            return ExitCode.OK;
        }
        println(
                "Schedule "
                        + text(schedule, "id")
                        + " of "
                        + text(schedule, "stack")
                        + ": "
                        + text(schedule, "words"));
        new SchedulePrinter(terminal())
                .printNext(schedule.path("next"), SchedulePrinter.zone(schedule));
        return ExitCode.OK;
    }

    private Map<String, Object> body() {
        Map<String, Object> body = new TreeMap<>();
        body.put("stack", stack);
        body.put("name", name);
        body.put("length", length);
        timing.addTo(body);
        addChange(body);
        if (late != null) {
            body.put("late", late);
        }
        if (!onlyIf.isEmpty()) {
            body.put("onlyIf", onlyIf.stream().map(Only::name).toList());
        }
        if (approve != null) {
            body.put("approve", approve);
        }
        return body;
    }

    private void addChange(Map<String, Object> body) {
        body.put("change", kind().name());
        if (!images.isEmpty()) {
            body.put("images", images);
        }
        if (noPull) {
            body.put("pull", false);
        }
        if (service != null) {
            body.put("service", service);
        }
        if (!command.isEmpty()) {
            body.put("command", command);
        }
    }

    private Kind kind() {
        if (change != null) {
            return change;
        }
        return command.isEmpty() ? Kind.update : Kind.exec;
    }
}
