package dev.lull.cli;

import dev.lull.config.Keys;
import dev.lull.config.Values;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code lull}. */
@Command(
        name = "lull",
        description = {
            "Maintenance windows for Docker Compose stacks: close the door, make the change,"
                    + " check it, open again. If anything fails, the stack returns to what it was.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lull stacks                    what is there, and what is wrong with it",
            "  lull plan guestbook            what a window would do; touches nothing",
            "  lull run guestbook             update it to what its compose files now say",
            "  lull show 12                   how window 12 is going, and what you can do"
        })
public final class Lull implements Callable<Integer> {
    private final Terminal terminal;
    private final Map<String, String> environment;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description = {
                "the daemon's unix socket (LULL_SOCKET, 'socket' of its configuration file, or"
                        + " /run/lull/lull.sock)"
            })
    private @Nullable Path socket;

    @Spec private CommandSpec spec = CommandSpec.create();

    private Lull(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    /**
     * Runs the command.
     *
     * @return the exit code
     */
    public static int run(String[] args, Terminal terminal, DaemonStarter daemon, String version) {
        return run(args, terminal, daemon, version, System.getenv());
    }

    static int run(
            String[] args,
            Terminal terminal,
            DaemonStarter daemon,
            String version,
            Map<String, String> environment) {
        int exit = commandLine(terminal, daemon, version, environment, args).execute(args);
        terminal.out().flush();
        terminal.err().flush();
        return exit;
    }

    /**
     * The command line.
     *
     * @param words what it is to be asked: without any it knows all verbs
     */
    static CommandLine commandLine(
            Terminal terminal,
            DaemonStarter daemon,
            String version,
            Map<String, String> environment,
            String... words) {
        Lull lull = new Lull(terminal, environment);
        CommandLine root = new CommandLine(lull);
        new Verbs(lull, daemon, version).addTo(root, words);
        everywhere(root.getCommandSpec(), version);
        return root.setOut(terminal.out())
                .setErr(terminal.err())
                .setUsageHelpWidth(100)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setColorScheme(
                        Help.defaultColorScheme(terminal.colours() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setParameterExceptionHandler((e, _) -> usage(e))
                .setExecutionExceptionHandler((e, _, _) -> failed(terminal, e));
    }

    /** Help, version and the exit codes, on each verb alike. */
    private static void everywhere(CommandSpec spec, String version) {
        spec.mixinStandardHelpOptions(true);
        spec.version("lull " + version);
        spec.usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.list())
                .abbreviateSynopsis(true);
        spec.subcommands().values().forEach(c -> everywhere(c.getCommandSpec(), version));
    }

    private static int usage(ParameterException e) {
        PrintWriter err = e.getCommandLine().getErr();
        String verb = e.getCommandLine().getCommandSpec().qualifiedName();
        err.println("lull: " + e.getMessage());
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("See '" + verb + " --help'.");
        }
        return ExitCode.USAGE.code();
    }

    private static int failed(Terminal terminal, Exception e) {
        PrintWriter err = terminal.err();
        if (e instanceof CliException known) {
            err.println("lull: " + Terminal.harmless(String.valueOf(known.getMessage())));
            known.problems().stream()
                    .filter(p -> !p.equals(known.getMessage()))
                    .forEach(p -> err.println("  - " + Terminal.harmless(p)));
            return known.exit().code();
        }
        err.println("lull: this should not have happened, please report it: " + e);
        e.printStackTrace(err);
        return ExitCode.UNEXPECTED.code();
    }

    Terminal terminal() {
        return terminal;
    }

    /**
     * Variables by their names. Not only what is meant for Lull: never to be printed as a whole.
     */
    Map<String, String> environment() {
        return environment;
    }

    /** What the command line says for every verb alike. */
    Values told() {
        return socket == null ? Values.none() : Values.none().with(Keys.SOCKET, socket);
    }

    /** Where a daemon is that was started with the same environment and file. */
    Path socket() {
        return toldSocket().orElseGet(this::socketOfFile);
    }

    private Optional<Path> toldSocket() {
        try {
            return told().orFrom(Keys.SOCKET, environment).find(Keys.SOCKET);
        } catch (IllegalArgumentException e) {
            throw new CliException(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Mistakes in the file are no business of who asks; and only the daemon has to be allowed to
     * read it.
     */
    private Path socketOfFile() {
        ConfigFile file = ConfigFile.of(null, environment);
        try {
            return file.read().values().get(Keys.SOCKET);
        } catch (CliException e) {
            if (file.named()) {
                throw e;
            }
            return Keys.SOCKET.otherwise();
        }
    }

    DaemonClient client() {
        return new DaemonClient(socket());
    }

    /** Without a verb. */
    @Override
    public Integer call() {
        spec.commandLine().usage(terminal.err());
        return ExitCode.USAGE.code();
    }
}
