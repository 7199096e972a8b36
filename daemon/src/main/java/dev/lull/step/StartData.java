package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.docker.Together;
import dev.lull.plan.Change;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.SavedDump;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts the data stores, gives them their restart policy back, waits until they are healthy. One
 * that has no health check must at least run on for a moment. Meanwhile the apps are put backstage,
 * not started: so that does not keep visitors waiting later.
 */
final class StartData implements Step {
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private final Engine engine;
    private final StackContainers containers;
    private final DataStores stores;
    private final BackstageEntry entry;
    private final Checks checks;
    private final Points points;

    StartData(
            Engine engine,
            StackContainers containers,
            DataStores stores,
            BackstageEntry entry,
            Checks checks,
            Points points) {
        this.engine = engine;
        this.containers = containers;
        this.stores = stores;
        this.entry = entry;
        this.checks = checks;
        this.points = points;
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
        Optional<String> failure =
                awaitHealthy(scene, subjects, patience, context)
                        .or(() -> new LiveStores(engine, scene).end());
        return failure.map(f -> f + filesOf(scene, context))
                .<Outcome>map(Outcome.Failed::new)
                .orElseGet(() -> new Outcome.Done(told(subjects)));
    }

    /** A dump does not bring back the files that an image may need to start at all. */
    private String filesOf(Scene scene, StepContext context) {
        boolean restores = context.onWayBack() || context.change() instanceof Change.Restore;
        List<SavedDump> dumps =
                restores
                        ? Return.point(context, scene.notes(), points).stream()
                                .flatMap(p -> p.dumps().stream())
                                .toList()
                        : List.of();
        return dumps.stream()
                .map(d ->
                        ". The rollback point has "
                                + d.service()
                                + " as a dump, not its files: if it can't start on what is in "
                                + String.join(", ", d.instead())
                                + " now, empty that (keep a copy), so that its image makes it anew,"
                                + " and 'lull retry "
                                + context.window()
                                + "': the dump is played in then")
                .collect(Collectors.joining());
    }

    private String told(List<Checks.Subject> subjects) {
        if (subjects.isEmpty()) {
            return "no data stores";
        }
        String healthy = names(subjects.stream().filter(checks::hasHealthCheck));
        String running = names(subjects.stream().filter(s -> !checks.hasHealthCheck(s)));
        return Stream.of(
                        healthy.isEmpty() ? "" : "healthy: " + healthy,
                        running.isEmpty()
                                ? ""
                                : "running, without a health check to ask: " + running)
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String names(Stream<Checks.Subject> subjects) {
        return subjects.map(Checks.Subject::name).collect(Collectors.joining(", "));
    }

    private Optional<String> awaitHealthy(
            Scene scene, List<Checks.Subject> subjects, Duration patience, StepContext context)
            throws InterruptedException {
        AtomicReference<Optional<String>> failure = new AtomicReference<>(Optional.empty());
        Together.run(
                "start-data",
                List.of(
                        () -> failure.set(health(subjects, patience)),
                        () -> stores.restorePolicies(scene),
                        () -> prepareBackstage(scene, context)));
        return failure.get();
    }

    private Optional<String> health(List<Checks.Subject> subjects, Duration patience)
            throws InterruptedException {
        Optional<String> failure = checks.await(subjects, patience);
        List<Checks.Subject> unasked =
                subjects.stream().filter(s -> !checks.hasHealthCheck(s)).toList();
        return failure.isPresent() || unasked.isEmpty() ? failure : checks.watch(unasked, SETTLE);
    }

    /** Where a person does the work the containers stay as that person knows them. */
    private void prepareBackstage(Scene scene, StepContext context) {
        if (context.onWayBack() || !(context.change() instanceof Change.None)) {
            entry.prepare(scene);
        }
    }
}
