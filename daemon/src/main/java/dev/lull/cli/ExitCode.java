package dev.lull.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the command's exit code says. Part of the public interface: never renumbered. */
public enum ExitCode {
    OK(0, "done; for --change none: quiet, and your turn"),
    UNEXPECTED(1, "something unexpected went wrong"),
    USAGE(2, "the command line is wrong"),
    REFUSED(3, "refused: problems were found, nothing was touched"),
    ROLLED_BACK(4, "rolled back or aborted (0 if that was what you asked for)"),
    HELD(5, "held or stuck: a person is needed"),
    CONFLICT(
            6,
            "conflict: another window, the state of the window or schedule, or a name that is taken"
                    + " is in the way"),
    UNREACHABLE(7, "the daemon can't be reached"),
    NOT_FOUND(8, "there is no such stack, window, schedule, rollback point or token"),
    UNCONFIRMED(9, "not confirmed");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    /** The list for the help texts. */
    static Map<String, String> list() {
        Map<String, String> list = new LinkedHashMap<>();
        for (ExitCode exit : values()) {
            list.put(" " + exit.code, exit.meaning);
        }
        return list;
    }
}
