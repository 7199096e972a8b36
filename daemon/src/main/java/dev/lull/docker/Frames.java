package dev.lull.docker;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Takes the engine's stream of stdout and stderr apart: frames of eight bytes of header (one of the
 * stream, three zero, four of length) and the payload. A container with a terminal has no frames:
 * what it writes comes as it is, and is given as pieces of one stream.
 */
final class Frames {
    /** What a piece of output came from. */
    enum Source {
        TERMINAL,
        STDOUT,
        STDERR
    }

    /** Takes each piece of output. */
    @FunctionalInterface
    interface Sink {
        void accept(Source source, byte[] payload);
    }

    private static final int HEADER = 8;
    private static final int PIECE = 8192;

    private Frames() {}

    /** Reads until the stream ends. */
    static void read(InputStream body, Sink sink) throws IOException {
        byte[] header = body.readNBytes(HEADER);
        while (isHeader(header)) {
            Source source = header[0] == 2 ? Source.STDERR : Source.STDOUT;
            sink.accept(source, body.readNBytes(length(header)));
            header = body.readNBytes(HEADER);
        }
        if (header.length > 0) {
            sink.accept(Source.TERMINAL, header);
            terminal(body, sink);
        }
    }

    private static void terminal(InputStream body, Sink sink) throws IOException {
        byte[] buffer = new byte[PIECE];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            sink.accept(Source.TERMINAL, Arrays.copyOf(buffer, read));
        }
    }

    private static boolean isHeader(byte[] header) {
        return header.length == HEADER
                && header[0] >= 0
                && header[0] <= 2
                && header[1] == 0
                && header[2] == 0
                && header[3] == 0
                && header[4] >= 0;
    }

    private static int length(byte[] header) {
        int length = 0;
        for (int i = 4; i < HEADER; i++) {
            length = (length << 8) | (header[i] & 0xff);
        }
        return length;
    }
}
