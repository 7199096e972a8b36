package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.stack.Durations;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a screen must remember of the steps: what they do, when they began. */
final class StepNotes {
    private final Map<String, String> what = new HashMap<>();
    private final Map<String, Instant> began = new HashMap<>();

    /** From a window's view, or from an event that has steps. */
    void learn(JsonNode stepsParent) {
        stepsParent
                .path("steps")
                .forEach(s -> what.put(s.path("step").asText(), s.path("what").asText()));
        stepsParent
                .path("steps")
                .forEach(s -> {
                    if (s.path("status").asText().equals("running") && s.has("startedAt")) {
                        began.put(
                                s.path("step").asText(),
                                Instant.parse(s.path("startedAt").asText()));
                    }
                });
    }

    void began(JsonNode event) {
        began.put(event.path("step").asText(), at(event));
    }

    String what(String step) {
        return what.getOrDefault(step, "");
    }

    Optional<Instant> began(String step) {
        return Optional.ofNullable(began.get(step));
    }

    /** How long the step of this event took, as printed. */
    String took(JsonNode event) {
        return began(event.path("step").asText())
                .map(start -> Durations.print(Durations.between(start, at(event))))
                .orElse("");
    }

    static Instant at(JsonNode event) {
        return Instant.parse(event.path("at").asText());
    }

    static String text(JsonNode event) {
        return Terminal.harmless(event.path("text").asText().replaceAll("\\s*\\R\\s*", " "));
    }
}
