package dev.lull.docker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes lines of a log stream with time stamps. Docker cuts long lines into messages of 16 KiB, one
 * frame each, every one with a time stamp of its own; they are one line again here.
 */
final class LogFrames {
    private static final int LONGEST = 1024 * 1024;

    private final Consumer<LogLine> lines;
    private final Map<Frames.Source, Unfinished> unfinished = new EnumMap<>(Frames.Source.class);
    private final LineSplitter terminal = new LineSplitter(this::terminalLine);
    private Instant last = Instant.EPOCH;

    LogFrames(Consumer<LogLine> lines) {
        this.lines = lines;
    }

    /** Reads until the stream ends. */
    void read(InputStream body) throws IOException {
        Frames.read(body, this::accept);
        unfinished.values().forEach(this::emit);
        unfinished.clear();
        terminal.end();
    }

    private void accept(Frames.Source source, byte[] message) {
        if (source == Frames.Source.TERMINAL) {
            terminal.accept(message);
            return;
        }
        int text = stamp(message);
        Unfinished line = unfinished.computeIfAbsent(source, t -> new Unfinished(last));
        line.bytes.write(message, text, message.length - text);
        boolean ends = message.length > 0 && message[message.length - 1] == '\n';
        if (ends || line.bytes.size() >= LONGEST) {
            unfinished.remove(source);
            emit(line);
        }
    }

    /** Reads the time stamp at the start of a message and tells where its text begins. */
    private int stamp(byte[] message) {
        for (int i = 0; i < Math.min(message.length, 40); i++) {
            if (message[i] == ' ') {
                try {
                    last = Instant.parse(new String(message, 0, i, StandardCharsets.US_ASCII));
                    return i + 1;
                } catch (DateTimeException e) {
                    return 0;
                }
            }
        }
        return 0;
    }

    private void terminalLine(String line) {
        byte[] message = line.getBytes(StandardCharsets.UTF_8);
        int text = stamp(message);
        lines.accept(
                new LogLine(
                        last,
                        new String(message, text, message.length - text, StandardCharsets.UTF_8)));
    }

    private void emit(Unfinished line) {
        LineSplitter one = new LineSplitter(text -> lines.accept(new LogLine(line.at, text)));
        one.accept(line.bytes.toByteArray());
        one.end();
    }

    private static final class Unfinished {
        private final Instant at;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private Unfinished(Instant at) {
            this.at = at;
        }
    }
}
