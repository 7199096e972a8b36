package dev.lull.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where something of the host is.
 *
 * @param longest bytes that it may have
 */
record AbsolutePath(int longest) implements Kind<Path> {
    /** What Linux takes. */
    static final int OF_A_FILE = 4095;

    /** What the address of a unix socket holds. */
    static final int OF_A_SOCKET = 107;

    @Override
    public Class<Path> type() {
        return Path.class;
    }

    @Override
    public String words() {
        return longest == OF_A_FILE
                ? "an absolute path"
                : "an absolute path of at most " + longest + " bytes";
    }

    @Override
    public Path read(String text) {
        if (!text.startsWith("/") || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("is not an absolute path");
        }
        requireShort(text);
        Path path = Path.of(text).normalize();
        if (path.getNameCount() == 0) {
            throw new IllegalArgumentException("is the root of all directories");
        }
        return path;
    }

    @Override
    public Path given(String text) {
        requireShort(text);
        return Path.of(text);
    }

    private void requireShort(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length > longest) {
            throw new IllegalArgumentException("is longer than " + longest + " bytes");
        }
    }
}
