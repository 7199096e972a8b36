package dev.lull.docker;

import dev.lull.stack.HostPort;
import dev.lull.stack.Observed;
import java.util.List;
import java.util.Map;

/** Tells containers in the words of the domain. */
public final class Observation {
    private Observation() {}

    /** From a listing. */
    public static Observed of(ContainerSummary c) {
        return new Observed(
                StackContainers.replica(c.labels()),
                c.id(),
                c.name(),
                c.image(),
                madeFrom(c.labels(), c.imageId()),
                c.state(),
                c.isRunning(),
                c.status(),
                c.labels(),
                c.labels().getOrDefault(ComposeLabels.CONFIG_HASH, ""),
                StackContainers.isOneOff(c),
                writable(c.mounts()),
                binds(c.mounts()),
                hostPorts(c.ports()));
    }

    /** From a whole answer, also a saved one. */
    public static Observed of(Inspect c) {
        Map<String, String> labels = c.labels();
        return new Observed(
                StackContainers.replica(c),
                c.id(),
                c.name(),
                c.image(),
                madeFrom(labels, c.imageId()),
                c.state(),
                c.isRunning(),
                c.health().map(h -> c.state() + " (" + h + ")").orElse(c.state()),
                labels,
                labels.getOrDefault(ComposeLabels.CONFIG_HASH, ""),
                "True".equalsIgnoreCase(labels.get(ComposeLabels.ONE_OFF)),
                writable(c.mounts()),
                binds(c.mounts()),
                hostPorts(c.publishedPorts()));
    }

    /** What Compose compares; one that is older than that label has its image alone. */
    private static String madeFrom(Map<String, String> labels, String imageId) {
        return labels.getOrDefault(ComposeLabels.IMAGE, imageId);
    }

    private static List<String> writable(List<Mount> mounts) {
        return mounts.stream()
                .filter(m -> m.writable() && m.isVolume())
                .map(Mount::name)
                .distinct()
                .toList();
    }

    private static List<String> binds(List<Mount> mounts) {
        return mounts.stream()
                .filter(m -> m.writable() && m.isBind() && HostPaths.isData(m.source()))
                .map(Mount::source)
                .distinct()
                .toList();
    }

    private static List<HostPort> hostPorts(List<PortBinding> ports) {
        return ports.stream()
                .filter(p -> p.hostPort() > 0)
                .map(p -> new HostPort(p.hostIp(), p.hostPort(), p.protocol()))
                .distinct()
                .toList();
    }
}
