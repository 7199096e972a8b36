package dev.lull.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.calendar.Cron;
import dev.lull.calendar.Timing;
import dev.lull.plan.Change;
import dev.lull.schedule.Condition;
import dev.lull.schedule.Order;
import dev.lull.stack.StackName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Request bodies about schedules, read with every problem gathered before any is thrown. */
final class ScheduleRequests {
    /** How late a missed one may still begin, if nobody says. */
    private static final Duration LATE = Duration.ofHours(1);

    private ScheduleRequests() {}

    /** What is to be scheduled, and who asks for it. */
    record Wanted(Order order, Optional<String> by) {}

    /** A person's word for a moment that waits for one. */
    record Approval(Instant due, Optional<String> by) {}

    static Wanted wanted(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(Bodies.NEW_SCHEDULE.names());
        Optional<StackName> stack = Requests.stack(fields);
        Optional<String> name =
                fields.required("name", "say how it is to be called, e.g. \"nightly\"");
        Optional<Timing> timing = timing(fields);
        Optional<Change> change = change(fields);
        Optional<Duration> length = length(fields);
        Duration late = Lengths.nothingToAWeek(fields, "late").orElse(LATE);
        Set<Condition> conditions = conditions(fields);
        Optional<Duration> approval = Lengths.atMostAWeek(fields, "approve");
        Optional<String> by = Requests.by(fields);
        fields.throwProblems();
        try {
            Order order =
                    new Order(
                            stack.orElseThrow(),
                            name.orElseThrow(),
                            timing.orElseThrow(),
                            change.orElseThrow(),
                            length.orElseThrow(),
                            late,
                            conditions,
                            approval);
            return new Wanted(order, by);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.invalid(List.of(String.valueOf(e.getMessage())));
        }
    }

    /** When something would be due. */
    static Timing timing(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(Bodies.TIMING.names());
        Optional<Timing> timing = timing(fields);
        fields.throwProblems();
        return timing.orElseThrow();
    }

    /** Who asks, where that is said. */
    static Optional<String> ask(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(Bodies.SCHEDULE_ASK.names());
        Optional<String> by = Requests.by(fields);
        fields.throwProblems();
        return by;
    }

    static Approval approval(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(Bodies.APPROVE_RUN.names());
        Optional<Instant> due =
                fields.required("due", "say which moment, as the run that waits has it")
                        .flatMap(text -> instant(fields, text));
        Optional<String> by = Requests.by(fields);
        fields.throwProblems();
        return new Approval(due.orElseThrow(), by);
    }

    private static Optional<Instant> instant(Fields fields, String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            fields.problem("due", "is not a moment such as 2026-12-01T02:00:00Z");
            return Optional.empty();
        }
    }

    private static Optional<Timing> timing(Fields fields) {
        Optional<String> cron = fields.text("cron");
        Optional<String> at = fields.text("at");
        if (cron.isPresent() == at.isPresent()) {
            fields.problem(
                    "cron",
                    cron.isPresent()
                            ? "can't stand beside at: say one of them"
                            : "is missing: say when, e.g. \"0 3 * * 0\" with a zone; or at, once");
            return Optional.empty();
        }
        return cron.isPresent() ? repeated(fields, cron.get()) : once(fields, at.orElseThrow());
    }

    private static Optional<Timing> repeated(Fields fields, String text) {
        Optional<ZoneId> zone =
                fields.required("zone", "say by which clock, e.g. \"Europe/Berlin\"")
                        .flatMap(name -> read(fields, "zone", name, Timing::zone));
        Optional<Cron> cron = read(fields, "cron", text, Cron::parse);
        return cron.flatMap(c -> zone.map(z -> new Timing.Repeated(c, z)));
    }

    private static Optional<Timing> once(Fields fields, String text) {
        Optional<String> name = fields.text("zone");
        Optional<ZoneId> zone = name.flatMap(n -> read(fields, "zone", n, Timing::zone));
        return name.isPresent() && zone.isEmpty()
                ? Optional.empty()
                : read(fields, "at", text, t -> Timing.Once.parse(t, zone));
    }

    private static <T> Optional<T> read(
            Fields fields, String name, String text, Function<String, ? extends T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (IllegalArgumentException e) {
            fields.problem(name, "is '" + text + "', which " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Change> change(Fields fields) {
        String word = fields.text("change").orElse("update");
        onlyOf(fields, "update", word, List.of("images", "pull"));
        onlyOf(fields, "exec", word, List.of("service", "command"));
        return switch (word) {
            case "update" -> Optional.of(new Change.Update(Requests.images(fields), pull(fields)));
            case "migrate" -> Optional.of(new Change.Migrate());
            case "exec" -> Requests.exec(fields);
            case "none" -> Optional.of(new Change.None());
            default -> {
                fields.problem("change", "is '" + word + "', not update, migrate, exec or none");
                yield Optional.empty();
            }
        };
    }

    private static void onlyOf(Fields fields, String owner, String word, List<String> names) {
        for (String name : names) {
            if (!word.equals(owner) && !fields.node(name).isMissingNode()) {
                fields.problem(name, "goes with \"change\": \"" + owner + "\" only");
            }
        }
    }

    /** A schedule that brings new images is what it is for. */
    private static boolean pull(Fields fields) {
        return fields.node("pull").isMissingNode() || fields.flag("pull");
    }

    private static Optional<Duration> length(Fields fields) {
        if (fields.required("length", "say how long the door will be closed, e.g. \"10m\"")
                .isEmpty()) {
            return Optional.empty();
        }
        return Lengths.atMostAWeek(fields, "length");
    }

    private static Set<Condition> conditions(Fields fields) {
        Set<Condition> conditions = EnumSet.noneOf(Condition.class);
        for (String word : fields.words("onlyIf")) {
            Optional<Condition> condition = Condition.named(word);
            condition.ifPresent(conditions::add);
            if (condition.isEmpty()) {
                fields.problem(
                        "onlyIf", "names '" + word + "', which is neither changed nor healthy");
            }
        }
        return conditions;
    }
}
