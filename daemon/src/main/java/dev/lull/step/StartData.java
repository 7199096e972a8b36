package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.docker.Together;
import dev.lull.plan.Change;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts the data stores, gives them their restart policy back, waits until they are healthy.
 * Meanwhile the apps are put backstage, not started: so that does not keep visitors waiting later.
 */
final class StartData implements Step {
    private final StackContainers containers;
    private final DataStores stores;
    private final BackstageEntry entry;
    private final Checks checks;

    StartData(StackContainers containers, DataStores stores, BackstageEntry entry, Checks checks) {
        this.containers = containers;
        this.stores = stores;
        this.entry = entry;
        this.checks = checks;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        stores.start(scene);
        List<Checks.Subject> subjects = new ArrayList<>();
        Duration patience = Duration.ZERO;
        for (Service service : scene.with(Role.DB)) {
            Duration own = scene.settings(service).checkTimeout();
            patience = own.compareTo(patience) > 0 ? own : patience;
            for (Inspect container : scene.wanted(service)) {
                subjects.add(scene.subject(service, container, ""));
            }
        }
        Optional<String> failure = awaitHealthy(scene, subjects, patience, context);
        List<String> names = subjects.stream().map(Checks.Subject::name).toList();
        return failure.<Outcome>map(Outcome.Failed::new)
                .orElseGet(() ->
                        new Outcome.Done(
                                names.isEmpty()
                                        ? "no data stores"
                                        : "healthy: " + String.join(", ", names)));
    }

    private Optional<String> awaitHealthy(
            Scene scene, List<Checks.Subject> subjects, Duration patience, StepContext context)
            throws InterruptedException {
        AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
        Together.run(
                "start-data",
                List.of(
                        () -> failure.set(checks.await(subjects, patience)),
                        () -> stores.restorePolicies(scene),
                        () -> prepareBackstage(scene, context)));
        return failure.get();
    }

    /** Where a person does the work the containers stay as that person knows them. */
    private void prepareBackstage(Scene scene, StepContext context) {
        if (context.onWayBack() || !(context.change() instanceof Change.None)) {
            entry.prepare(scene);
        }
    }
}
