package dev.lull.stack;

/**
 * One word of a command that a person pastes into a shell; nothing in it acts there.
 *
 * @param value as the command is to get it
 */
public record ShellWord(String value) {
    /** As it is written: in quotes where it needs them. */
    @Override
    public String toString() {
        boolean plain = value.matches("[A-Za-z0-9_./:@%+=,-]+");
        return plain ? value : "'" + value.replace("'", "'\\''") + "'";
    }

    /** The word, written. */
    public static String quote(String value) {
        return new ShellWord(value).toString();
    }
}
