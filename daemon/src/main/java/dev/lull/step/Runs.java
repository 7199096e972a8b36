package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.RestartPolicy;
import java.time.Instant;
import java.util.Optional;

/**
 * Ends and begins the runs of containers. A stop is written down before it is sent: a container
 * that was told to end will end, however its step ended, and must not be taken for one that runs.
 */
final class Runs {
    private final Engine engine;
    private final Scene scene;

    Runs(Engine engine, Scene scene) {
        this.engine = engine;
        this.scene = scene;
    }

    /** Makes it so that Docker doesn't start it by itself; what it did before is written down. */
    void keepDown(Inspect container) {
        if (!scene.hasFact(container) && scene.notes().policy(container.id()).isEmpty()) {
            scene.notes().policy(container.id(), container.restartPolicy());
        }
        engine.restartPolicy(container.id(), RestartPolicy.NO);
    }

    /** Makes it so that it does not run. */
    void stop(Inspect container) {
        if (container.isRunning()) {
            scene.notes().stopping(container.id(), container.startedAt());
        }
        engine.stop(container.id());
    }

    /** Makes it so that it runs, and was told neither to end nor to take no new jobs. */
    void start(Inspect container) {
        if (container.isRunning() && isLeaving(container)) {
            engine.stop(container.id());
        }
        engine.start(container.id());
    }

    /** Whether this very run was told to end, or to take no new jobs. */
    boolean isLeaving(Inspect container) {
        Optional<Instant> run = Optional.of(container.startedAt());
        return scene.notes().stopping(container.id()).equals(run)
                || scene.notes().drained(container.id()).equals(run);
    }
}
