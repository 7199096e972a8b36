package dev.lull.cli;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "daemon",
        description = {
            "Run the daemon in the foreground. It logs to standard error. Ctrl-C or SIGTERM ends it,"
                    + " in mid-window too: open windows go on when it is started again."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sudo lull daemon",
            "  sudo lull daemon --listen none --state /srv/lull --socket /srv/lull/lull.sock"
        })
final class DaemonVerb implements Callable<Integer> {
    private static final Pattern LISTEN =
            Pattern.compile("(localhost|127(?:\\.\\d{1,3}){3}|\\[::1])?:(\\d{1,5})");

    private final Lull lull;
    private final DaemonStarter starter;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            defaultValue = "${env:LULL_STATE:-/var/lib/lull}",
            description =
                    "where the journal and the rollback points are (LULL_STATE, or /var/lib/lull)")
    private Path state = Path.of("/var/lib/lull");

    @Option(
            names = "--listen",
            paramLabel = "ADDR",
            defaultValue = "${env:LULL_LISTEN:-127.0.0.1:7410}",
            description = {
                "loopback address for looking with a browser, or 'none' (LULL_LISTEN, or"
                        + " 127.0.0.1:7410)"
            })
    private String listen = "127.0.0.1:7410";

    DaemonVerb(Lull lull, DaemonStarter starter) {
        this.lull = lull;
        this.starter = starter;
    }

    @Override
    public Integer call() {
        return starter.run(new DaemonStarter.Options(lull.socket(), state, address(listen)));
    }

    private static Optional<InetSocketAddress> address(String listen) {
        if (listen.equals("none")) {
            return Optional.empty();
        }
        Matcher m = LISTEN.matcher(listen);
        if (!m.matches() || Integer.parseInt(m.group(2)) > 65535) {
            throw new CliException(
                    ExitCode.USAGE,
                    "--listen takes a loopback address such as 127.0.0.1:7410, or none; not "
                            + listen);
        }
        String host = m.group(1) == null ? "127.0.0.1" : m.group(1);
        return Optional.of(new InetSocketAddress(host, Integer.parseInt(m.group(2))));
    }
}
