package dev.lull.schedule;

import dev.lull.journal.SqliteJournal;
import dev.lull.testbed.Folders;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The schedules in the database of a daemon: whoever gets them opens it anew. Closing it leaves
 * nothing behind.
 */
final class ScheduleDatabase implements Supplier<ScheduleStore>, AutoCloseable {
    private final Path state = Folders.make("schedules");
    private @Nullable SqliteJournal open;

    @Override
    public ScheduleStore get() {
        shut();
        SqliteJournal journal = SqliteJournal.open(state, Clock.systemUTC());
        open = journal;
        return journal.schedules();
    }

    private void shut() {
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        shut();
        Folders.delete(state);
    }
}
