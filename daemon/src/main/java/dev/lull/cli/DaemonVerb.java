package dev.lull.cli;

import dev.lull.config.Keys;
import dev.lull.config.Listen;
import dev.lull.config.Rereading;
import dev.lull.config.Told;
import dev.lull.config.Values;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "daemon",
        description = {
            "Run the daemon in the foreground. It logs to standard error. Ctrl-C or SIGTERM ends it,"
                    + " in mid-window too: open windows go on when it is started again. SIGHUP has"
                    + " it read its configuration file again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sudo lull daemon",
            "  sudo lull daemon --config ./lull.yml",
            "  sudo lull daemon --listen none --state /srv/lull --socket /srv/lull/lull.sock"
        })
final class DaemonVerb implements Callable<Integer> {
    private final Lull lull;
    private final DaemonStarter starter;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the configuration file (LULL_CONFIG, or /etc/lull/lull.yml)")
    private @Nullable Path config;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "where the journal and the rollback points are (LULL_STATE, 'state' of the"
                            + " file, or /var/lib/lull)")
    private @Nullable Path state;

    @Option(
            names = "--listen",
            paramLabel = "ADDR",
            description = {
                "address for browsers, or 'none' (LULL_LISTEN, 'listen' of the file, or"
                        + " 127.0.0.1:7410); one that other hosts can reach needs what the file"
                        + " says of TLS and hosts"
            })
    private @Nullable String listen;

    DaemonVerb(Lull lull, DaemonStarter starter) {
        this.lull = lull;
        this.starter = starter;
    }

    @Override
    public Integer call() {
        return starter.run(told(line(), ConfigFile.of(config, lull.environment())));
    }

    /** What the file says now, where nobody says otherwise. */
    private Told told(Values line, ConfigFile file) {
        Values merged = line.over(file.values());
        try {
            return new Told(
                    merged, HandedCredentials.of(lull.environment()), () -> again(line, file));
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.REFUSED, "nothing was touched: " + e.getMessage());
        }
    }

    private Rereading again(Values line, ConfigFile file) {
        try {
            return new Rereading.Valid(told(line, file));
        } catch (CliException e) {
            return new Rereading.Refused(String.valueOf(e.getMessage()), e.problems());
        }
    }

    /** What the command line says, and else the environment. */
    private Values line() {
        Values told = lull.told();
        if (state != null) {
            told = told.with(Keys.STATE, state);
        }
        if (listen != null) {
            told = told.with(Keys.LISTEN, address(listen));
        }
        try {
            return told.orFrom(lull.environment());
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private static Listen address(String listen) {
        try {
            return Listen.parse(listen);
        } catch (IllegalArgumentException e) {
            throw new CliException(
                    ExitCode.USAGE,
                    "--listen takes an address with its port, such as 127.0.0.1:7410, or none; not "
                            + listen);
        }
    }
}
