package dev.lull.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs commands where a data store runs. Blocks; interrupt it to give up, the command may go on
 * then. What goes wrong with the way there is thrown as it is, and is none of a rollback point's.
 */
public interface StoreCommands {
    /**
     * Runs one.
     *
     * @param input that it reads, to its end; not read any more on return
     * @param output is given what it writes
     * @param messages is given each line that it says of trouble
     * @return its exit code
     * @throws IOException when input or output failed
     */
    int run(List<String> argv, InputStream input, OutputStream output, Consumer<String> messages)
            throws IOException;
}
