package dev.lull.stack;

import dev.lull.calendar.Cron;
import dev.lull.calendar.Timing;
import dev.lull.stack.PlannedWindow.Work;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code x-lull.schedule}. A planned window with any problem counts as not there. */
final class PlannedWindows {
    private static final String CHANGED = "changed";
    private static final String HEALTHY = "healthy";

    private static final List<String> KNOWN =
            List.of(
                    "cron", "zone", "at", "change", "service", "command", "pull", "length", "late",
                    "only_if", "approve");

    /** How late a missed one may still begin, if nobody says. */
    private static final Duration LATE = Duration.ofHours(1);

    private final String at;
    private final Map<String, Object> values;
    private final List<Problem> problems;

    private PlannedWindows(String at, Map<String, Object> values, List<Problem> problems) {
        this.at = at;
        this.values = values;
        this.problems = problems;
    }

    /**
     * Reads all of them, by their names.
     *
     * @param problems is added to
     */
    static List<PlannedWindow> read(String at, @Nullable Object value, List<Problem> problems) {
        List<PlannedWindow> planned = new ArrayList<>();
        Entries.mapping(at, value, problems)
                .forEach((name, one) -> {
                    String where = at + "." + name;
                    Map<String, Object> values = Entries.mapping(where, one, problems);
                    if (!values.isEmpty() || one instanceof Map<?, ?>) {
                        new PlannedWindows(where, values, problems)
                                .read(name)
                                .ifPresent(planned::add);
                    }
                });
        return planned;
    }

    private Optional<PlannedWindow> read(String name) {
        int before = problems.size();
        Entries.keys(at, values.keySet(), KNOWN, problems);
        Optional<Timing> timing = timing();
        Optional<Work> work = work();
        Optional<Duration> length = length();
        Duration late = parsed("late", Durations::parse).orElse(LATE);
        Set<String> conditions = conditions();
        Optional<Duration> approval = parsed("approve", Durations::parse);
        if (problems.size() > before) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new PlannedWindow(
                            name,
                            timing.orElseThrow(),
                            work.orElseThrow(),
                            length.orElseThrow(),
                            late,
                            conditions.contains(CHANGED),
                            conditions.contains(HEALTHY),
                            approval));
        } catch (IllegalArgumentException e) {
            problems.add(Problem.error(at, String.valueOf(e.getMessage()), "Correct it"));
            return Optional.empty();
        }
    }

    private Optional<Timing> timing() {
        boolean repeated = values.containsKey("cron");
        if (repeated == values.containsKey("at")) {
            problem(
                    "cron",
                    repeated ? "stands beside at" : "is missing",
                    "Write cron and zone, such as '0 3 * * 0' and Europe/Berlin; or at, for once");
            return Optional.empty();
        }
        Optional<ZoneId> zone = parsed("zone", Timing::zone);
        boolean misread = values.containsKey("zone") && zone.isEmpty();
        if (!repeated) {
            return misread ? Optional.empty() : parsed("at", text -> Timing.Once.parse(text, zone));
        }
        if (!values.containsKey("zone")) {
            problem("zone", "is missing", "Write whose clocks count, such as Europe/Berlin");
        }
        Optional<Cron> cron = parsed("cron", Cron::parse);
        return zone.flatMap(z -> cron.map(c -> new Timing.Repeated(c, z)));
    }

    private Optional<Work> work() {
        String word = Entries.text(values, "change").orElse("update");
        onlyWith("update", word, "pull");
        onlyWith("exec", word, "service");
        onlyWith("exec", word, "command");
        return switch (word) {
            case "update" ->
                    Optional.of(
                            new PlannedWindow.Update(
                                    parsed("pull", PlannedWindows::truth).orElse(true)));
            case "migrate" -> Optional.of(new PlannedWindow.Migrate());
            case "exec" -> exec();
            case "none" -> Optional.of(new PlannedWindow.ByHand());
            default -> {
                problem(
                        "change",
                        "is '" + word + "', which is no change that can be planned",
                        "Write one of: update, migrate, exec, none");
                yield Optional.empty();
            }
        };
    }

    private void onlyWith(String change, String word, String key) {
        if (!word.equals(change) && values.containsKey(key)) {
            problem(key, "goes with 'change: " + change + "' only", "Remove one of them");
        }
    }

    private Optional<Work> exec() {
        require("service", "Say in which service the command runs");
        require("command", "Write the command, as a line or as a list of its words");
        Optional<ServiceName> service = parsed("service", ServiceName::new);
        Optional<Command> command = command();
        return service.flatMap(s -> command.map(c -> new PlannedWindow.Exec(s, c)));
    }

    private Optional<Command> command() {
        if (!(values.get("command") instanceof List<?> words)) {
            return Entries.text(values, "command").flatMap(this::command);
        }
        if (words.isEmpty()) {
            problem("command", "is an empty list", "Write the words of the command");
            return Optional.empty();
        }
        return Optional.of(new Command(words.stream().map(String::valueOf).toList()));
    }

    /** A problem does not repeat the command: it may hold a secret. */
    private Optional<Command> command(String line) {
        try {
            return Optional.of(Command.parse(line));
        } catch (IllegalArgumentException e) {
            problem("command", String.valueOf(e.getMessage()), "Correct the command");
            return Optional.empty();
        }
    }

    private Optional<Duration> length() {
        require("length", "Say how long the door is expected to be closed, such as 10m");
        return parsed("length", Durations::parse);
    }

    private Set<String> conditions() {
        @Nullable Object value = values.get("only_if");
        Set<String> conditions = new TreeSet<>();
        for (Object one :
                value instanceof List<?> list ? list : Stream.ofNullable(value).toList()) {
            String word = String.valueOf(one);
            conditions.add(word);
            if (!word.equals(CHANGED) && !word.equals(HEALTHY)) {
                problem(
                        "only_if",
                        "is '" + word + "', which is no condition",
                        "Write changed, healthy, or both as a list");
            }
        }
        return conditions;
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private <T> Optional<T> parsed(String key, Function<String, ? extends T> parser) {
        return Entries.parsed(at, values, key, parser::apply, problems);
    }

    private void require(String key, String fix) {
        if (!values.containsKey(key)) {
            problem(key, "is missing", fix);
        }
    }

    private void problem(String key, String what, String fix) {
        problems.add(Problem.error(at + "." + key, what, fix));
    }
}
