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
import dev.lull.window.StepRun;
import dev.lull.window.WindowState;
import java.util.List;
import java.util.Optional;
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
    public Optional<String> broken(WindowState state) {
        if (state.facts().isEmpty() || state.ended().isPresent()) {
            return Optional.empty();
        }
        if (state.back().isPresent() && !closesAgain(state.back().get().steps())) {
            return Optional.empty(); // It only opens what was closed.
        }
        Stack stack = Scene.stack(state.facts().get());
        return started(stack, Layer.CRON, state, StepKind.CLOSE_CRON, StepKind.REOPEN_CRON)
                .or(() ->
                        started(
                                stack,
                                Layer.WORKERS,
                                state,
                                StepKind.CLOSE_WORKERS,
                                StepKind.REOPEN_WORKERS))
                .or(() -> door(stack, state));
    }

    private Optional<String> started(
            Stack stack, Layer layer, WindowState state, StepKind close, StepKind reopen) {
        if (!closed(state, close, reopen)) {
            return Optional.empty();
        }
        return running(stack, layer.role())
                .findFirst()
                .map(c ->
                        c.name()
                                + " was started by somebody else while its layer is closed:"
                                + " stop it ('docker stop "
                                + c.name()
                                + "')");
    }

    private Optional<String> door(Stack stack, WindowState state) {
        if (!closed(state, StepKind.CLOSE_APP, StepKind.REOPEN_APP)) {
            return Optional.empty();
        }
        Optional<String> open =
                running(stack, Role.APP)
                        .filter(c -> !c.networks().containsKey(Backstage.network(stack.name())))
                        .findFirst()
                        .map(c ->
                                c.name()
                                        + " was started by somebody else while the door is"
                                        + " closed: stop it ('docker stop "
                                        + c.name()
                                        + "')");
        return open.or(() -> pageGone(stack));
    }

    private Optional<String> pageGone(Stack stack) {
        return stack.with(Role.APP).stream()
                .filter(s -> !s.replicas().isEmpty())
                .map(Service::name)
                .filter(name -> !page.isUp(stack.name(), name))
                .findFirst()
                .map(name ->
                        "the page in front of "
                                + name
                                + " does not run any more: visitors meet nothing. Start it"
                                + " ('docker start "
                                + Page.name(stack.name(), name)
                                + "'), or roll back");
    }

    private Stream<Inspect> running(Stack stack, Role role) {
        return stack.with(role).stream()
                .flatMap(s -> containers.replicas(stack.name(), s.name()).stream())
                .filter(Inspect::isRunning);
    }

    /** On the way back a layer that was closed on the way forward counts until it is reopened. */
    private static boolean closed(WindowState state, StepKind close, StepKind reopen) {
        boolean closedForward = has(state.forward(), close, true);
        boolean openedForward = has(state.forward(), reopen, false);
        if (state.back().isEmpty()) {
            return closedForward && !openedForward;
        }
        List<StepRun> back = state.back().get().steps();
        boolean closes = back.stream().anyMatch(s -> s.kind() == close);
        boolean closedNow = closes ? has(back, close, true) : closedForward && !openedForward;
        return closedNow && !has(back, reopen, false);
    }

    private static boolean closesAgain(List<StepRun> back) {
        return back.stream().anyMatch(s -> s.kind() == StepKind.CLOSE_APP);
    }

    private static boolean has(List<StepRun> steps, StepKind kind, boolean done) {
        return steps.stream()
                .anyMatch(s -> s.kind() == kind && (done ? s.isDone() : s.hasStarted()));
    }
}
