package dev.lull.config;

/**
 * Something in the file that can't be meant.
 *
 * @param line of the file, from 1
 * @param key its groups and itself; empty where it is the file as a whole
 * @param what is wrong, as the end of a sentence that begins with the key
 * @param fix what to do about it, as a sentence without full stop
 */
public record Mistake(int line, String key, String what, String fix) {

    @Override
    public String toString() {
        return "line " + line + (key.isEmpty() ? "" : ", " + key) + ": " + what + ". " + fix + ".";
    }
}
