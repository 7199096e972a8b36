package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.stack.Command;
import dev.lull.stack.Durations;
import dev.lull.stack.Layer;
import dev.lull.stack.Service;
import dev.lull.stack.ServiceSettings;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Closes cron or workers: restart policy off, drained, stopped in their own grace time, seen to be
 * stopped.
 */
final class Closing implements Step {
    private static final Duration HOOK = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final int KILLED = 137;

    private final Layer layer;
    private final Engine engine;
    private final StackContainers containers;

    Closing(Layer layer, Engine engine, StackContainers containers) {
        this.layer = layer;
        this.engine = engine;
        this.containers = containers;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        Runs runs = new Runs(engine, scene);
        List<String> stopped = new ArrayList<>();
        for (Service service : scene.in(layer)) {
            List<Inspect> replicas = scene.replicas(service.name());
            replicas.forEach(runs::keepDown);
            List<Inspect> running = replicas.stream().filter(Inspect::isRunning).toList();
            Optional<String> failure = drain(service, running, scene, context);
            if (failure.isPresent() && !context.isUndoing()) {
                return new Outcome.Failed(failure.get());
            }
            // What is fled from may well be too ill to be polite.
            failure.ifPresent(f -> context.warn(f + "; it is stopped all the same"));
            for (Inspect container : running) {
                stop(runs, container, context);
                stopped.add(container.name());
            }
        }
        return seen(scene, stopped);
    }

    private Outcome seen(Scene scene, List<String> stopped) {
        for (Inspect container : scene.replicas(scene.in(layer))) {
            if (container.isRunning()) {
                return new Outcome.Failed(
                        container.name() + " runs again although it was stopped: who started it?");
            }
        }
        return new Outcome.Done(
                stopped.isEmpty() ? "nothing ran" : "stopped " + String.join(", ", stopped));
    }

    private Optional<String> drain(
            Service service, List<Inspect> running, Scene scene, StepContext context)
            throws InterruptedException {
        try {
            return drained(service, running, scene, context);
        } catch (EngineException e) {
            if (!context.isUndoing() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return Optional.of(service.name() + ": it could not be drained: " + e.getMessage());
        }
    }

    private Optional<String> drained(
            Service service, List<Inspect> running, Scene scene, StepContext context)
            throws InterruptedException {
        ServiceSettings settings = service.closing();
        for (Inspect container : running) {
            if (settings.drain().isPresent()) {
                scene.notes().drained(container.id(), container.startedAt());
                Optional<String> failure = hook(container, settings.drain().get(), context);
                if (failure.isPresent()) {
                    return failure;
                }
            }
        }
        for (Inspect container : running) {
            if (settings.drained().isPresent()) {
                Optional<String> failure =
                        awaitDrained(container, settings.drained().get(), settings.drainTimeout());
                if (failure.isPresent()) {
                    return failure;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> hook(Inspect container, Command command, StepContext context) {
        try {
            int code = engine.exec(container.id(), command.argv(), HOOK, context::say);
            return code == 0
                    ? Optional.empty()
                    : Optional.of(
                            container.name()
                                    + ": lull.drain '"
                                    + command
                                    + "' exited with "
                                    + code);
        } catch (EngineException.Permanent e) {
            return Optional.of(container.name() + ": lull.drain: " + e.getMessage());
        } catch (EngineException.Overdue e) {
            return Optional.of(
                    container.name() + ": lull.drain '" + command + "' " + e.getMessage());
        }
    }

    private Optional<String> awaitDrained(Inspect container, Command command, Duration atMost)
            throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (isRunning(container)) {
            try {
                if (engine.exec(container.id(), command.argv(), HOOK, line -> {}) == 0) {
                    return Optional.empty();
                }
            } catch (EngineException.Overdue e) {
                return Optional.of(
                        container.name() + ": lull.drained '" + command + "' " + e.getMessage());
            }
            if (System.nanoTime() > end) {
                return Optional.of(
                        container.name()
                                + " is still busy after "
                                + Durations.print(atMost)
                                + " (lull.drain.timeout)");
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        return Optional.empty();
    }

    private boolean isRunning(Inspect container) {
        return engine.inspect(container.id()).filter(Inspect::isRunning).isPresent();
    }

    private void stop(Runs runs, Inspect container, StepContext context) {
        runs.stop(container);
        int code = engine.inspect(container.id()).map(Inspect::exitCode).orElse(0);
        if (code == KILLED) {
            context.warn(
                    container.name()
                            + " did not end within its grace time of "
                            + Durations.print(container.stopTimeout())
                            + " and was killed: what it was doing was cut off");
        }
    }
}
