package dev.lull.step;

import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.page.Backstage;
import dev.lull.page.Page;
import dev.lull.plan.StepKind;
import dev.lull.stack.Layer;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import dev.lull.window.Boundary;
import dev.lull.window.Breach;
import dev.lull.window.Facts;
import dev.lull.window.StepRun;
import dev.lull.window.StepRun.Status;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is closed must stay closed: no worker or cron runs between its closing and its reopening, no
 * app is on its own networks, and the page stands. Between a step's effects only the step itself
 * knows, so a layer counts as closed from the end of its closing to the start of its reopening.
 */
public final class DoorBoundary implements Boundary {
    private final StackContainers containers;
    private final Page page;

    public DoorBoundary(StackContainers containers, Page page) {
        this.containers = containers;
        this.page = page;
    }

    @Override
    public List<Breach> breaches(WindowState state) {
        boolean onlyOpens =
                state.back().isPresent()
                        && state.steps().stream().noneMatch(s -> s.kind() == StepKind.CLOSE_APP);
        if (state.facts().isEmpty() || state.ended().isPresent() || onlyOpens) {
            return List.of();
        }
        Stack stack = Scene.stack(state.facts().get());
        List<Breach> breaches = new ArrayList<>();
        if (isClosed(state, StepKind.CLOSE_CRON, StepKind.REOPEN_CRON)) {
            breaches.addAll(started(stack, Layer.CRON, StepKind.CLOSE_CRON, state));
        }
        if (isClosed(state, StepKind.CLOSE_WORKERS, StepKind.REOPEN_WORKERS)) {
            breaches.addAll(started(stack, Layer.WORKERS, StepKind.CLOSE_WORKERS, state));
        }
        if (isClosed(state, StepKind.CLOSE_APP, StepKind.REOPEN_APP)) {
            breaches.addAll(door(stack, state));
        }
        breaches.addAll(Tampering.of(state, stack, containers.replicas(stack.name())));
        return breaches;
    }

    @Override
    public void tell(WindowId window, WindowState state, Instant expectedBack) {
        if (state.facts().isEmpty() || state.ended().isPresent()) {
            return;
        }
        Facts facts = state.facts().get();
        Stack stack = Scene.stack(facts);
        for (Service service : stack.with(Role.APP)) {
            page.show(
                    stack.name(),
                    service.name(),
                    CloseApp.content(stack, window, expectedBack),
                    Places.ports(service, CloseApp.before(service, facts)));
        }
    }

    private List<Breach> started(Stack stack, Layer layer, StepKind close, WindowState state) {
        return running(stack, layer.role())
                .map(c ->
                        Breach.of(
                                close,
                                c.name()
                                        + " was started by somebody else while its layer is closed"
                                        + maybeWrote(state)))
                .toList();
    }

    private List<Breach> door(Stack stack, WindowState state) {
        // Already backstage, it is started by nobody before it is to be checked.
        boolean mayRun =
                state.steps().stream()
                        .anyMatch(s -> s.kind() == StepKind.VALIDATE && s.hasStarted());
        List<Breach> open =
                stack.with(Role.APP).stream()
                        .flatMap(s ->
                                containers.replicas(stack.name(), s.name()).stream()
                                        .filter(Inspect::isRunning)
                                        .filter(c -> !mayRun || isPublic(stack, s, c)))
                        .map(c ->
                                Breach.intrusion(
                                        c.name()
                                                + " was started by somebody else while the door is"
                                                + " closed"
                                                + maybeWrote(state)))
                        .toList();
        return Stream.concat(open.stream(), pagesGone(stack)).toList();
    }

    /** Backstage, and on the networks that it keeps there, is where it is to be. */
    private static boolean isPublic(Stack stack, Service service, Inspect container) {
        Set<String> kept =
                service.opening().backstageKeep().stream()
                        .flatMap(n -> Stream.of(n, stack.name() + "_" + n))
                        .collect(Collectors.toSet());
        return !container.networks().containsKey(Backstage.network(stack.name()))
                || !kept.containsAll(Backstage.front(stack.name(), container).keySet());
    }

    private static String maybeWrote(WindowState state) {
        boolean taken =
                state.forward().stream().anyMatch(s -> s.kind() == StepKind.SNAPSHOT && s.isDone());
        return taken ? "; what it has written since is not in the rollback point" : "";
    }

    /** Who starts the app then lets visitors in, and nothing is left that would tell. */
    private Stream<Breach> pagesGone(Stack stack) {
        return stack.with(Role.APP).stream()
                .filter(s -> !s.replicas().isEmpty())
                .map(Service::name)
                .filter(name -> !page.isUp(stack.name(), name))
                .map(name ->
                        Breach.intrusion(
                                "the page in front of "
                                        + name
                                        + " ("
                                        + Page.name(stack.name(), name)
                                        + ") was stopped or removed by somebody else: visitors"
                                        + " meet nothing"));
    }

    private Stream<Inspect> running(Stack stack, Role role) {
        return stack.with(role).stream()
                .flatMap(s -> containers.replicas(stack.name(), s.name()).stream())
                .filter(Inspect::isRunning);
    }

    /** What failed to open was closed again, so it is closed until the next attempt. */
    private static boolean isClosed(WindowState state, StepKind close, StepKind reopen) {
        boolean closed = state.steps().stream().anyMatch(s -> s.kind() == close && s.isDone());
        return closed
                && state.steps().stream()
                        .filter(s -> s.kind() == reopen)
                        .noneMatch(s -> hasOpened(state, s));
    }

    private static boolean hasOpened(WindowState state, StepRun reopening) {
        return state.back().isPresent()
                ? reopening.hasStarted()
                : reopening.status() != Status.PENDING
                        && !state.closedAgain().contains(reopening.kind());
    }
}
