package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.stack.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Prints what a restore would change. */
final class PreviewPrinter {
    private static final int SHORT_ID = 12;

    private final Terminal terminal;

    PreviewPrinter(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(JsonNode preview) {
        String point = Verb.text(preview, "id");
        terminal.out()
                .println(
                        terminal.bold("What restoring " + point + " would change on ")
                                + Verb.text(preview, "stack")
                                + ". Nothing was touched.");
        terminal.print(
                "It was taken "
                        + WindowVerbs.time(preview, "createdAt")
                        + ": "
                        + age(preview.path("ageSeconds").asDouble())
                        + " of writes would be lost.",
                "");
        preview.path("volumes").forEach(this::volume);
        files(preview.path("files"));
        containers(preview.path("containers"));
        part("Note", preview.path("notes"));
        obstacles(preview, point);
    }

    /** Seconds say nothing of what is hours ago. */
    private static String age(double seconds) {
        Duration age = Duration.ofMillis(Math.max(0, (long) (seconds * 1000)));
        return Durations.print(age.toMinutes() < 1 ? age : Duration.ofMinutes(age.toMinutes()));
    }

    private void heading(String text) {
        terminal.out().println();
        terminal.out().println(terminal.bold(text));
    }

    private void volume(JsonNode volume) {
        heading("Volume " + Verb.text(volume, "name"));
        names(volume.path("returning"), "would come back");
        names(volume.path("overwritten"), "would be overwritten");
        names(volume.path("removed"), "would be removed");
        if (volume.path("returning").path("count").asLong()
                        + volume.path("overwritten").path("count").asLong()
                        + volume.path("removed").path("count").asLong()
                == 0) {
            terminal.print("looks as it did", "  ");
        }
    }

    private void names(JsonNode names, String what) {
        long count = names.path("count").asLong();
        if (count > 0) {
            List<String> first = new ArrayList<>();
            names.path("first").forEach(n -> first.add(Terminal.harmless(n.asText())));
            terminal.print(
                    count
                            + " "
                            + what
                            + " ("
                            + SnapshotVerbs.size(names.path("bytes").asLong())
                            + "): "
                            + String.join(", ", first)
                            + (count > first.size() ? ", …" : ""),
                    "  ");
        }
    }

    private void files(JsonNode files) {
        heading("Compose, env and other single files");
        files.forEach(f ->
                terminal.print(
                        f.path("path").asText()
                                + (f.path("change").asText().equals("returning")
                                        ? " is gone and would come back"
                                        : " differs and would be overwritten"),
                        "  "));
        if (files.isEmpty()) {
            terminal.print("are as they were", "  ");
        }
    }

    private void containers(JsonNode containers) {
        heading("Containers");
        containers.forEach(c -> terminal.print(c.path("name").asText() + " " + fate(c), "  "));
    }

    private static String fate(JsonNode container) {
        JsonNode then = container.path("image");
        JsonNode now = container.path("imageNow");
        return switch (container.path("change").asText()) {
            case "kept" -> "is the one of the point and stays";
            case "removed" -> "came since and would be removed: " + image(now);
            default ->
                    "would be made again: "
                            + image(then)
                            + (now.isMissingNode() || now.path("id").equals(then.path("id"))
                                    ? ""
                                    : " instead of " + image(now));
        };
    }

    private static String image(JsonNode image) {
        String id = image.path("id").asText().replaceFirst("^sha256:", "");
        return image.path("reference").asText()
                + " ("
                + id.substring(0, Math.min(SHORT_ID, id.length()))
                + ")";
    }

    private void part(String heading, JsonNode sentences) {
        if (!sentences.isEmpty()) {
            heading(heading);
            sentences.forEach(s -> terminal.print(s.asText(), "  - "));
        }
    }

    private void obstacles(JsonNode preview, String point) {
        terminal.out().println();
        if (preview.path("possible").asBoolean()) {
            terminal.out().println(terminal.good(point + " is whole: every file of it was read."));
            terminal.print("'lull restore " + point + "' opens the window for it.", "");
        } else {
            terminal.out().println(terminal.bad(point + " can't be restored as things are:"));
            preview.path("obstacles").forEach(o -> terminal.print(o.asText(), "  - "));
        }
    }
}
