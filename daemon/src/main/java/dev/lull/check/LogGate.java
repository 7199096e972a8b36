package dev.lull.check;

import dev.lull.docker.LogLine;
import dev.lull.stack.Role;
import dev.lull.stack.ServiceSettings;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells a log line that means trouble. Pure. */
final class LogGate {
    /**
     * What runtimes and servers print when something broke; each needs no context to be read so.
     */
    private static final List<Pattern> BUILT_IN =
            List.of(
                    Pattern.compile("^Traceback \\(most recent call last\\)"),
                    Pattern.compile("^(Exception in thread|Caused by: )"),
                    Pattern.compile("^panic: |^fatal error: |^goroutine \\d+ \\[running\\]"),
                    Pattern.compile("\\b(FATAL|PANIC|EMERG)\\b"),
                    Pattern.compile("PHP (Fatal|Parse) error:"),
                    Pattern.compile("^(Uncaught|Unhandled)\\b|UnhandledPromiseRejection"),
                    Pattern.compile("(?i)\\bsegmentation fault\\b|\\bout of memory\\b"));

    private LogGate() {}

    /** The first line that fails, if one does. */
    static Optional<LogLine> firstFailure(List<LogLine> lines, ServiceSettings settings) {
        return lines.stream().filter(line -> fails(line.text(), settings)).findFirst();
    }

    private static boolean fails(String line, ServiceSettings settings) {
        return !matches(line, settings.logsAllow())
                && (matches(line, builtIn(settings)) || matches(line, settings.logsFail()));
    }

    /** A data store logs FATAL for every client that it turns away: that is no sign of its own. */
    private static List<Pattern> builtIn(ServiceSettings settings) {
        return settings.role().equals(Optional.of(Role.DB)) ? List.of() : BUILT_IN;
    }

    private static boolean matches(String line, List<Pattern> patterns) {
        return patterns.stream().anyMatch(p -> p.matcher(line).find());
    }
}
