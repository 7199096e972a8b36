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

    private Bodies() {}
}
