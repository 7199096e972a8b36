package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.stack.Command;
import dev.lull.stack.DataCopy;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Data stores whose files are copied while they run. What makes them ready for that is undone once
 * it was begun, whatever becomes of the copy, of the step and of the daemon: that it began is
 * written down first.
 */
final class LiveStores {
    private static final Duration HOOK = Duration.ofMinutes(15);
    private static final int KEPT_LINES = 5;

    private final Engine engine;
    private final Scene scene;

    LiveStores(Engine engine, Scene scene) {
        this.engine = engine;
        this.scene = scene;
    }

    /**
     * Makes them ready.
     *
     * @param live those of the services that are copied so
     * @return why one is not
     */
    Optional<String> begin(List<Service> live) {
        for (Service store : live) {
            DataCopy copy = store.closing().copy();
            for (Inspect container : running(store)) {
                scene.notes().readied(container.id(), true);
                Optional<String> failure =
                        run(container, "lull.snapshot.before", copy.before().orElseThrow());
                if (failure.isPresent()) {
                    return failure;
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Undoes that, where it was begun. A store that does not run has nothing to undo until it does.
     *
     * @return what could not be undone
     */
    Optional<String> end() {
        Optional<String> first = Optional.empty();
        for (Service store : scene.with(Role.DB)) {
            for (Inspect container : running(store)) {
                if (scene.notes().isReadied(container.id())) {
                    Optional<String> failure = end(store.closing().copy(), container);
                    first = first.or(() -> failure);
                }
            }
        }
        return first;
    }

    private Optional<String> end(DataCopy copy, Inspect container) {
        Optional<String> failure =
                copy.after().flatMap(after -> run(container, "lull.snapshot.after", after));
        if (failure.isEmpty()) {
            scene.notes().readied(container.id(), false);
        }
        return failure.map(f ->
                f
                        + ". What lull.snapshot.before has done to it is not undone: see what that"
                        + " is ('docker exec "
                        + container.name()
                        + " …')");
    }

    private List<Inspect> running(Service store) {
        return scene.replicas(store.name()).stream().filter(Inspect::isRunning).toList();
    }

    private Optional<String> run(Inspect container, String label, Command command) {
        Deque<String> said = new ArrayDeque<>();

        try {
            int code =
                    engine.exec(
                            container.id(),
                            command.argv(),
                            HOOK,
                            line -> {
                                said.addLast(line);
                                if (said.size() > KEPT_LINES) {
                                    said.removeFirst();
                                }
                            });
            return code == 0
                    ? Optional.empty()
                    : Optional.of(
                            container.name()
                                    + ": "
                                    + label
                                    + " exited with "
                                    + code
                                    + (said.isEmpty() ? "" : ": " + String.join("; ", said)));
        } catch (EngineException.Permanent | EngineException.Overdue e) {
            return Optional.of(container.name() + ": " + label + ": " + e.getMessage());
        }
    }
}
