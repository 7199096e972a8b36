package dev.lull.check;

import dev.lull.docker.ComposeLabels;
import dev.lull.docker.ContainerSummary;
import dev.lull.docker.Mount;
import dev.lull.docker.StackContainers;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who, beside the stack's own layers and data stores, could write to its data: running containers
 * that mount one of its volumes writable, and running one-offs of the project. Pure.
 *
 * @param undeclared a sentence for each that no label allows
 * @param allowed a sentence for each that a label allows, with the reason
 */
public record Writers(List<String> undeclared, List<String> allowed) {
    private static final Set<Role> WITH_DATA =
            EnumSet.of(Role.APP, Role.WORKER, Role.CRON, Role.DB);
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
     */
    public static Writers of(Stack stack, List<ContainerSummary> containers) {
        Set<String> data = data(stack, containers);
        List<String> undeclared = new ArrayList<>();
        List<String> allowed = new ArrayList<>();
        for (ContainerSummary container : containers) {
            if (!container.isRunning() || accounted(stack, container)) {
                continue;
            }
            Optional<String> how = how(stack, container, data);
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
    public static Set<String> data(Stack stack, List<ContainerSummary> containers) {
        Set<String> data = new TreeSet<>();
        for (ContainerSummary container : containers) {
            boolean holds =
                    isOf(stack, container)
                            && !StackContainers.isOneOff(container)
                            && role(stack, container).filter(WITH_DATA::contains).isPresent();
            if (holds) {
                container.mounts().stream()
                        .filter(Mount::writable)
                        .map(Writers::key)
                        .filter(k -> !k.isEmpty())
                        .forEach(data::add);
            }
        }
        return data;
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
                && role(stack, container).filter(WITH_DATA::contains).isPresent();
    }

    private static Optional<String> how(Stack stack, ContainerSummary container, Set<String> data) {
        if (isOf(stack, container) && StackContainers.isOneOff(container)) {
            return Optional.of("is a running one-off ('docker compose run') of the stack");
        }
        return container.mounts().stream()
                .filter(Mount::writable)
                .map(Writers::key)
                .filter(data::contains)
                .findFirst()
                .map(m -> "mounts " + m + " writable");
    }

    private static String key(Mount mount) {
        return mount.isVolume() ? mount.name() : mount.isBind() ? mount.source() : "";
    }
}
