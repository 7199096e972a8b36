package dev.lull.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.check.Checks;
import dev.lull.docker.Inspect;
import dev.lull.docker.Observation;
import dev.lull.docker.RestartPolicy;
import dev.lull.docker.StackContainers;
import dev.lull.plan.Change;
import dev.lull.stack.Declared;
import dev.lull.stack.Layer;
import dev.lull.stack.Replica;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.ServiceName;
import dev.lull.stack.ServiceSettings;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.window.Facts;
import dev.lull.window.StepContext;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a step sees: the journaled facts, and the containers as they are at the moment of asking.
 * Nothing is kept in between, for what was read before a hook ran is stale after it.
 */
final class Scene {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StepContext context;
    private final StackContainers containers;
    private final Stack before;
    private final Notes notes;

    Scene(StepContext context, StackContainers containers) {
        this.context = context;
        this.containers = containers;
        this.before = stack(context.facts());
        this.notes = new Notes(context);
    }

    /** The stack as the facts tell it. */
    static Stack stack(Facts facts) {
        return Stack.of(
                facts.declared(),
                facts.replicas().stream().map(r -> Observation.of(spec(r))).toList());
    }

    /** The saved answer of the engine about a container. */
    static Inspect spec(Facts.ReplicaFact fact) {
        return spec(fact.spec());
    }

    /** A saved answer of the engine about a container. */
    static Inspect spec(String raw) {
        try {
            return new Inspect(JSON.readTree(raw));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a saved container spec is damaged", e);
        }
    }

    /** What a container's own labels say that it is. */
    Role role(Inspect container) {
        Declared nothing =
                new Declared(
                        name(), Path.of("/"), List.of(), List.of(), List.of(), Map.of(), List.of());
        return Stack.of(nothing, List.of(Observation.of(container))).services().getFirst().role();
    }

    StackName name() {
        return before.name();
    }

    Stack before() {
        return before;
    }

    Notes notes() {
        return notes;
    }

    List<Service> with(Role role) {
        return before.with(role);
    }

    List<Service> in(Layer layer) {
        return before.in(layer);
    }

    /** How a service is checked and opened in this direction. */
    ServiceSettings settings(Service service) {
        return context.onWayBack() ? service.closing() : service.opening();
    }

    /** The replicas of a service now. */
    List<Inspect> replicas(ServiceName service) {
        return containers.replicas(name(), service);
    }

    /** The replicas of services now. */
    List<Inspect> replicas(List<Service> services) {
        return containers.replicas(name(), services.stream().map(Service::name).toList());
    }

    /**
     * Those of a service that ran before the window, or are new. What a restore has put back runs
     * as it has noted: who restores may well do so because nothing runs.
     */
    List<Inspect> wanted(Service service) {
        boolean restores = !context.onWayBack() && context.change() instanceof Change.Restore;
        Optional<Set<Replica>> restored = restores ? notes.expected() : Optional.empty();
        return replicas(service.name()).stream()
                .filter(c -> {
                    Replica replica = StackContainers.replica(c);
                    return restored.map(r -> r.contains(replica))
                            .orElseGet(() -> ran(replica).orElse(true));
                })
                .toList();
    }

    /** Whether a replica ran before the window; empty when there was none. */
    Optional<Boolean> ran(Replica replica) {
        return context.facts().of(replica).map(Facts.ReplicaFact::running);
    }

    /** Whether the facts know this very container. */
    boolean hasFact(Inspect container) {
        return context.facts().replicas().stream()
                .anyMatch(r -> r.containerId().equals(container.id()));
    }

    /**
     * Which replicas of these services ought to be there and are not. Docker's own tidying removes
     * closed containers as readily as a person.
     *
     * @return what to say of it, or empty when none is missing
     */
    Optional<String> missing(List<Service> services) {
        Set<ServiceName> names = services.stream().map(Service::name).collect(Collectors.toSet());
        Set<Replica> there =
                containers.replicas(name()).stream()
                        .map(c -> StackContainers.replica(c.labels()))
                        .collect(Collectors.toSet());
        List<String> missing =
                expected().stream()
                        .filter(r -> names.contains(r.service()) && !there.contains(r))
                        .map(Replica::toString)
                        .sorted()
                        .toList();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        String.join(", ", missing)
                                + " ran before and has no container any more: somebody, or a"
                                + " 'docker system prune', removed it while the window was open");
    }

    /** Whether it is to run when all is open. */
    boolean isExpected(Inspect container) {
        return expected().contains(StackContainers.replica(container));
    }

    /** On the way back those of the facts; else those that the change has made, if it did. */
    private Set<Replica> expected() {
        Set<Replica> before =
                context.facts().replicas().stream()
                        .filter(Facts.ReplicaFact::running)
                        .map(Facts.ReplicaFact::replica)
                        .filter(r -> context.onWayBack() || isDeclared(r))
                        .collect(Collectors.toSet());
        return context.onWayBack() ? before : notes.expected().orElse(before);
    }

    private boolean isDeclared(Replica replica) {
        return context.facts().declared().service(replica.service()).isPresent();
    }

    /** The restart policy that a container is to have when it is open. */
    RestartPolicy policy(Inspect container) {
        Optional<RestartPolicy> noted = notes.policy(container.id());
        return noted.orElseGet(() ->
                context.facts().replicas().stream()
                        .filter(r -> r.containerId().equals(container.id()))
                        .findFirst()
                        .map(r -> new RestartPolicy(r.restartPolicy(), r.maximumRetries()))
                        .orElse(container.restartPolicy()));
    }

    /**
     * An app that was not well before the window comes back as it was: the way back promises the
     * state before, not a better one.
     */
    boolean toleratesUnwell() {
        return context.onWayBack() && notes.unwell().isPresent();
    }

    /**
     * How a container is to be checked. What one that was never stopped had logged before the
     * window is not the window's doing.
     */
    Checks.Subject subject(Service service, Inspect container, String network) {
        return new Checks.Subject(
                container.id(),
                container.name(),
                settings(service),
                network,
                isOldRun(container) ? context.facts().takenAt() : Instant.EPOCH);
    }

    /** Told by the run itself: the clock may have been set in the meantime. */
    private boolean isOldRun(Inspect container) {
        return context.facts().replicas().stream()
                .filter(r -> r.containerId().equals(container.id()))
                .map(Scene::spec)
                .anyMatch(before -> before.startedAt().equals(container.startedAt()));
    }
}
