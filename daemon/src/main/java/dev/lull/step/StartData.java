package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the data stores, gives them their restart policy back, waits until they are healthy. */
final class StartData implements Step {
    private final Engine engine;
    private final StackContainers containers;
    private final Checks checks;

    StartData(Engine engine, StackContainers containers, Checks checks) {
        this.engine = engine;
        this.containers = containers;
        this.checks = checks;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        Runs runs = new Runs(engine, scene);
        List<Checks.Subject> subjects = new ArrayList<>();
        Duration patience = Duration.ZERO;
        for (Service service : scene.with(Role.DB)) {
            Duration own = scene.settings(service).checkTimeout();
            patience = own.compareTo(patience) > 0 ? own : patience;
            for (Inspect container : scene.wanted(service)) {
                runs.start(container);
                subjects.add(scene.subject(service, container, ""));
            }
        }
        for (Inspect container : scene.replicas(scene.with(Role.DB))) {
            engine.restartPolicy(container.id(), scene.policy(container));
        }
        Optional<String> failure = checks.await(subjects, patience);
        List<String> names = subjects.stream().map(Checks.Subject::name).toList();
        return failure.<Outcome>map(Outcome.Failed::new)
                .orElseGet(() ->
                        new Outcome.Done(
                                names.isEmpty()
                                        ? "no data stores"
                                        : "healthy: " + String.join(", ", names)));
    }
}
