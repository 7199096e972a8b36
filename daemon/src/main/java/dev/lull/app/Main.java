package dev.lull.app;

import dev.lull.cli.Lull;
import dev.lull.cli.Terminal;
import java.util.Objects;

/** The command {@code lull}. */
public final class Main {
    static final String VERSION =
            Objects.requireNonNullElse(Main.class.getPackage().getImplementationVersion(), "dev");

    private Main() {}

    public static void main(String[] args) {
        System.exit(Lull.run(args, Terminal.system(), new Daemon(), VERSION));
    }
}
