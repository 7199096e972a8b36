package dev.lull.docker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes lines of pieces of output. A line that has no end is cut after 64 KiB. */
final class LineSplitter {
    private static final int LONGEST = 64 * 1024;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineSplitter(Consumer<String> lines) {
        this.lines = lines;
    }

    void accept(byte[] piece) {
        for (byte b : piece) {
            if (b == '\n') {
                emit();
            } else {
                line.write(b);
                if (line.size() >= LONGEST) {
                    emit();
                }
            }
        }
    }

    /** Gives out what is left after the last line feed. */
    void end() {
        if (line.size() > 0) {
            emit();
        }
    }

    private void emit() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
