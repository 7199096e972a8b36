package dev.lull.snapshot;

import dev.lull.stack.ServiceName;
import dev.lull.stack.ShellWord;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A dump of a data store within a rollback point.
 *
 * @param how it was made, in a few words
 * @param file within the point's folder
 * @param bytes of that file
 * @param sha256 of that file, hex
 * @param contentBytes of the dump itself
 * @param restore reads the dump in the store's container, and puts everything back as it was
 * @param check reads it there, and exits 0 if it is whole; empty if there is no such command
 * @param instead volumes, folders and files of the store that were not copied because of it
 */
public record SavedDump(
        ServiceName service,
        String how,
        String file,
        long bytes,
        String sha256,
        long contentBytes,
        List<String> restore,
        List<String> check,
        List<String> instead) {
    public SavedDump {
        restore = List.copyOf(restore);
        check = List.copyOf(check);
        instead = List.copyOf(instead);
    }

    /**
     * The command that plays back what it reads.
     *
     * @param exec the words that run a command in the store's container with an input
     */
    String play(String exec) {
        return exec + " " + restore.stream().map(ShellWord::quote).collect(Collectors.joining(" "));
    }
}
