package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Mount;
import dev.lull.page.Backstage;
import dev.lull.snapshot.Definition;
import dev.lull.window.StepContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What makes a stack's networks and volumes anew: one that is lost in mid-window is made again by
 * the way back or by a person, and a point brings the stack to a host that has nothing of it.
 */
final class Definitions {
    private final Engine engine;

    Definitions(Engine engine) {
        this.engine = engine;
    }

    /** Docker's tidying takes a network away on which nothing runs for a while. */
    void note(StepContext context) {
        Notes notes = new Notes(context);
        networks(context)
                .flatMap(name -> engine.network(name).stream())
                .forEach(network -> notes.network(network.name(), network.definition()));
        volumes(context)
                .flatMap(name -> engine.volume(name).stream())
                .forEach(volume -> notes.volume(volume.name(), volume.definition()));
    }

    /** What was noted, networks first. */
    static List<Definition> noted(StepContext context) {
        Notes notes = new Notes(context);
        return Stream.concat(
                        networks(context)
                                .map(n -> made(Definition.Kind.NETWORK, n, notes.network(n))),
                        volumes(context).map(n -> made(Definition.Kind.VOLUME, n, notes.volume(n))))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Definition> made(
            Definition.Kind kind, String name, Optional<String> json) {
        return json.map(j -> new Definition(kind, name, j));
    }

    private static Stream<String> networks(StepContext context) {
        return context.facts().replicas().stream()
                .flatMap(r -> Backstage.front(context.stack(), Scene.spec(r)).keySet().stream())
                .distinct()
                .sorted();
    }

    private static Stream<String> volumes(StepContext context) {
        return context.facts().replicas().stream()
                .flatMap(r -> Scene.spec(r).mounts().stream())
                .filter(Mount::isVolume)
                .map(Mount::name)
                .distinct()
                .sorted();
    }
}
