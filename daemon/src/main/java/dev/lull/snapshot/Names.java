package dev.lull.snapshot;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Names of files as programs print them: any bytes but zero, which ends each. */
final class Names {
    private Names() {}

    /** Reads to the end. Each char of a name is a byte. */
    static void read(InputStream from, Consumer<String> each) throws IOException {
        InputStream in = new BufferedInputStream(from, 1 << 16);
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == 0) {
                each.accept(name.toString(StandardCharsets.ISO_8859_1));
                name.reset();
            } else {
                name.write(b);
            }
        }
        if (name.size() > 0) {
            throw new EOFException("a program stopped in mid-name");
        }
    }

    /** A name as people read it. */
    static String told(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
