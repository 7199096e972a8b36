package dev.lull.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What restic prints with {@code --json}: a document a line. */
final class ResticOutput {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ResticOutput() {}

    /** The document; a missing one where the line is none. */
    static JsonNode read(String line) {
        try {
            JsonNode read = JSON.readTree(line);
            return read == null ? MissingNode.getInstance() : read;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** What it said of its trouble, for people: a line of text, or a document with one in it. */
    static String words(List<String> said) {
        return said.stream()
                .map(ResticOutput::words)
                .map(String::strip)
                .filter(w -> !w.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String words(String line) {
        if (!line.startsWith("{")) {
            return line;
        }
        JsonNode read = read(line);
        JsonNode error = read.path("error");
        String told =
                first(
                        read.path("message").asText(),
                        error.path("message").asText(),
                        error.path("Err").asText(),
                        error.isTextual() ? error.asText() : "");
        String item = read.path("item").asText();
        return (item.isEmpty() || told.contains(item) ? "" : item + ": ")
                + told.strip().replace("\n", "; ");
    }

    private static String first(String... words) {
        return Stream.of(words).filter(w -> !w.isBlank()).findFirst().orElse("");
    }
}
