package dev.lull.cli;

import dev.lull.config.Told;

/** Runs the daemon, blocking until it is told to stop. Implemented by the wiring. */
@FunctionalInterface
public interface DaemonStarter {

    /**
     * Runs it.
     *
     * @param told by the command line, the environment, the file and the defaults, in this order
     * @return the exit code
     */
    int run(Told told);
}
