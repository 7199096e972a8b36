package dev.lull.snapshot;

import java.util.Map;

/**
 * A line as {@code sha256sum} prints and reads it: a name with a backslash or a line's end in it is
 * escaped, and the line begins with a backslash.
 *
 * @param sha256 hex
 * @param name each char is a byte
 */
record SumsLine(String sha256, String name) {
    private static final int HASH = 64;
    private static final String BLANKS = "  ";
    private static final Map<Character, Character> ESCAPED = Map.of('n', '\n', 'r', '\r');

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none
     */
    static SumsLine read(String line) {
        boolean escaped = line.startsWith("\\");
        int hash = escaped ? 1 : 0;
        int name = hash + HASH + BLANKS.length();
        if (line.length() <= name || line.charAt(hash + HASH) != ' ') {
            throw new IllegalArgumentException("not a line of sums");
        }
        String text = line.substring(name);
        return new SumsLine(line.substring(hash, hash + HASH), escaped ? unescape(text) : text);
    }

    private static String unescape(String text) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                i++;
                plain.append(ESCAPED.getOrDefault(text.charAt(i), text.charAt(i)).charValue());
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /** The line, with its end. */
    String print() {
        String escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        return (escaped.equals(name) ? "" : "\\") + sha256 + BLANKS + escaped + "\n";
    }
}
