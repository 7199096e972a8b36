package dev.lull.cli;

import java.util.List;

/** The verb can't do what was asked. The message is for people. */
final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exit;
    private final List<String> problems;

    CliException(ExitCode exit, String message, List<String> problems) {
        super(message);
        this.exit = exit;
        this.problems = List.copyOf(problems);
    }

    CliException(ExitCode exit, String message) {
        this(exit, message, List.of());
    }

    ExitCode exit() {
        return exit;
    }

    List<String> problems() {
        return problems;
    }
}
