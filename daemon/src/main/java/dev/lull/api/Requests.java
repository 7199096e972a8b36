package dev.lull.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.plan.Change;
import dev.lull.stack.Command;
import dev.lull.stack.Durations;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Request bodies, read with every problem gathered before any is thrown. */
final class Requests {
    private static final Set<String> WINDOW = Set.of("stack", "change", "reason", "expected", "by");
    private static final Set<String> ACTION = Set.of("by", "confirm");
    private static final Set<String> PRUNE = Set.of("stack", "dryRun");
    private static final Set<String> ADOPT = Set.of("from");
    private static final int LONGEST_TEXT = 2_000;
    private static final Duration LONGEST = Duration.ofDays(7);

    /** How long the door is expected to be closed, if nobody says. */
    private static final Duration EXPECTED = Duration.ofMinutes(5);

    private Requests() {}

    /** What opens a window. */
    record OpenWindow(
            StackName stack,
            Change change,
            String reason,
            Duration expected,
            Optional<String> by) {}

    /** What goes with an action. */
    record Ask(Optional<String> by, Optional<String> confirm) {}

    /** What is to be pruned. */
    record Prune(Optional<StackName> stack, boolean dryRun) {}

    static Prune prune(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(PRUNE);
        Optional<StackName> stack =
                fields.text("stack").isPresent() ? stack(fields) : Optional.empty();
        boolean dryRun = fields.flag("dryRun");
        fields.throwProblems();
        return new Prune(stack, dryRun);
    }

    /** The folder of a rollback point that is to be taken over. */
    static Path adopt(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(ADOPT);
        Optional<Path> from =
                fields.required("from", "say in which folder the rollback point is")
                        .flatMap(Requests::path);
        if (from.isEmpty() || !from.get().isAbsolute()) {
            fields.problem("from", "is not an absolute path");
        }
        fields.throwProblems();
        return from.orElseThrow();
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    static OpenWindow openWindow(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(WINDOW);
        Optional<StackName> stack = stack(fields);
        Optional<Change> change = change(fields.child("change"));
        Duration expected = expected(fields);
        String reason = fields.text("reason").orElse("");
        Optional<String> by = fields.text("by");
        fields.throwProblems();
        return new OpenWindow(stack.orElseThrow(), change.orElseThrow(), reason, expected, by);
    }

    static Change planFor(JsonNode body) {
        Fields fields = new Fields("", body);
        Fields change = body.has("change") ? fields.child("change") : fields;
        Optional<Change> read = change(change);
        fields.throwProblems();
        return read.orElseThrow();
    }

    static Ask ask(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(ACTION);
        Ask ask = new Ask(fields.text("by"), fields.text("confirm"));
        fields.throwProblems();
        return ask;
    }

    /** A stack's name out of a path. */
    static StackName stackInPath(String name) {
        try {
            return new StackName(name);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.notFound("there is no stack '" + name + "'; see 'lull stacks'");
        }
    }

    private static Optional<StackName> stack(Fields fields) {
        Optional<String> name = fields.required("stack", "say which stack, e.g. \"guestbook\"");
        try {
            return name.map(StackName::new);
        } catch (IllegalArgumentException e) {
            fields.problem("stack", "is " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Duration expected(Fields fields) {
        Optional<String> text = fields.text("expected");
        if (text.isEmpty()) {
            return EXPECTED;
        }
        Optional<Duration> read = duration(text.get());
        if (read.isEmpty()) {
            fields.problem("expected", "is not a duration such as 30s, 5m or 1h30m");
            return EXPECTED;
        }
        if (!read.get().isPositive() || read.get().compareTo(LONGEST) > 0) {
            fields.problem("expected", "must be more than nothing and at most 7d");
        }
        return read.get();
    }

    private static Optional<Duration> duration(String text) {
        try {
            return Optional.of(text.startsWith("P") ? Duration.parse(text) : Durations.parse(text));
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<Change> change(Fields fields) {
        String type = fields.text("type").orElse("update");
        return switch (type) {
            case "update" -> {
                fields.onlyKnow(Set.of("type", "images", "pull"));
                yield Optional.of(new Change.Update(images(fields), fields.flag("pull")));
            }
            case "migrate" -> {
                fields.onlyKnow(Set.of("type"));
                yield Optional.of(new Change.Migrate());
            }
            case "exec" -> {
                fields.onlyKnow(Set.of("type", "service", "command"));
                yield exec(fields);
            }
            case "none" -> {
                fields.onlyKnow(Set.of("type"));
                yield Optional.of(new Change.None());
            }
            case "restore" -> {
                fields.onlyKnow(Set.of("type", "point"));
                yield fields.required("point", "say which rollback point; see 'lull snapshots'")
                        .map(Change.Restore::new);
            }
            default -> {
                fields.problem(
                        "type", "is '" + type + "', not update, migrate, exec, none or restore");
                yield Optional.empty();
            }
        };
    }

    private static Optional<Change> exec(Fields fields) {
        Optional<String> service = fields.required("service", "say in which service it is run");
        List<String> argv = fields.words("command");
        if (argv.isEmpty()) {
            fields.problem("command", "is missing: give it as a list of words");
        }
        return service.isEmpty() || argv.isEmpty()
                ? Optional.empty()
                : Optional.of(new Change.Exec(new ServiceName(service.get()), new Command(argv)));
    }

    private static Map<ServiceName, String> images(Fields fields) {
        Map<ServiceName, String> images = new TreeMap<>();
        JsonNode node = fields.node.path("images");
        if (!node.isMissingNode() && !node.isObject()) {
            fields.problem("images", "must map services to image references");
            return images;
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String reference = entry.getValue().asText("");
            if (entry.getKey().isBlank()
                    || !entry.getValue().isTextual()
                    || !reference.matches("[\\w./:@-]{1,512}")) {
                fields.problem("images." + entry.getKey(), "is not an image reference");
            } else {
                images.put(new ServiceName(entry.getKey()), reference);
            }
        }
        return images;
    }

    /** A JSON object being read. Children share the list of problems. */
    private static final class Fields {
        private final String prefix;
        private final JsonNode node;
        private final List<String> problems;

        Fields(String prefix, JsonNode node) {
            this(prefix, node, new ArrayList<>());
            if (!node.isObject()) {
                throw ApiProblem.malformed("the body must be a JSON object");
            }
        }

        private Fields(String prefix, JsonNode node, List<String> problems) {
            this.prefix = prefix;
            this.node = node;
            this.problems = problems;
        }

        Fields child(String name) {
            JsonNode child = node.path(name);
            if (!child.isMissingNode() && !child.isObject()) {
                problem(name, "must be an object");
            }
            return new Fields(prefix + name + ".", child, problems);
        }

        void onlyKnow(Set<String> known) {
            node.fieldNames()
                    .forEachRemaining(name -> {
                        if (!known.contains(name)) {
                            problem(
                                    name,
                                    "is not known here; known: "
                                            + String.join(", ", known.stream().sorted().toList()));
                        }
                    });
        }

        void problem(String field, String what) {
            problems.add(prefix + field + " " + what);
        }

        Optional<String> required(String name, String hint) {
            Optional<String> text = text(name).filter(t -> !t.isBlank());
            if (text.isEmpty()) {
                problem(name, "is missing: " + hint);
            }
            return text;
        }

        Optional<String> text(String name) {
            JsonNode value = node.path(name);
            if (value.isMissingNode() || value.isNull()) {
                return Optional.empty();
            }
            if (!value.isTextual()) {
                problem(name, "must be text");
                return Optional.empty();
            }
            if (value.asText().length() > LONGEST_TEXT) {
                problem(name, "is too long: at most " + LONGEST_TEXT + " characters");
                return Optional.empty();
            }
            return Optional.of(value.asText());
        }

        boolean flag(String name) {
            JsonNode value = node.path(name);
            if (!value.isMissingNode() && !value.isBoolean()) {
                problem(name, "must be true or false");
            }
            return value.asBoolean(false);
        }

        List<String> words(String name) {
            List<String> words = new ArrayList<>();
            for (JsonNode word : node.path(name)) {
                if (!word.isTextual()) {
                    problem(name, "must be a list of words");
                    return List.of();
                }
                words.add(word.asText());
            }
            return words;
        }

        void throwProblems() {
            if (!problems.isEmpty()) {
                throw ApiProblem.invalid(problems);
            }
        }
    }
}
