package dev.lull.docker;

import dev.lull.stack.Replica;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the containers of stacks by Compose's labels, as they are now. */
public final class StackContainers {
    private final Engine engine;

    public StackContainers(Engine engine) {
        this.engine = engine;
    }

    /** Every container of the stack, one-offs too. */
    public List<ContainerSummary> all(StackName stack) {
        return engine.containers(Map.of(ComposeLabels.PROJECT, stack.value()));
    }

    /** The replicas of the stack, running or not; no one-offs, and none that is going. */
    public List<ContainerSummary> replicas(StackName stack) {
        return all(stack).stream().filter(c -> !isOneOff(c) && !c.isGoing()).toList();
    }

    /** The replicas of a service, whole, by their numbers. */
    public List<Inspect> replicas(StackName stack, ServiceName service) {
        return whole(
                engine.containers(
                        Map.of(
                                ComposeLabels.PROJECT,
                                stack.value(),
                                ComposeLabels.SERVICE,
                                service.value())));
    }

    /** The replicas of services, whole: in the order of the services, then by their numbers. */
    public List<Inspect> replicas(StackName stack, List<ServiceName> services) {
        if (services.isEmpty()) {
            return List.of();
        }
        List<ContainerSummary> these =
                all(stack).stream()
                        .filter(c -> services.contains(replica(c.labels()).service()))
                        .toList();
        return whole(these).stream()
                .sorted(Comparator.comparingInt(c -> services.indexOf(replica(c).service())))
                .toList();
    }

    private List<Inspect> whole(List<ContainerSummary> containers) {
        return containers.stream()
                .filter(c -> !isOneOff(c))
                .map(c -> engine.inspect(c.id()))
                .flatMap(Optional::stream)
                .filter(c -> !c.isGoing())
                .sorted(Comparator.comparing(StackContainers::replica))
                .toList();
    }

    /** Which replica a container is, by its labels. */
    public static Replica replica(Map<String, String> labels) {
        String number = labels.getOrDefault(ComposeLabels.NUMBER, "1");
        return new Replica(
                new ServiceName(labels.getOrDefault(ComposeLabels.SERVICE, "?")),
                number.matches("\\d{1,9}") ? Integer.parseInt(number) : 1);
    }

    public static Replica replica(Inspect container) {
        return replica(container.labels());
    }

    /** The stack that a container is of; empty when it is of none. */
    public static String project(Inspect container) {
        return container.labels().getOrDefault(ComposeLabels.PROJECT, "");
    }

    /** Whether a container is of this stack. */
    public static boolean isOf(StackName stack, ContainerSummary container) {
        return stack.value().equals(container.labels().get(ComposeLabels.PROJECT));
    }

    public static boolean isOneOff(ContainerSummary container) {
        return "True".equalsIgnoreCase(container.labels().get(ComposeLabels.ONE_OFF));
    }
}
