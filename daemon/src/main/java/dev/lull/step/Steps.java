package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.docker.Compose;
import dev.lull.docker.Engine;
import dev.lull.docker.StackContainers;
import dev.lull.notify.Post;
import dev.lull.page.Backstage;
import dev.lull.page.Detour;
import dev.lull.page.Gate;
import dev.lull.page.Hold;
import dev.lull.page.Page;
import dev.lull.page.Proxies;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.Offsite;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.Pruner;
import dev.lull.stack.Layer;
import dev.lull.stack.Role;
import dev.lull.stack.Stacks;
import dev.lull.window.Step;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Every step that this daemon has, by its kind. */
public final class Steps {
    private Steps() {}

    /**
     * What the steps work with.
     *
     * @param offsite where rollback points are copied to now; empty for nowhere
     * @param breaks counts how often the engine may have gone away
     * @param commandPath where the host has its commands, as in the variable {@code PATH}
     */
    public record Tools(
            Engine engine,
            Compose compose,
            Stacks stacks,
            Points points,
            Pruner pruner,
            Supplier<Optional<Offsite>> offsite,
            Page page,
            Hold hold,
            Gate gate,
            Detour detour,
            Checks checks,
            Post post,
            LongSupplier breaks,
            String commandPath,
            Clock clock) {}

    public static Map<StepKind, Step> all(Tools t) {
        StackContainers containers = new StackContainers(t.engine());
        Backstage backstage = new Backstage(t.engine());
        StackProxies proxies = new StackProxies(new Proxies(t.engine()), t.detour());
        Revival revival = new Revival(t.engine(), containers, t.page(), t.checks(), t.breaks());
        Map<StepKind, Step> steps = new EnumMap<>(StepKind.class);
        for (StepKind kind : StepKind.values()) {
            Step step = complete(kind, step(kind, t, containers, backstage, proxies), t);
            Step patient = new Patient(step, t.engine(), revival, t.breaks());
            steps.put(kind, kind == StepKind.COPY_OFFSITE ? new NeverHeld(patient) : patient);
        }
        return steps;
    }

    /** What opens containers first sees that they are all there. */
    private static Step complete(StepKind kind, Step step, Tools t) {
        Optional<Role> role =
                switch (kind) {
                    case START_DATA -> Optional.of(Role.DB);
                    case VALIDATE, REOPEN_APP -> Optional.of(Role.APP);
                    case REOPEN_WORKERS -> Optional.of(Role.WORKER);
                    case REOPEN_CRON -> Optional.of(Role.CRON);
                    default -> Optional.empty();
                };
        StackContainers containers = new StackContainers(t.engine());
        return role.<Step>map(r -> new RollCall(step, r, containers, restore(t, containers)))
                .orElse(step);
    }

    private static Step restore(Tools t, StackContainers containers) {
        return new RestoreContainers(t.engine(), t.compose(), containers, t.points());
    }

    private static Step step(
            StepKind kind,
            Tools t,
            StackContainers containers,
            Backstage backstage,
            StackProxies proxies) {
        Engine engine = t.engine();
        return switch (kind) {
            case PREPARE ->
                    new Prepare(
                            t.stacks(),
                            engine,
                            t.compose(),
                            containers,
                            t.points(),
                            t.page(),
                            t.checks(),
                            new HostTools(t.hold(), t.commandPath()),
                            t.offsite(),
                            t.clock());
            case ANNOUNCE -> new Announce(t.post());
            case CLOSE_CRON -> new Closing(Layer.CRON, engine, containers);
            case CLOSE_WORKERS -> new Closing(Layer.WORKERS, engine, containers);
            case CLOSE_APP ->
                    new CloseApp(engine, containers, t.page(), t.hold(), t.gate(), proxies);
            case PROVE_QUIET -> new ProveQuiet(engine, containers, t.clock());
            case SNAPSHOT -> new TakeSnapshot(engine, containers, t.points());
            case CHANGE ->
                    new ChangeStack(
                            engine, t.compose(), containers, new DataStores(engine), t.hold());
            case START_DATA ->
                    new StartData(
                            engine,
                            containers,
                            new DataStores(engine),
                            new BackstageEntry(engine, backstage),
                            t.checks(),
                            t.points());
            case MIGRATE -> OneOff.migrate(engine, t.compose(), containers);
            case EXEC -> OneOff.exec(engine, t.compose(), containers);
            case WORK -> new Work();
            case RESTORE_VOLUMES -> new RestoreVolumes(engine, containers, t.points());
            case RESTORE_CONTAINERS -> restore(t, containers);
            case RESTORE_DUMPS -> new RestoreDumps(engine, containers, t.points(), t.checks());
            case VALIDATE -> validate(t, containers, backstage);
            case REOPEN_APP ->
                    new ReopenApp(
                            engine,
                            containers,
                            backstage,
                            t.page(),
                            t.hold(),
                            t.gate(),
                            proxies,
                            t.checks(),
                            validate(t, containers, backstage));
            case REOPEN_WORKERS -> new Reopening(Layer.WORKERS, engine, containers, t.checks());
            case REOPEN_CRON -> new Reopening(Layer.CRON, engine, containers, t.checks());
            case WATCH -> new WatchAll(containers, t.checks(), t.pruner());
            case COPY_OFFSITE -> new CopyOffsite(t.offsite());
        };
    }

    private static Step validate(Tools t, StackContainers containers, Backstage backstage) {
        return new Validate(
                t.engine(),
                containers,
                new BackstageEntry(t.engine(), backstage),
                t.gate(),
                t.checks());
    }
}
