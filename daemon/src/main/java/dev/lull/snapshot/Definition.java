package dev.lull.snapshot;

/**
 * What makes a network or a volume of a stack anew, without what is in it. A volume's options may
 * hold secrets: not for logs or the API.
 *
 * @param name as Docker knows it
 * @param json the raw body for the engine
 */
public record Definition(Kind kind, String name, String json) {

    /** What it makes. */
    public enum Kind {
        NETWORK("network"),
        VOLUME("volume");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    @Override
    public String toString() {
        return "Definition[" + kind.word() + " " + name + "]";
    }
}
