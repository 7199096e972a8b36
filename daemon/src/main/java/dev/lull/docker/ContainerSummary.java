package dev.lull.docker;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A container as a listing tells it: cheap, one call for all.
 *
 * @param name without leading slash
 * @param image the reference that it was created from; the image's id, {@code sha256:…}, where the
 *     reference names another image since, or none
 * @param state Docker's word: {@code created}, {@code running}, {@code exited}, …
 * @param status Docker's sentence, e.g. {@code Up 3 minutes (healthy)}
 */
public record ContainerSummary(
        String id,
        String name,
        String image,
        String imageId,
        String state,
        String status,
        Map<String, String> labels,
        List<Mount> mounts,
        List<PortBinding> ports) {
    private static final Set<String> GOING = Set.of("removing", "dead");

    public ContainerSummary {
        labels = Map.copyOf(labels);
        mounts = List.copyOf(mounts);
        ports = List.copyOf(ports);
    }

    public boolean isRunning() {
        return state.equals("running") || state.equals("restarting") || state.equals("paused");
    }

    /** Whether Docker is removing it, or was cut off in that: it can't be used any more. */
    public boolean isGoing() {
        return isGoing(state);
    }

    static boolean isGoing(String state) {
        return GOING.contains(state);
    }
}
