package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.docker.Together;
import dev.lull.page.Backstage;
import dev.lull.page.Gate;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.ServiceSettings;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Starts the app backstage and checks it while the door is closed. An app that was never closed is
 * checked where it is.
 */
final class Validate implements Step {
    /** Some break a moment after their first answers. */
    private static final Duration SETTLE = Duration.ofSeconds(1);

    private final Engine engine;
    private final StackContainers containers;
    private final BackstageEntry entry;
    private final Gate gate;
    private final Checks checks;

    Validate(
            Engine engine,
            StackContainers containers,
            BackstageEntry entry,
            Gate gate,
            Checks checks) {
        this.engine = engine;
        this.containers = containers;
        this.entry = entry;
        this.gate = gate;
        this.checks = checks;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        AtomicReference<Outcome> outcome =
                new AtomicReference<>(new Outcome.Failed("nothing was checked"));
        Together.run(
                "validate",
                List.of(
                        () -> OneOff.removeAll(engine, containers, context),
                        () -> outcome.set(check(scene, context))));
        return outcome.get();
    }

    /** What another app depends on is started and well before that. */
    private Outcome check(Scene scene, StepContext context) throws InterruptedException {
        List<String> seen = new ArrayList<>();
        for (Service service : scene.before().inStartOrder(Role.APP)) {
            ServiceSettings settings = scene.settings(service);
            if (settings.backstage() == ServiceSettings.Backstage.NONE) {
                context.warn(
                        service.name()
                                + " can't be checked behind the door (lull.backstage is none): it"
                                + " is checked after the page has left");
                continue;
            }
            List<Checks.Subject> subjects = new ArrayList<>();
            for (Inspect container : scene.wanted(service)) {
                subjects.add(ready(scene, service, container));
            }
            Optional<String> failure =
                    checks.awaitSettled(subjects, settings.checkTimeout(), SETTLE);
            if (failure.isPresent() && !scene.toleratesUnwell()) {
                return new Outcome.Failed(failure.get());
            }
            failure.ifPresent(f -> context.warn(f + "; it was no better before the window"));
            for (Checks.Subject subject : subjects) {
                scene.notes().validated(subject.id(), startedAt(subject));
                seen.add(subject.name());
            }
        }
        return new Outcome.Done(
                seen.isEmpty() ? "nothing to check" : "checked: " + String.join(", ", seen));
    }

    private Checks.Subject ready(Scene scene, Service service, Inspect found)
            throws InterruptedException {
        Inspect container = ended(scene, found);
        boolean live = container.isRunning() && !Backstage.front(scene.name(), container).isEmpty();
        if (live && !keepsAll(scene, service, container)) {
            gate.admit(container.pid());
            return scene.subject(service, container, "");
        }
        entry.make(scene, service, container);
        engine.start(container.id());
        return scene.subject(service, container, Backstage.network(scene.name()));
    }

    /** One that was told to end is let end: a check would pass, and it would be gone after it. */
    private Inspect ended(Scene scene, Inspect container) {
        if (!container.isRunning() || !new Runs(engine, scene).isLeaving(container)) {
            return container;
        }
        engine.stop(container.id());
        return engine.inspect(container.id()).orElse(container);
    }

    /** Whether all the networks that it is on are ones that it keeps backstage. */
    private static boolean keepsAll(Scene scene, Service service, Inspect container) {
        return container.networks().containsKey(Backstage.network(scene.name()))
                && BackstageEntry.keep(scene, service)
                        .containsAll(Backstage.front(scene.name(), container).keySet());
    }

    private Instant startedAt(Checks.Subject subject) {
        return engine.inspect(subject.id()).map(Inspect::startedAt).orElseThrow();
    }
}
