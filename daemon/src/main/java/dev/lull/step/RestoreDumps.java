package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedDump;
import dev.lull.snapshot.SnapshotException;
import dev.lull.stack.Service;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Plays the dumps of the rollback point into the data stores, which run as they did when it was
 * taken. A command that was cut off may go on for a while in its container: so a store that one was
 * begun in is started anew before the next.
 */
final class RestoreDumps implements Step {
    private final Engine engine;
    private final StackContainers containers;
    private final Points points;
    private final Checks checks;

    RestoreDumps(Engine engine, StackContainers containers, Points points, Checks checks) {
        this.engine = engine;
        this.containers = containers;
        this.points = points;
        this.checks = checks;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        Optional<RollbackPoint> point = Return.point(context, scene.notes(), points);
        List<SavedDump> dumps = point.map(RollbackPoint::dumps).orElse(List.of());
        for (SavedDump dump : dumps) {
            Optional<String> failure = play(point.orElseThrow(), dump, scene, context);
            if (failure.isPresent()) {
                return new Outcome.Failed(failure.get());
            }
        }
        return new Outcome.Done(
                dumps.isEmpty()
                        ? "there are no dumps to restore"
                        : "restored from "
                                + point.orElseThrow().id()
                                + ": "
                                + dumps.stream()
                                        .map(d -> "the dump of " + d.service())
                                        .collect(Collectors.joining(", ")));
    }

    private Optional<String> play(
            RollbackPoint point, SavedDump dump, Scene scene, StepContext context)
            throws InterruptedException {
        List<Inspect> running =
                scene.replicas(dump.service()).stream().filter(Inspect::isRunning).toList();
        if (running.size() != 1) {
            return Optional.of(
                    "the dump of "
                            + dump.service()
                            + " can't be restored: "
                            + (running.isEmpty()
                                    ? "no container of it runs"
                                    : running.size() + " containers of it run, and it is of one"));
        }
        Inspect store = running.getFirst();
        Optional<String> unwell = afresh(store, dump, scene);
        if (unwell.isPresent()) {
            return unwell;
        }
        Inspect now = engine.inspect(store.id()).orElse(store);
        scene.notes().playing(now.id(), now.startedAt());
        try {
            StoreExec commands = new Dumps(engine, scene, context).commands(now);
            points.restoreDump(point, dump, commands, context::say);
            return Optional.empty();
        } catch (SnapshotException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private Optional<String> afresh(Inspect store, SavedDump dump, Scene scene)
            throws InterruptedException {
        if (!scene.notes().playing(store.id()).equals(Optional.of(store.startedAt()))) {
            return Optional.empty();
        }
        engine.stop(store.id());
        engine.start(store.id());
        Optional<Service> service = scene.before().service(dump.service());
        Optional<Inspect> now = engine.inspect(store.id());
        return service.isEmpty() || now.isEmpty()
                ? Optional.empty()
                : checks.await(
                        List.of(scene.subject(service.get(), now.get(), "")),
                        scene.settings(service.get()).checkTimeout());
    }
}
