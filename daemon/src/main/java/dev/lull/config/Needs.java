package dev.lull.config;

/** What it takes for a daemon that runs to go by another value of a key. */
public enum Needs {
    RELOAD("reload"),
    RESTART("restart");

    private final String word;

    Needs(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
