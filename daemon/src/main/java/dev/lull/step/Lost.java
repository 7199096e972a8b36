package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.Mount;
import dev.lull.docker.Network;
import dev.lull.page.Backstage;
import dev.lull.stack.StackName;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The networks and volumes of a stack that somebody has removed while its window was open.
 *
 * @param networks by name, sorted
 * @param volumes by name, sorted
 * @param ids of the networks that are there, by name
 */
record Lost(List<String> networks, List<String> volumes, Map<String, String> ids) {
    Lost {
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
        ids = Map.copyOf(ids);
    }

    /**
     * @param containers as they were
     */
    static Lost of(Engine engine, StackName stack, Collection<Inspect> containers) {
        List<String> networks =
                containers.stream()
                        .flatMap(c -> Backstage.front(stack, c).keySet().stream())
                        .filter(Lost::isMade)
                        .distinct()
                        .sorted()
                        .toList();
        Map<String, String> ids = new HashMap<>();
        networks.forEach(n -> engine.network(n).map(Network::id).ifPresent(i -> ids.put(n, i)));
        List<String> volumes =
                containers.stream()
                        .flatMap(c -> c.mounts().stream())
                        .filter(Mount::isVolume)
                        .map(Mount::name)
                        .distinct()
                        .filter(name -> engine.volume(name).isEmpty())
                        .sorted()
                        .toList();
        return new Lost(networks.stream().filter(n -> !ids.containsKey(n)).toList(), volumes, ids);
    }

    /** Those that every engine has can't be lost. */
    private static boolean isMade(String network) {
        return !List.of("host", "none", "bridge").contains(network);
    }

    /** Whether a container that does not run holds on to a network of that name that is gone. */
    boolean isCutOff(Inspect container, String network) {
        String held = container.networkId(network);
        boolean another =
                Optional.ofNullable(ids.get(network))
                        .filter(id -> !held.isEmpty() && !id.equals(held))
                        .isPresent();
        return !container.isRunning()
                && container.networks().containsKey(network)
                && (another || networks.contains(network));
    }
}
