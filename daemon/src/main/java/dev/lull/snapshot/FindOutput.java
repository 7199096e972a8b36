package dev.lull.snapshot;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What {@code find -printf} prints with a zero byte after each field. A char is a byte. */
final class FindOutput {
    private final InputStream in;
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();

    FindOutput(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** Whether there is another entry. */
    boolean hasNext() throws IOException {
        in.mark(1);
        boolean more = in.read() >= 0;
        in.reset();
        return more;
    }

    String field() throws IOException {
        field.reset();
        for (int b = in.read(); b != 0; b = in.read()) {
            if (b < 0) {
                throw new EOFException("find stopped in mid-entry");
            }
            field.write(b);
        }
        return field.toString(StandardCharsets.ISO_8859_1);
    }

    long number() throws IOException {
        return Long.parseLong(field());
    }

    /** Seconds and nine digits: versions of find differ in how many they print after that. */
    String time() throws IOException {
        String time = field();
        int dot = time.indexOf('.');
        String nanos = dot < 0 ? "" : time.substring(dot + 1);
        String seconds = dot < 0 ? time : time.substring(0, dot);
        return seconds + "." + (nanos + "000000000").substring(0, 9);
    }
}
