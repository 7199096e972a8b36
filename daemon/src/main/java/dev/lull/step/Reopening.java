package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
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
 * Starts workers or cron, watches them, then gives them their restart policy back: until then one
 * that crashes stays down and is seen.
 */
final class Reopening implements Step {
    private final Layer layer;
    private final Engine engine;
    private final StackContainers containers;
    private final Checks checks;

    Reopening(Layer layer, Engine engine, StackContainers containers, Checks checks) {
        this.layer = layer;
        this.engine = engine;
        this.containers = containers;
        this.checks = checks;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        Runs runs = new Runs(engine, scene);
        List<Checks.Subject> subjects = new ArrayList<>();
        List<Checks.Subject> ill = new ArrayList<>();
        Duration patience = Duration.ZERO;
        Duration watch = Duration.ZERO;
        for (Service service : scene.in(layer)) {
            ServiceSettings settings = scene.settings(service);
            patience = longer(patience, settings.checkTimeout());
            watch = longer(watch, settings.watch());
            for (Inspect container : scene.wanted(service)) {
                runs.start(container);
                boolean tolerated = context.onWayBack() && wasIll(scene, service);
                (tolerated ? ill : subjects).add(scene.subject(service, container, ""));
            }
        }
        Optional<String> failure = checks.await(subjects, patience);
        if (failure.isEmpty()) {
            failure = checks.watch(subjects, watch);
        }
        if (failure.isPresent()) {
            return new Outcome.Failed(failure.get());
        }
        for (Checks.Subject subject : ill) {
            checks.await(List.of(subject), checks.shortPatience())
                    .ifPresent(f -> context.warn(f + "; it was no better before the window"));
        }
        subjects.addAll(ill);
        for (Inspect container : scene.replicas(scene.in(layer))) {
            engine.restartPolicy(container.id(), scene.policy(container));
        }
        List<String> names = subjects.stream().map(Checks.Subject::name).toList();
        return new Outcome.Done(
                names.isEmpty() ? "nothing to start" : "running: " + String.join(", ", names));
    }

    private static boolean wasIll(Scene scene, Service service) {
        return scene.notes().ill(service.name()).isPresent();
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
