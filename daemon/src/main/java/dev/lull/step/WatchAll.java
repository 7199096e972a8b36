package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Watches the whole stack, open again, for a while. */
final class WatchAll implements Step {
    private static final Set<Role> WATCHED = EnumSet.of(Role.APP, Role.WORKER, Role.CRON, Role.DB);

    private final StackContainers containers;
    private final Checks checks;

    WatchAll(StackContainers containers, Checks checks) {
        this.containers = containers;
        this.checks = checks;
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
        Optional<String> failure = missing.or(() -> stopped(scene));
        if (failure.isEmpty()) {
            failure = checks.watch(subjects, scene.before().settings().watch());
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

    /** Of the proxies and helpers, which have no checks: one whose work is done may end. */
    private static Optional<String> stopped(Scene scene) {
        return scene.before().services().stream()
                .filter(s -> !WATCHED.contains(s.role()))
                .flatMap(s -> scene.replicas(s.name()).stream())
                .filter(scene::isExpected)
                .filter(c -> !c.isRunning() && !(c.exitCode() == 0 && c.restartPolicy().endsWell()))
                .map(c -> c.name() + " ran before and does not run (" + c.state() + ")")
                .findFirst();
    }
}
