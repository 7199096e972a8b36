package dev.lull.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.api.DaemonFixture;
import dev.lull.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The web pages read no field of an answer that the API document does not tell of. */
class UsedFieldsTest {
    /**
     * What the names in the scripts stand for: shapes of the document, and with a plus what the
     * pages put beside them.
     */
    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("c", "Container"),
                    Map.entry("coming", "Timing"),
                    Map.entry(
                            "data",
                            "StackList WindowList PointList TokenList Standing ScheduleList"
                                    + " RunList"),
                    Map.entry("entry", "Audit"),
                    Map.entry("expected", "Expected"),
                    Map.entry("facts", "Facts"),
                    Map.entry("forecast", "Forecast"),
                    Map.entry("item", "Item"),
                    Map.entry("layer", "Layer +name"),
                    Map.entry("p", "Point Problem"),
                    Map.entry("plan", "Plan +plan +asked +busy +trouble"),
                    Map.entry("point", "Point"),
                    Map.entry("problem", "Problem ProblemDocument"),
                    Map.entry("r", "Replica"),
                    Map.entry("run", "Run"),
                    Map.entry("s", "Stack Service Step Planned"),
                    Map.entry("schedule", "Schedule"),
                    Map.entry("service", "Service"),
                    Map.entry("session", "Session +value"),
                    Map.entry("stack", "Stack +data +trouble"),
                    Map.entry("step", "Step Planned"),
                    Map.entry("token", "Token Created"),
                    Map.entry("u", "Unreadable"),
                    Map.entry("v", "Volume"),
                    Map.entry("view", "Window"),
                    Map.entry("volume", "Measured"),
                    Map.entry("w", "Warning WindowSummary"),
                    Map.entry("wayBack", "WayBack"),
                    Map.entry("who", "Session"),
                    Map.entry("window", "Window WindowSummary"));

    /** A name and what is read of it: {@code window.held?.step}; not what is called. */
    private static final Pattern READ =
            Pattern.compile("(?<![\\w.$/])[a-z]\\w*(?:\\??\\.[A-Za-z_]\\w*+(?!\\())++");

    private static final Pattern DOT = Pattern.compile("\\??\\.");

    /** What the document has of each shape: its fields, each with the shape that it has. */
    private final Map<String, Map<String, String>> shapes;

    UsedFieldsTest() throws IOException {
        try (DaemonFixture daemon = new DaemonFixture()) {
            shapes =
                    daemon.document().at("/components/schemas").properties().stream()
                            .collect(
                                    Collectors.toMap(Map.Entry::getKey, s -> fields(s.getValue())));
        }
    }

    private static Map<String, String> fields(JsonNode schema) {
        return schema.path("properties").properties().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                f -> f.getValue().path("$ref").asText("").replaceAll(".*/", "")));
    }

    private static List<String> words(String name) {
        return List.of(NAMES.getOrDefault(name, "").split(" ", -1));
    }

    private void read(String code, Set<String> read, Set<String> misfits) {
        Matcher found = READ.matcher(code);
        while (found.find()) {
            List<String> names = List.of(DOT.split(found.group(), -1));
            if (NAMES.containsKey(names.getFirst())) {
                follow(names, read, misfits);
            }
        }
    }

    /** Each field that is read on the way, as far as it is one of the API. */
    private void follow(List<String> names, Set<String> read, Set<String> misfits) {
        Set<String> at = Set.copyOf(words(names.getFirst()));
        for (int i = 1; i < names.size() && !at.contains("+" + names.get(i)); i++) {
            Set<String> next = next(at, names.get(i));
            (next.isEmpty() ? misfits : read).add(String.join(".", names.subList(0, i + 1)));
            next.remove("");
            if (next.isEmpty()) {
                return;
            }
            at = next;
        }
    }

    /** What a field of one of these shapes may be; a blank for text, a number or a list. */
    private Set<String> next(Set<String> at, String field) {
        return at.stream()
                .map(shape -> shapes.getOrDefault(shape, Map.of()))
                .filter(fields -> fields.containsKey(field))
                .map(fields -> fields.getOrDefault(field, ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_field_that_they_read_is_in_the_document() throws IOException {
        Set<String> read = new TreeSet<>();
        Set<String> misfits = new TreeSet<>();
        try (Stream<Path> files =
                Files.list(TestBed.root().resolve("web/src/main/resources/lull-web"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".js")).toList()) {
                if (!file.getFileName().toString().startsWith("vendor-")) {
                    read(Files.readString(file), read, misfits);
                }
            }
        }
        assertThat(misfits).isEmpty();
        assertThat(read)
                .hasSizeGreaterThan(150)
                .contains(
                        "window.held.step",
                        "window.visitors.met",
                        "stack.yaml",
                        "schedule.last.state",
                        "coming.words");
    }

    /** A shape that is called otherwise by now would be no shape at all here. */
    @Test
    void every_shape_that_they_know_is_in_the_document() {
        assertThat(NAMES.keySet())
                .allSatisfy(name ->
                        assertThat(words(name))
                                .as(name)
                                .allMatch(w -> w.startsWith("+") || shapes.containsKey(w)));
    }
}
