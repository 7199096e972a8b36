package dev.lull.stack;

import java.util.List;
import java.util.Map;

/**
 * A container of the stack as it is now.
 *
 * @param replica which one it is
 * @param containerId for calls; never kept as a key
 * @param image the reference that it was created from, or the image's id where Docker lists that
 * @param imageId of the image that Compose made it from
 * @param state Docker's word: {@code created}, {@code running}, {@code exited}, …
 * @param running whether a process of it may run
 * @param health Docker's sentence about it, e.g. {@code Up 3 minutes (healthy)}
 * @param configHash of the definition that it was created from
 * @param oneOff whether it was made by {@code docker compose run}: no replica, but maybe a writer
 * @param writableVolumes names of volumes that it mounts writable
 * @param writableBinds folders and files of the host that it mounts writable; no sockets, devices
 *     or other things that hold no data
 * @param publishedPorts those of the host, as Docker has them
 */
public record Observed(
        Replica replica,
        String containerId,
        String containerName,
        String image,
        String imageId,
        String state,
        boolean running,
        String health,
        Map<String, String> labels,
        String configHash,
        boolean oneOff,
        List<String> writableVolumes,
        List<String> writableBinds,
        List<HostPort> publishedPorts) {
    public Observed {
        labels = Map.copyOf(labels);
        writableVolumes = List.copyOf(writableVolumes);
        writableBinds = List.copyOf(writableBinds);
        publishedPorts = List.copyOf(publishedPorts);
    }
}
