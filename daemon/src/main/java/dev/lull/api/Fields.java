package dev.lull.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A JSON object being read. Children share the list of problems. */
final class Fields {
    private static final int LONGEST = 2_000;

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

    /** A field as it was sent. */
    JsonNode node(String name) {
        return node.path(name);
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
        if (value.asText().length() > LONGEST) {
            problem(name, "is too long: at most " + LONGEST + " characters");
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
        JsonNode list = node.path(name);
        if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
            problem(name, "must be a list of words");
        }
        for (JsonNode word : list) {
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
