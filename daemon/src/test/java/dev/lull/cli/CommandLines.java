package dev.lull.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/** The real command line, parsed and not run. */
public final class CommandLines {
    private CommandLines() {}

    /**
     * Parses the words after {@code lull}.
     *
     * @throws CommandLine.ParameterException when the command would refuse them
     */
    public static void parse(List<String> words) {
        commandLine().parseArgs(words.toArray(String[]::new));
    }

    /** Whether a verb or one below it, or one of all where it is empty, has this option. */
    public static boolean hasOption(String verb, String option) {
        return commandLine().getSubcommands().entrySet().stream()
                .filter(v -> verb.isEmpty() || v.getKey().equals(verb))
                .anyMatch(v -> hasOption(v.getValue(), option));
    }

    private static boolean hasOption(CommandLine verb, String option) {
        return verb.getCommandSpec().findOption(option) != null
                || verb.getSubcommands().values().stream().anyMatch(v -> hasOption(v, option));
    }

    /** The verbs. */
    public static Set<String> verbs() {
        return commandLine().getSubcommands().keySet();
    }

    /** What {@code lull --help} prints. */
    public static String help() {
        return commandLine().getUsageMessage();
    }

    /** The verbs that are there when these words are asked. */
    static Set<String> verbsFor(String... words) {
        return commandLine(words).getSubcommands().keySet();
    }

    private static CommandLine commandLine(String... words) {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return Lull.commandLine(
                new Terminal(
                        nowhere, nowhere, new BufferedReader(new StringReader("")), false, false),
                told -> 0,
                "1.2.3",
                Map.of(),
                words);
    }
}
