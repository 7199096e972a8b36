package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.snapshot.Pruner;
import dev.lull.snapshot.SnapshotException;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.window.Facts;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Watches the whole stack, open again, for a while; then removes the rollback points that its
 * retention gives up.
 */
final class WatchAll implements Step {
    private static final Duration PRUNING = Duration.ofHours(1);
    private static final Set<Role> WATCHED = EnumSet.of(Role.APP, Role.WORKER, Role.CRON, Role.DB);

    private final StackContainers containers;
    private final Checks checks;
    private final Pruner pruner;

    WatchAll(StackContainers containers, Checks checks, Pruner pruner) {
        this.containers = containers;
        this.checks = checks;
        this.pruner = pruner;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        Optional<String> missing = scene.missing(scene.before().services());
        List<Checks.Subject> subjects = new ArrayList<>();
        for (Service service : scene.before().services()) {
            if (WATCHED.contains(service.role())) {
                for (Inspect container : scene.wanted(service)) {
                    subjects.add(scene.subject(service, container, ""));
                }
            }
        }
        Optional<String> failure = missing.or(() -> stopped(scene, context.facts()));
        if (failure.isEmpty()) {
            failure = checks.watch(subjects, scene.before().settings().watch());
        }
        if (failure.isEmpty()) {
            prune(scene, context);
        }
        return failure.<Outcome>map(what ->
                        new Outcome.Failed(
                                what
                                        + ". Visitors are in. 'lull retry "
                                        + context.window()
                                        + "' watches again, 'lull reopen "
                                        + context.window()
                                        + "' accepts it as it is, 'lull rollback "
                                        + context.window()
                                        + "' returns to the rollback point and loses what"
                                        + " was written since"))
                .orElseGet(() ->
                        new Outcome.Done(subjects.size() + " containers were well all along"));
    }

    /** The stack is well whatever becomes of this. */
    private void prune(Scene scene, StepContext context) throws InterruptedException {
        context.restartDeadline(PRUNING);
        try {
            pruner.prune(scene.name(), scene.before().settings().retention())
                    .forEach(gone ->
                            context.say(
                                    "removed rollback point "
                                            + gone.point().id()
                                            + ": "
                                            + gone.why()));
        } catch (SnapshotException e) {
            context.warn("old rollback points could not be removed: " + e.getMessage());
        }
    }

    /** Of the proxies and helpers, which have no checks: one whose work is done may end. */
    private static Optional<String> stopped(Scene scene, Facts before) {
        return scene.before().services().stream()
                .filter(s -> !WATCHED.contains(s.role()))
                .flatMap(s -> scene.replicas(s.name()).stream())
                .filter(scene::isExpected)
                .filter(c -> isDown(c, before))
                .map(c -> c.name() + " ran before and does not run (" + c.state() + ")")
                .findFirst();
    }

    private static boolean isDown(Inspect container, Facts before) {
        return container.isRunning()
                ? isUnsteady(container) && !wasUnsteady(container, before)
                : container.exitCode() != 0 || !container.restartPolicy().endsWell();
    }

    /** It ends and is started again, over and over; Docker has the word running for that too. */
    private static boolean isUnsteady(Inspect container) {
        return container.state().equals("restarting");
    }

    private static boolean wasUnsteady(Inspect container, Facts before) {
        return before.of(StackContainers.replica(container))
                .map(Scene::spec)
                .filter(WatchAll::isUnsteady)
                .isPresent();
    }
}
