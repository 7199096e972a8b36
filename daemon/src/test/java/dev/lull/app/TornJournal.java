package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.journal.SqliteJournal;
import dev.lull.testbed.JournalAround;
import dev.lull.window.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;

/**
 * A journal on the disk of a host that loses its power: what was appended last reached the disk in
 * part.
 */
final class TornJournal extends JournalAround implements AutoCloseable {
    private static final List<String> FILES = List.of("lull.db", "lull.db-wal");

    /** Of a frame in SQLite's write-ahead log (https://sqlite.org/fileformat2.html#walformat). */
    private static final int FRAME = 24 + 4096;

    private final Path folder;
    private final Clock clock;
    private volatile SqliteJournal journal;

    TornJournal(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        this.journal = SqliteJournal.open(folder, clock);
    }

    /** Takes half of the last frame away, and starts again on what is left. */
    void tear() {
        Path torn = folder.resolveSibling("torn");
        int before = events();
        try {
            Files.createDirectory(
                    torn,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            for (String file : FILES) {
                Files.copy(folder.resolve(file), torn.resolve(file));
            }
            try (FileChannel log =
                    FileChannel.open(torn.resolve("lull.db-wal"), StandardOpenOption.WRITE)) {
                log.truncate(log.size() - FRAME / 2);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        journal.close();
        journal = SqliteJournal.open(torn, clock);
        assertThat(events()).as("events after the power failed").isEqualTo(before - 1);
    }

    private int events() {
        return journal.windows().stream().mapToInt(w -> journal.read(w, 0).size()).sum();
    }

    @Override
    protected Journal journal() {
        return journal;
    }

    @Override
    public void close() {
        journal.close();
    }
}
