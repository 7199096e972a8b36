package dev.lull.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What the verbs share. */
abstract class Verb implements Callable<Integer> {
    private final Lull lull;

    Verb(Lull lull) {
        this.lull = lull;
    }

    final Terminal terminal() {
        return lull.terminal();
    }

    final Lull lull() {
        return lull;
    }

    final void println(String line) {
        terminal().out().println(line);
    }

    @Override
    public final Integer call() throws Exception {
        try (DaemonClient client = lull.client()) {
            return run(client).code();
        }
    }

    abstract ExitCode run(DaemonClient client) throws Exception;

    /** Who asks: behind sudo the daemon would only see root. */
    static Map<String, Object> withCaller(Map<String, Object> body) {
        Map<String, Object> fields = new TreeMap<>(body);
        String user = System.getenv("SUDO_USER");
        if (user != null && !user.isBlank()) {
            fields.put("by", user + " (sudo)");
        }
        return fields;
    }

    /** The header that names a request, where it has a name. */
    static Map<String, String> keyed(@Nullable String key) {
        return key == null ? Map.of() : Map.of("Idempotency-Key", key);
    }

    static String stackPath(String stack) {
        return "/api/v1/stacks/" + DaemonClient.segment(stack);
    }

    static String windowPath(long id) {
        return "/api/v1/windows/" + id;
    }

    /** A field as text, made harmless. */
    static String text(JsonNode node, String field) {
        return Terminal.harmless(node.path(field).asText(""));
    }
}
