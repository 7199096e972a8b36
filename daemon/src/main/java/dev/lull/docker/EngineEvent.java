package dev.lull.docker;

import java.time.Instant;
import java.util.Map;

/**
 * Something that happened in the engine.
 *
 * @param type {@code container} or {@code network}
 * @param action e.g. {@code start}, {@code die}, {@code destroy}, {@code connect}
 * @param id of the container or network
 * @param attributes the container's labels and name, or the network's
 */
public record EngineEvent(
        Instant at, String type, String action, String id, Map<String, String> attributes) {
    public EngineEvent {
        attributes = Map.copyOf(attributes);
    }
}
