package dev.lull.docker;

import java.util.List;
import java.util.Map;

/**
 * A container as a listing tells it: cheap, one call for all.
 *
 * @param name without leading slash
 * @param image the reference that it was created from
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
    public ContainerSummary {
        labels = Map.copyOf(labels);
        mounts = List.copyOf(mounts);
        ports = List.copyOf(ports);
    }

    public boolean isRunning() {
        return state.equals("running") || state.equals("restarting") || state.equals("paused");
    }
}
