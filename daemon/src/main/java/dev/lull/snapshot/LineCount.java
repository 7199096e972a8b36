package dev.lull.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/**
 * Counts the lines that a program prints, one for each name that it is done with.
 *
 * @param told is told how many there are so far
 */
record LineCount(LongConsumer told) implements Pipeline.Sink {
    @Override
    public void readFrom(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long lines = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            for (int i = 0; i < n; i++) {
                lines += buffer[i] == '\n' ? 1 : 0;
            }
            told.accept(lines);
        }
    }
}
