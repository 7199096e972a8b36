package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.Network;
import dev.lull.page.Backstage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The networks of a stack that were removed while its window was open: {@code docker network prune}
 * takes those on which nothing runs. They are made again as they were.
 */
final class LostNetworks {
    private final Engine engine;
    private final Scene scene;
    private final Map<String, Optional<Network>> there = new HashMap<>();

    LostNetworks(Engine engine, Scene scene) {
        this.engine = engine;
        this.scene = scene;
    }

    /** Makes it so that these containers' networks are there, as far as they were noted. */
    void restore(List<Inspect> containers) {
        containers.stream()
                .flatMap(c -> Backstage.front(scene.name(), c).keySet().stream())
                .distinct()
                .filter(name -> engine.network(name).isEmpty())
                .flatMap(name -> scene.notes().network(name).stream())
                .forEach(engine::createNetwork);
    }

    /**
     * The container, if it is there and can be started. One that holds on to a network that is gone
     * can't, nor one that Docker was cut off in removing; it is removed, to be made again.
     */
    Optional<Inspect> whole(String id) {
        Optional<Inspect> found = engine.inspect(id);
        if (found.filter(c -> !c.isRunning()).filter(this::isUseless).isPresent()) {
            engine.remove(id);
            return Optional.empty();
        }
        return found;
    }

    private boolean isUseless(Inspect container) {
        return container.isGoing() || isCutOff(container);
    }

    private boolean isCutOff(Inspect container) {
        return Backstage.front(scene.name(), container).keySet().stream()
                .anyMatch(name -> isAnother(name, container.networkId(name)));
    }

    private boolean isAnother(String name, String id) {
        Optional<Network> network = there.computeIfAbsent(name, engine::network);
        return !id.isEmpty() && network.isPresent() && !network.get().id().equals(id);
    }
}
