package dev.lull.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A word that needs a verb after it; without one it says which there are. */
abstract class VerbGroup implements Callable<Integer> {
    private final Lull lull;

    @Spec private CommandSpec spec = CommandSpec.create();

    VerbGroup(Lull lull) {
        this.lull = lull;
    }

    @Override
    public final Integer call() {
        spec.commandLine().usage(lull.terminal().err());
        return ExitCode.USAGE.code();
    }
}
