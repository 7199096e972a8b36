package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.page.Backstage;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.ServiceSettings;
import dev.lull.stack.StackName;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes it so that an app's container which does not run is backstage: the network is there, what
 * the app needs is on it, the container is off its own networks, which are noted first. Nothing is
 * started.
 */
final class BackstageEntry {
    private final Engine engine;
    private final Backstage backstage;

    BackstageEntry(Engine engine, Backstage backstage) {
        this.engine = engine;
        this.backstage = backstage;
    }

    /** Those of the stack that are to be checked backstage and do not run yet. */
    void prepare(Scene scene) {
        for (Service service : scene.with(Role.APP)) {
            if (scene.settings(service).backstage() != ServiceSettings.Backstage.NONE) {
                scene.wanted(service).stream()
                        .filter(c -> !c.isRunning())
                        .forEach(c -> make(scene, service, c));
            }
        }
    }

    void make(Scene scene, Service service, Inspect container) {
        backstage.open(scene.name(), scene.settings(service).backstage(), helpers(scene));
        if (scene.notes().front(container.id()).isEmpty()) {
            scene.notes().front(container.id(), Backstage.front(scene.name(), container));
        }
        new Runs(engine, scene).keepDown(container);
        backstage.enter(scene.name(), container, keep(scene, service));
    }

    private static List<Inspect> helpers(Scene scene) {
        List<Service> services =
                Stream.of(Role.DB, Role.NONE).flatMap(r -> scene.with(r).stream()).toList();
        return scene.replicas(services).stream().filter(Inspect::isRunning).toList();
    }

    /** The networks that an app stays on, under the names that they have in files and in Docker. */
    static List<String> keep(Scene scene, Service service) {
        return scene.settings(service).backstageKeep().stream()
                .flatMap(n -> names(scene.name(), n).stream())
                .toList();
    }

    /** What Docker may call a network that a label names. */
    static List<String> names(StackName stack, String network) {
        return List.of(network, stack + "_" + network);
    }
}
