package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.snapshot.DumpSource;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedDump;
import dev.lull.snapshot.SnapshotException;
import dev.lull.stack.Command;
import dev.lull.stack.DataCopy;
import dev.lull.stack.PointContents;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.window.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a stack is dumped into a rollback point, and where it runs. */
final class Dumps {
    private final Engine engine;
    private final Scene scene;
    private final StepContext context;

    Dumps(Engine engine, Scene scene, StepContext context) {
        this.engine = engine;
        this.scene = scene;
        this.context = context;
    }

    /**
     * Those that are to be taken now.
     *
     * @param before the point before, for what to expect
     * @throws SnapshotException.Failed if a store does not run
     */
    List<DumpSource> sources(Copies copies, Optional<RollbackPoint> before) {
        PointContents contents = scene.before().pointContents(copies::of);
        List<DumpSource> sources = new ArrayList<>();
        for (Service store : scene.with(Role.DB)) {
            DataCopy copy = copies.of(store);
            if (copy.isDump()) {
                List<String> instead =
                        contents.dumped().entrySet().stream()
                                .filter(d -> d.getValue().contains(store))
                                .map(Map.Entry::getKey)
                                .toList();
                sources.add(source(store, copy, instead, before));
            }
        }
        return sources;
    }

    private DumpSource source(
            Service store, DataCopy copy, List<String> instead, Optional<RollbackPoint> before) {
        List<Inspect> running =
                scene.replicas(store.name()).stream().filter(Inspect::isRunning).toList();
        if (running.size() != 1) {
            throw new SnapshotException.Failed(
                    store.name()
                            + " is to be dumped, and "
                            + (running.isEmpty()
                                    ? "does not run any more"
                                    : "runs more than once"));
        }
        return new DumpSource(
                store.name(),
                copy.why(),
                copy.dump().orElseThrow().argv(),
                copy.restore().orElseThrow().argv(),
                copy.check().map(Command::argv).orElse(List.of()),
                instead,
                before.flatMap(p -> p.dump(store.name()))
                        .map(SavedDump::contentBytes)
                        .orElseGet(() -> seen(instead)),
                commands(running.getFirst()));
    }

    /** Files take more than what they hold, and there is nothing better to go by. */
    private long seen(List<String> instead) {
        return instead.stream()
                .flatMap(name -> scene.notes().seen(name).stream())
                .mapToLong(SeenFolder::bytes)
                .sum();
    }

    StoreExec commands(Inspect container) {
        return new StoreExec(engine, container.id(), context.planned().deadline());
    }
}
