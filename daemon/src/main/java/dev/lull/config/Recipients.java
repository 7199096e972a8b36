package dev.lull.config;

import java.util.List;

/**
 * Who can read what the daemon encrypts.
 *
 * @param tool whose keys they are
 * @param keys public ones, as the tool names them; empty for no encryption
 */
public record Recipients(Tool tool, List<String> keys) {

    /** The tools that are known. */
    public enum Tool {
        AGE,
        GPG
    }

    /** Nothing is encrypted. */
    static final Recipients NONE = new Recipients(Tool.AGE, List.of());

    public Recipients {
        keys = List.copyOf(keys);
    }

    @Override
    public String toString() {
        return keys.isEmpty() ? PublicKeys.NONE : String.join(" ", keys);
    }
}
