package dev.lull.step;

import dev.lull.docker.ContainerSummary;
import dev.lull.docker.StackContainers;
import dev.lull.plan.StepKind;
import dev.lull.stack.Replica;
import dev.lull.stack.ServiceName;
import dev.lull.stack.Stack;
import dev.lull.window.Breach;
import dev.lull.window.Facts.ReplicaFact;
import dev.lull.window.StepRun;
import dev.lull.window.WindowState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Containers that somebody else removed or made anew: the facts of a window, which its steps rely
 * on, no longer fit. Pure.
 */
final class Tampering {
    private static final Set<StepKind> REPLACING =
            Set.of(StepKind.CHANGE, StepKind.RESTORE_CONTAINERS);

    private Tampering() {}

    static List<Breach> of(WindowState state, Stack before, List<ContainerSummary> now) {
        if (has(state, StepKind.WORK) || has(state, StepKind.REOPEN_APP)) {
            return List.of(); // It is a person's turn, or the stack is open again.
        }
        Optional<StepRun> replacing =
                state.steps().stream()
                        .filter(s -> REPLACING.contains(s.kind()))
                        .reduce((first, second) -> second);
        if (state.back().isEmpty() && replacing.filter(StepRun::hasStarted).isEmpty()) {
            return replaced(state, now).toList();
        }
        boolean replaced = replacing.filter(StepRun::isDone).isPresent();
        return replaced ? gone(before, now).toList() : List.of();
    }

    private static boolean has(WindowState state, StepKind kind) {
        return state.steps().stream().anyMatch(s -> s.kind() == kind && s.hasStarted());
    }

    /** Until the window itself replaces containers, each is the one that was there before. */
    private static Stream<Breach> replaced(WindowState state, List<ContainerSummary> now) {
        Set<String> ids = now.stream().map(ContainerSummary::id).collect(Collectors.toSet());
        Map<Replica, ContainerSummary> there =
                now.stream()
                        .collect(
                                Collectors.toMap(
                                        c -> StackContainers.replica(c.labels()),
                                        Function.identity(),
                                        (first, _) -> first));
        return state.facts().orElseThrow().replicas().stream()
                .filter(r -> !ids.contains(r.containerId()))
                .map(r -> Breach.of(told(r, Optional.ofNullable(there.get(r.replica())))));
    }

    private static String told(ReplicaFact was, Optional<ContainerSummary> now) {
        return now.map(c ->
                        was.containerName()
                                + " was made anew by somebody else"
                                + (c.image().equals(was.image())
                                        ? ""
                                        : ", from image "
                                                + c.image()
                                                + " instead of "
                                                + was.image()))
                .orElseGet(() ->
                        was.containerName()
                                + " was removed by somebody else ('docker compose up -d --no-start'"
                                + " makes it again; 'lull abort' puts back the one that was"
                                + " there)");
    }

    /** After that, a service that had containers still has some. */
    private static Stream<Breach> gone(Stack before, List<ContainerSummary> now) {
        Set<ServiceName> there =
                now.stream()
                        .map(c -> StackContainers.replica(c.labels()).service())
                        .collect(Collectors.toSet());
        return before.services().stream()
                .filter(s -> !s.replicas().isEmpty() && s.declared().isPresent())
                .filter(s -> !there.contains(s.name()))
                .map(s ->
                        Breach.of(
                                "the containers of "
                                        + s.name()
                                        + " were removed by somebody else ('docker compose up -d"
                                        + " --no-start' makes them again; 'lull rollback' returns"
                                        + " to the rollback point)"));
    }
}
