package dev.lull.docker;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * What goes into a command and what comes out of it, of any length.
 *
 * @param input that it reads; its end is the command's end of input
 * @param output is given what it writes to stdout, in pieces as they come
 * @param messages is given each line that it writes to stderr, as it comes
 */
public record Streams(InputStream input, OutputStream output, Consumer<String> messages) {

    /** Of a command that reads nothing. */
    public static Streams out(OutputStream output, Consumer<String> messages) {
        return new Streams(InputStream.nullInputStream(), output, messages);
    }
}
