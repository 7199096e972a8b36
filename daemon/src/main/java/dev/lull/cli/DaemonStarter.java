package dev.lull.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/** Runs the daemon, blocking until it is told to stop. Implemented by the wiring. */
@FunctionalInterface
public interface DaemonStarter {

    /**
     * Runs it.
     *
     * @return the exit code
     */
    int run(Options options);

    /**
     * What the command line says about it.
     *
     * @param socket where the API listens
     * @param state directory of the journal and the rollback points
     * @param listen TCP address for looking; empty for none
     */
    record Options(Path socket, Path state, Optional<InetSocketAddress> listen) {}
}
