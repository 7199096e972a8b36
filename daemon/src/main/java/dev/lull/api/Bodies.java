package dev.lull.api;

import dev.lull.access.AccessRole;
import java.util.Arrays;
import java.util.List;

/** What may be sent. */
final class Bodies {
    private static final String BY =
            "who asks, where that is another than the caller; kept beside the caller's name";
    private static final String EXPECTED =
            "how long the door is expected to be closed, such as 90s, 5m or PT5M; at most 7d";
    private static final String APPROVE =
            "whether it waits for a person's word before it reopens: the same as holdBefore"
                    + " reopen-app";
    private static final String CONFIRM =
            "the stack's name, where what visitors wrote would be lost by it";

    static final Shape CHANGE =
            Shape.of(
                    "Change",
                    Shape.word(
                            "type",
                            false,
                            "what is to be done; update where it is missing",
                            List.of("update", "migrate", "exec", "none", "restore")),
                    Shape.map(
                            "images",
                            "update: image references by service, written into the compose file"),
                    Shape.flag("pull", "update: whether every image is pulled, those here too"),
                    Shape.text("service", "exec: whose image runs the command"),
                    Shape.words("command", "exec: the command, word by word; no shell takes part"),
                    Shape.text("point", "restore: the rollback point"));

    /** What may be said of a window that is opened, whatever it is for. */
    private static final List<Shape.Field> OPENING =
            List.of(
                    Shape.text("reason", "what for"),
                    Shape.text("gitSha", "the commit that is to be deployed: 7 to 64 hex digits"),
                    Shape.text("changeUrl", "where people read about the change; http or https"),
                    Shape.text("expected", EXPECTED),
                    Shape.text("by", BY),
                    Shape.flag("approve", APPROVE),
                    Shape.words("holdBefore", "steps before which it waits for a person's word"));

    static final Shape OPEN_WINDOW =
            Shape.of(
                    "OpenWindow",
                    List.of(
                            Shape.required("stack", "the name of the Compose project"),
                            Shape.shape("change", CHANGE, "what it is for")),
                    OPENING);

    static final Shape ASK =
            Shape.of(
                    "Ask",
                    Shape.text("by", BY),
                    Shape.text("confirm", CONFIRM),
                    Shape.text(
                            "step",
                            "the step at which the window was seen held; 409 if it is held"
                                    + " elsewhere by now"));

    static final Shape EXTEND =
            Shape.of(
                    "Extend",
                    Shape.required("more", "how much later than expected, such as 10m"),
                    Shape.text("by", BY));

    static final Shape RESTORE =
            Shape.of(
                    "Restore",
                    List.of(
                            Shape.text(
                                    "confirm", "the stack's name: what was written since is lost")),
                    OPENING);

    static final Shape PRUNE =
            Shape.of(
                    "Prune",
                    Shape.text("stack", "only of this one"),
                    Shape.flag("dryRun", "whether to remove nothing and only say what would be"));

    static final Shape ADOPT =
            Shape.of("Adopt", Shape.required("from", "the point's folder on the host, absolute"));

    static final Shape LOGIN = Shape.of("Login", Shape.required("token", "the secret of a token"));

    static final Shape NEW_TOKEN =
            Shape.of(
                    "NewToken",
                    Shape.required("name", "whose it is or what it is for"),
                    Shape.word(
                            "role",
                            true,
                            "what it allows",
                            Arrays.stream(AccessRole.values()).map(AccessRole::word).toList()),
                    Shape.text("expires", "after which time it is worth nothing, such as 90d"));

    /** When something is due: in one of two ways. */
    private static final List<Shape.Field> MOMENT =
            List.of(
                    Shape.text(
                            "cron",
                            "again and again: minute, hour, day of the month, month and day of the"
                                    + " week, by the clock of zone"),
                    Shape.text(
                            "at",
                            "once: 2026-12-01T03:00 by the clock of zone, or with an offset of its"
                                    + " own"),
                    Shape.text("zone", "a time zone by its IANA name, such as Europe/Berlin"));

    static final Shape TIMING = Shape.of("WhenDue", MOMENT, List.of());

    static final Shape NEW_SCHEDULE =
            Shape.of(
                    "NewSchedule",
                    List.of(
                            Shape.required("stack", "the name of the Compose project"),
                            Shape.required("name", "how it is called; one of a stack each"),
                            Shape.word(
                                    "change",
                                    false,
                                    "what its windows are for; update where it is missing",
                                    List.of("update", "migrate", "exec", "none")),
                            Shape.map(
                                    "images",
                                    "update: image references by service, written into the compose"
                                            + " file"),
                            Shape.flag(
                                    "pull",
                                    "update: whether every image is pulled, those here too; true"
                                            + " where it is missing"),
                            Shape.text("service", "exec: whose image runs the command"),
                            Shape.words(
                                    "command",
                                    "exec: the command, word by word; no shell takes part"),
                            Shape.required("length", EXPECTED),
                            Shape.text(
                                    "late",
                                    "how late a missed one may still begin, such as 30m; 1h where"
                                            + " it is missing, 0s for never"),
                            Shape.words("onlyIf", "what must be so: changed, healthy"),
                            Shape.text(
                                    "approve",
                                    "only after a person's word, within this time from when it is"
                                            + " asked for"),
                            Shape.text("by", BY)),
                    MOMENT);

    static final Shape SCHEDULE_ASK = Shape.of("ScheduleAsk", Shape.text("by", BY));

    static final Shape APPROVE_RUN =
            Shape.of(
                    "ApproveRun",
                    Shape.required("due", "the moment that waits, as its run has it"),
                    Shape.text("by", BY));

    private Bodies() {}
}
