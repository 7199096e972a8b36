package dev.lull.systemd;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes to systemd's journal where standard error is connected to it: each thing in a field of its
 * own, so that {@code journalctl LULL_WINDOW=12} finds all of a window. Everywhere else, and where
 * the journal does not take an entry, it is the line on the console.
 *
 * <p>An entry is one datagram; what is too long for it is cut in its fields. (The journal would
 * take a file in memory too. Nothing that is worth reading is that long.)
 */
public final class JournalAppender extends ConsoleAppender<ILoggingEvent> {
    private static final String SOCKET = "/run/systemd/journal/socket";
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private final String socket;
    private final boolean isJournal;

    /** Knows from the environment of the process whether its standard error is the journal. */
    public JournalAppender() {
        this(System.getenv(), STANDARD_ERROR, SOCKET);
    }

    JournalAppender(Map<String, String> environment, Path standardError, String socket) {
        this.socket = socket;
        this.isJournal = is(standardError, environment.getOrDefault("JOURNAL_STREAM", ""));
    }

    /**
     * The variable alone says little: whoever is started with another standard error inherits it.
     *
     * @param stream of the journal: device and inode
     */
    private static boolean is(Path file, String stream) {
        try {
            return !stream.isEmpty()
                    && stream.equals(
                            Files.getAttribute(file, "unix:dev")
                                    + ":"
                                    + Files.getAttribute(file, "unix:ino"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!isJournal || !isSent(event)) {
            super.append(event);
        }
    }

    private boolean isSent(ILoggingEvent event) {
        try {
            UnixDatagram.send(socket, JournalEntry.of(event));
            return true;
        } catch (IOException | RuntimeException | LinkageError e) {
            // What is written to standard error gets into the journal by another way.
            return false;
        }
    }
}
