package dev.lull.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "completion",
        description = "Print a completion script for a shell.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lull completion bash > /etc/bash_completion.d/lull",
            "  lull completion zsh  > ~/.lull-completion.zsh   (and source it in ~/.zshrc)",
            "  lull completion fish > ~/.config/fish/completions/lull.fish"
        })
final class CompletionVerb implements Callable<Integer> {
    enum Shell {
        bash,
        zsh,
        fish
    }

    private final Lull lull;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    private Shell shell = Shell.bash;

    CompletionVerb(Lull lull) {
        this.lull = lull;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        lull.terminal()
                .out()
                .println(
                        switch (shell) {
                            // The script turns on bash completion where it finds itself in zsh.
                            case bash, zsh -> AutoComplete.bash("lull", root);
                            case fish -> fish(root);
                        });
        return ExitCode.OK.code();
    }

    private static String fish(CommandLine root) {
        StringBuilder script = new StringBuilder("complete -c lull -f\n");
        root.getSubcommands()
                .forEach((name, verb) -> {
                    verb(script, "__fish_use_subcommand", alone(root, name), name, verb);
                    String within = seen(name);
                    verb.getSubcommands()
                            .forEach((n, v) ->
                                    verb(
                                            script,
                                            "'" + within + "'",
                                            within + "; and " + seen(n),
                                            n,
                                            v));
                });
        return script.append(
                        "complete -c lull -n '__fish_seen_subcommand_from completion' -a 'bash zsh"
                                + " fish'\n")
                .append("complete -c lull -n '__fish_seen_subcommand_from config' -F")
                .toString();
    }

    private static String seen(String names) {
        return "__fish_seen_subcommand_from " + names;
    }

    /** A verb was typed, and not the one of the same name below another one. */
    private static String alone(CommandLine root, String name) {
        String above =
                root.getSubcommands().entrySet().stream()
                        .filter(v -> v.getValue().getSubcommands().containsKey(name))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining(" "));
        return above.isEmpty() ? seen(name) : seen(name) + "; and not " + seen(above);
    }

    /**
     * @param condition in which it can be typed
     * @param typed in which it was, and its options can be
     */
    private static void verb(
            StringBuilder script, String condition, String typed, String name, CommandLine verb) {
        script.append("complete -c lull -n ")
                .append(condition)
                .append(" -a ")
                .append(name)
                .append(" -d ")
                .append(quoted(first(verb.getCommandSpec().usageMessage().description())))
                .append('\n');
        verb.getCommandSpec().options().forEach(o -> option(script, typed, o));
    }

    private static void option(StringBuilder script, String typed, OptionSpec option) {
        script.append("complete -c lull -n '")
                .append(typed)
                .append("' -l ")
                .append(option.longestName().replaceFirst("^--", ""))
                .append(option.arity().max() > 0 ? " -r" : "");
        if (option.completionCandidates() != null) {
            script.append(" -a ").append(quoted(String.join(" ", option.completionCandidates())));
        }
        if (option.typeInfo().getType().equals(Path.class)) {
            script.append(" -F");
        }
        script.append(" -d ").append(quoted(first(option.description()))).append('\n');
    }

    private static String first(String[] lines) {
        String line = List.of(lines).stream().findFirst().orElse("");
        int sentence = line.indexOf(": $");
        return sentence < 0 ? line : line.substring(0, sentence);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
