package dev.lull.check;

import dev.lull.docker.ComposeLabels;
import dev.lull.docker.ContainerSummary;
import dev.lull.docker.HostPaths;
import dev.lull.docker.Mount;
import dev.lull.docker.StackContainers;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Who, beside the stack's own layers and data stores, could write to its data: running containers
 * that mount one of its volumes writable, and running one-offs of the project. Pure.
 *
 * @param undeclared a sentence for each that no label allows
 * @param allowed a sentence for each that a label allows, with the reason
 */
public record Writers(List<String> undeclared, List<String> allowed) {
    private static final String LABEL = "lull.writes";

    public Writers {
        undeclared = List.copyOf(undeclared);
        allowed = List.copyOf(allowed);
    }

    /**
     * Looks through what runs.
     *
     * @param stack whose data it is
     * @param containers all containers of this host
     * @param places where a mount lies on this host, symbolic links resolved; empty for what holds
     *     no data
     */
    public static Writers of(
            Stack stack,
            List<ContainerSummary> containers,
            Function<Mount, Optional<Path>> places) {
        Map<Path, String> data = new TreeMap<>();
        mounts(stack, containers)
                .forEach(m -> places.apply(m).ifPresent(p -> data.putIfAbsent(p, key(m))));
        List<String> undeclared = new ArrayList<>();
        List<String> allowed = new ArrayList<>();
        for (ContainerSummary container : containers) {
            if (!container.isRunning() || accounted(stack, container)) {
                continue;
            }
            Optional<String> how = how(stack, container, data, places);
            if (how.isPresent()) {
                String reason = container.labels().getOrDefault(LABEL, "");
                if (reason.startsWith("allowed:")) {
                    allowed.add(container.name() + " " + how.get() + " (" + reason + ")");
                } else {
                    undeclared.add(container.name() + " " + how.get());
                }
            }
        }
        return new Writers(undeclared, allowed);
    }

    /** Volumes and folders that the stack's layers and data stores write to. */
    public static Set<String> data(
            Stack stack,
            List<ContainerSummary> containers,
            Function<Mount, Optional<Path>> places) {
        Set<String> data = new TreeSet<>();
        mounts(stack, containers).stream()
                .filter(m -> places.apply(m).isPresent())
                .map(Writers::key)
                .forEach(data::add);
        return data;
    }

    private static List<Mount> mounts(Stack stack, List<ContainerSummary> containers) {
        return containers.stream()
                .filter(c -> accounted(stack, c))
                .flatMap(c -> c.mounts().stream())
                .filter(Mount::writable)
                .toList();
    }

    private static boolean isOf(Stack stack, ContainerSummary container) {
        return stack.name().value().equals(container.labels().get(ComposeLabels.PROJECT));
    }

    private static Optional<Role> role(Stack stack, ContainerSummary container) {
        return stack.service(StackContainers.replica(container.labels()).service())
                .map(Service::role);
    }

    /**
     * The layers are seen to be stopped, and the data stores are what the others would write to.
     */
    private static boolean accounted(Stack stack, ContainerSummary container) {
        return isOf(stack, container)
                && !StackContainers.isOneOff(container)
                && role(stack, container).filter(Role::holdsData).isPresent();
    }

    private static Optional<String> how(
            Stack stack,
            ContainerSummary container,
            Map<Path, String> data,
            Function<Mount, Optional<Path>> places) {
        if (isOf(stack, container) && StackContainers.isOneOff(container)) {
            return Optional.of("is a running one-off ('docker compose run') of the stack");
        }
        for (Mount mount : container.mounts()) {
            Optional<Path> place = mount.writable() ? places.apply(mount) : Optional.empty();
            Optional<String> how = place.flatMap(p -> how(mount, p, data));
            if (how.isPresent()) {
                return how;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> how(Mount mount, Path place, Map<Path, String> data) {
        if (data.containsKey(place)) {
            return Optional.of("mounts " + data.get(place) + " writable");
        }
        return data.entrySet().stream()
                .filter(d -> HostPaths.overlap(d.getKey(), place))
                .findFirst()
                .map(d ->
                        "mounts "
                                + key(mount)
                                + " writable, "
                                + (place.startsWith(d.getKey()) ? "a part of " : "which holds ")
                                + d.getValue());
    }

    private static String key(Mount mount) {
        return mount.isVolume() ? mount.name() : mount.source();
    }
}
