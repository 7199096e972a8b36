package dev.lull.journal;

import dev.lull.testbed.Folders;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A journal in a directory of its own, for one test: its fields say {@code @RegisterExtension}. */
final class JournalOnDisk implements BeforeEachCallback, AfterEachCallback {
    private @Nullable Path state;
    private @Nullable SqliteJournal journal;

    @Override
    public void beforeEach(ExtensionContext context) {
        state = Folders.make("journal");
        open();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        get().close();
        Folders.delete(state());
    }

    private void open() {
        journal = SqliteJournal.open(state(), Clock.systemUTC());
    }

    /** As when the daemon is started again. */
    void reopen() {
        get().close();
        open();
    }

    SqliteJournal get() {
        SqliteJournal opened = journal;
        if (opened == null) {
            throw new IllegalStateException("no test runs");
        }
        return opened;
    }

    Path state() {
        Path made = state;
        if (made == null) {
            throw new IllegalStateException("no test runs");
        }
        return made;
    }
}
