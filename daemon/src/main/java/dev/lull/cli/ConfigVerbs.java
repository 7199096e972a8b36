package dev.lull.cli;

import dev.lull.config.Values;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The verbs of the configuration file. They need no daemon. */
final class ConfigVerbs {
    private ConfigVerbs() {}

    @Command(
            name = "config",
            description = "Check the daemon's configuration file.",
            footerHeading = "%nExamples:%n",
            footer = "  lull config check")
    static final class ConfigVerb extends VerbGroup {
        ConfigVerb(Lull lull) {
            super(lull);
        }
    }

    @Command(
            name = "check",
            description = {
                "Say what is wrong with a configuration file, all of it, with lines and ways out."
                        + " Touches nothing, and needs no daemon."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  lull config check",
                "  lull config check ./lull.yml      before it is put into its place"
            })
    static final class CheckVerb implements Callable<Integer> {
        private final Lull lull;

        @Parameters(
                arity = "0..1",
                paramLabel = "FILE",
                description = "the file (default: LULL_CONFIG, or /etc/lull/lull.yml)")
        private @Nullable Path file;

        CheckVerb(Lull lull) {
            this.lull = lull;
        }

        @Override
        public Integer call() {
            ConfigFile checked = ConfigFile.of(file, lull.environment());
            Values values = checked.values();
            lull.terminal()
                    .out()
                    .println(
                            checked.path()
                                    + (checked.isMissed()
                                            ? " is not there: every key has its default."
                                            : " is valid. It sets " + set(values.names()) + "."));
            return ExitCode.OK.code();
        }

        private static String set(List<String> names) {
            return names.isEmpty()
                    ? "nothing: every key has its default"
                    : String.join(", ", names);
        }
    }
}
