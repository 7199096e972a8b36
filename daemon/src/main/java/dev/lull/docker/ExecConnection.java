package dev.lull.docker;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A connection of its own to the engine, over which a command is started, fed and heard. The
 * transport that all else goes through can't end a command's input and go on reading its output;
 * here that is the kernel's own half-close.
 */
final class ExecConnection implements AutoCloseable {
    private static final int PIECE = 64 * 1024;
    private static final int LONGEST_HEAD = 64 * 1024;
    private static final int FRAME = 8;
    private static final int SWITCHED = 101;

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;

    private ExecConnection(SocketChannel channel) {
        this.channel = channel;
        this.in = Channels.newInputStream(channel);
        this.out = Channels.newOutputStream(channel);
    }

    /**
     * Connects.
     *
     * @param socket of the engine
     */
    static ExecConnection open(URI socket) throws IOException {
        return new ExecConnection(SocketChannel.open(UnixDomainSocketAddress.of(socket.getPath())));
    }

    /**
     * Starts a command that was created and passes its streams on, to their ends.
     *
     * @param path of its start, with the API's version
     * @throws EngineHttp.Refused if the engine does not start it
     * @throws IOException if the connection broke: the streams may be cut off
     * @throws UncheckedIOException if the caller's own input or output failed
     */
    void run(String path, Streams streams) throws IOException, InterruptedException {
        byte[] body = "{\"Detach\":false,\"Tty\":false}".getBytes(StandardCharsets.UTF_8);
        String head =
                "POST "
                        + path
                        + " HTTP/1.1\r\nHost: docker\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n"
                        + "Content-Type: application/json\r\nContent-Length: "
                        + body.length
                        + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        requireSwitched();
        AtomicReference<@Nullable IOException> failure = new AtomicReference<>();
        Thread feeder =
                Thread.ofVirtual()
                        .name("docker: input of a command")
                        .start(() -> feed(streams.input(), failure));
        try {
            listen(streams);
        } finally {
            // What a command does not read any more, nobody sends any more.
            channel.close();
            feeder.join();
        }
        IOException unread = failure.get();
        if (unread != null) {
            throw new UncheckedIOException(unread);
        }
    }

    private void requireSwitched() throws IOException {
        String[] lines = head().split("\r\n", -1);
        int status = Integer.parseInt(lines[0].split(" ", 3)[1]);
        if (status != SWITCHED) {
            int length = 0;
            for (String line : lines) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
                }
            }
            String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            throw new EngineHttp.Refused(new Reply(status, "", body.isEmpty() ? "{}" : body));
        }
    }

    /** Up to the blank line, byte by byte: what follows is the command's. */
    private String head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2 && head.size() < LONGEST_HEAD) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("no answer");
            }
            head.write(next);
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
        }
        String text = head.toString(StandardCharsets.US_ASCII);
        if (!text.matches("(?s)HTTP/1\\.\\d \\d{3}.*")) {
            throw new IOException("no answer of HTTP");
        }
        return text;
    }

    private void feed(InputStream input, AtomicReference<@Nullable IOException> failure) {
        byte[] piece = new byte[PIECE];
        try {
            for (int n = read(input, piece); n >= 0; n = read(input, piece)) {
                out.write(piece, 0, n);
            }
            channel.shutdownOutput();
        } catch (UncheckedIOException e) {
            failure.set(e.getCause());
            quietly(channel);
        } catch (IOException e) {
            // The command has ended without reading all of it: its exit code tells.
        }
    }

    private static int read(InputStream input, byte[] piece) {
        try {
            return input.read(piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void quietly(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // It is of no more use.
        }
    }

    /** A frame that is cut off is not an end: nobody may take a part for the whole. */
    private void listen(Streams streams) throws IOException {
        LineSplitter messages = new LineSplitter(streams.messages());
        byte[] header = new byte[FRAME];
        for (int n = in.readNBytes(header, 0, FRAME); n > 0; n = in.readNBytes(header, 0, FRAME)) {
            int length = n < FRAME ? 0 : ByteBuffer.wrap(header).getInt(FRAME / 2);
            byte[] payload = in.readNBytes(length);
            if (n < FRAME || payload.length < length) {
                throw new EOFException("the output is cut off");
            }
            if (header[0] == 2) {
                messages.accept(payload);
            } else {
                write(payload, streams.output());
            }
        }
        messages.end();
    }

    private static void write(byte[] payload, OutputStream output) {
        try {
            output.write(payload);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
