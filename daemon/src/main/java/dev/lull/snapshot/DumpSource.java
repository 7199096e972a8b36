package dev.lull.snapshot;

import dev.lull.stack.ServiceName;
import java.util.List;

/**
 * A data store that is to be dumped into a rollback point while it runs.
 *
 * @param how it is dumped, in a few words
 * @param dump writes all of it to its output
 * @param restore reads that, and puts everything back as it was
 * @param check reads it, and exits 0 if it is a whole dump; empty if there is no such command
 * @param instead volumes, folders and files that are not copied because of it
 * @param expected bytes that it may be about, for progress; 0 if nobody knows
 * @param commands runs them
 */
public record DumpSource(
        ServiceName service,
        String how,
        List<String> dump,
        List<String> restore,
        List<String> check,
        List<String> instead,
        long expected,
        StoreCommands commands) {
    public DumpSource {
        dump = List.copyOf(dump);
        restore = List.copyOf(restore);
        check = List.copyOf(check);
        instead = List.copyOf(instead);
    }
}
