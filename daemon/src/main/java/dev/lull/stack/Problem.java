package dev.lull.stack;

/**
 * Something a person must know before a window, with the way out.
 *
 * @param severity an error refuses the window, a warning is printed
 * @param where stack, service, label or file, e.g. {@code guestbook/app lull.role}
 * @param what what is wrong, as a sentence without full stop
 * @param fix what to do about it, as a sentence without full stop
 */
public record Problem(Severity severity, String where, String what, String fix) {

    /** Whether a window can go on with this. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public static Problem error(String where, String what, String fix) {
        return new Problem(Severity.ERROR, where, what, fix);
    }

    public static Problem warning(String where, String what, String fix) {
        return new Problem(Severity.WARNING, where, what, fix);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public String toString() {
        return where + ": " + what + ". " + fix + ".";
    }
}
