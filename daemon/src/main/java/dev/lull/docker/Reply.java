package dev.lull.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the engine answered.
 *
 * @param apiVersion its {@code Api-Version} header, or empty
 */
record Reply(int status, String apiVersion, String body) {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern TAKEN_PORT =
            Pattern.compile(
                    ":(\\d+)(: bind: address already in use| failed: port is already allocated)");

    boolean ok() {
        return status < 400;
    }

    boolean missing() {
        return status == 404;
    }

    /** The engine was exchanged for one that does not speak the version negotiated before. */
    boolean refusesVersion() {
        return status == 400 && message().contains("client version");
    }

    /** Text of our own, which is JSON. */
    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
    }

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new EngineException.Transient("Docker's answer is cut off or no JSON", e);
        }
    }

    /** The engine's own words for a refusal; empty when it has none. */
    String message() {
        try {
            String message = JSON.readTree(body).path("message").asText("");
            return message.isEmpty() && !body.startsWith("{") ? body.strip() : message;
        } catch (JsonProcessingException e) {
            return body.strip();
        }
    }

    /** Passes this answer on unless the engine refused. */
    Reply orRefuse(Kind kind, String what) {
        if (ok()) {
            return this;
        }
        String message = message();
        String text =
                "Docker refuses to "
                        + what
                        + ": "
                        + (message.isEmpty() ? "HTTP status " + status : message)
                        + wayOut(message);
        if (status == 503) {
            throw new EngineException.Transient(text);
        }
        if (status >= 500 && message.isEmpty()) {
            throw kind.unanswered(text, null);
        }
        throw new EngineException.Permanent(text);
    }

    /** Docker names the port, but not who has it. */
    private static String wayOut(String message) {
        Matcher taken = TAKEN_PORT.matcher(message);
        return taken.find() ? ". See who has it: 'ss -ltnp sport = :" + taken.group(1) + "'" : "";
    }
}
