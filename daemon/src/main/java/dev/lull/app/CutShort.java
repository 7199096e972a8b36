package dev.lull.app;

import dev.lull.docker.ComposeFile;
import dev.lull.docker.EngineException;
import dev.lull.window.Journal;
import dev.lull.window.JournalException;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes that ended with an earlier daemon. Only windows write compose and env files, and one that
 * was cut short is still open.
 */
final class CutShort {
    private static final Logger LOG = LoggerFactory.getLogger(CutShort.class);

    private CutShort() {}

    /** Removes what they left beside the files of stacks with an open window. */
    static void tidy(Journal journal) {
        for (WindowId id : journal.open()) {
            try {
                tidy(WindowState.replay(journal.read(id, 0)));
            } catch (JournalException | IllegalStateException e) {
                // Told when it can't be taken up.
                LOG.atDebug().addKeyValue("window", id).setCause(e).log("its files stay untidied");
            }
        }
    }

    private static void tidy(WindowState state) {
        state.facts().stream()
                .flatMap(f -> f.declared().allFiles().stream())
                .map(ComposeFile::new)
                .forEach(CutShort::tidy);
    }

    private static void tidy(ComposeFile file) {
        try {
            file.tidy();
        } catch (EngineException e) {
            LOG.warn("{}", e.getMessage());
        }
    }
}
