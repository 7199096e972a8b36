package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.Together;
import dev.lull.stack.Role;
import java.util.List;
import java.util.function.Predicate;

/** The data stores of a stack, started and stopped side by side: visitors wait for it. */
final class DataStores {
    private final Engine engine;

    DataStores(Engine engine) {
        this.engine = engine;
    }

    /** Makes it so that those that ran before the window, or are new, run. */
    void start(Scene scene) throws InterruptedException {
        List<Inspect> stores =
                scene.with(Role.DB).stream().flatMap(s -> scene.wanted(s).stream()).toList();
        Runs runs = new Runs(engine, scene);
        Together.run(
                "start-data",
                stores.stream().<Together.Task>map(c -> () -> runs.start(c)).toList());
    }

    /** Makes it so that these are stopped, and stay so. */
    void stop(Scene scene, Predicate<Inspect> which) throws InterruptedException {
        List<Inspect> stores = scene.replicas(scene.with(Role.DB)).stream().filter(which).toList();
        Runs runs = new Runs(engine, scene);
        Together.run("stop-data", stores.stream().map(c -> stopping(runs, c)).toList());
    }

    private static Together.Task stopping(Runs runs, Inspect store) {
        return () -> {
            runs.keepDown(store);
            runs.stop(store);
        };
    }

    /** Gives them the restart policy that they are to have. */
    void restorePolicies(Scene scene) throws InterruptedException {
        Together.run(
                "data-policy",
                scene.replicas(scene.with(Role.DB)).stream()
                        .<Together.Task>map(
                                c -> () -> engine.restartPolicy(c.id(), scene.policy(c)))
                        .toList());
    }
}
