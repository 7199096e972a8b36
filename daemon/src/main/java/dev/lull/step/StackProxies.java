package dev.lull.step;

import dev.lull.docker.Endpoint;
import dev.lull.docker.Inspect;
import dev.lull.page.Detour;
import dev.lull.page.DoorException;
import dev.lull.page.Proxies;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.window.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every proxy of the stack that runs. */
final class StackProxies {
    private final Proxies proxies;
    private final Detour detour;

    StackProxies(Proxies proxies, Detour detour) {
        this.proxies = proxies;
        this.detour = detour;
    }

    /** Has them look addresses up anew; gives what went wrong, or empty. */
    Optional<String> reload(Scene scene, StepContext context) throws InterruptedException {
        for (Service service : scene.with(Role.PROXY)) {
            Optional<String> failure =
                    proxies.reloadAll(
                            running(scene, service), scene.settings(service), context::say);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    /** The turns by which what is asked of some containers on these ports goes to another. */
    static List<Detour.Turn> turns(List<Inspect> from, Inspect to, Set<Integer> ports) {
        return from.stream().flatMap(f -> turns(f, to, ports).stream()).toList();
    }

    private static List<Detour.Turn> turns(Inspect from, Inspect to, Set<Integer> ports) {
        Map<String, Endpoint> there = to.networks();
        List<Detour.Turn> turns = new ArrayList<>();
        from.networks()
                .forEach((network, endpoint) -> {
                    Endpoint other = there.get(network);
                    if (other != null
                            && !endpoint.address().isEmpty()
                            && !other.address().isEmpty()) {
                        ports.forEach(p ->
                                turns.add(new Detour.Turn(endpoint.address(), p, other.address())));
                    }
                });
        return turns;
    }

    /**
     * Sends what they ask of one container to another until it is lifted. Where it can't be done
     * the change of places goes on: a proxy may then meet nobody for a moment.
     *
     * @param turns of several from one address and port, the first counts
     * @param atMost it ends by itself then: an address that was freed may be another's by and by
     */
    void lay(Scene scene, Collection<Detour.Turn> turns, Duration atMost, StepContext context) {
        for (Inspect proxy : running(scene)) {
            try {
                detour.lay(proxy.pid(), onePerAddress(turns), atMost);
            } catch (DoorException e) {
                context.warn(
                        proxy.name() + " may ask where nobody is for a moment: " + e.getMessage());
                lift(proxy, context); // What was laid earlier leads elsewhere.
            }
        }
    }

    /** Of several from one address and port, the first. */
    private static Collection<Detour.Turn> onePerAddress(Collection<Detour.Turn> turns) {
        Map<String, Detour.Turn> first = new LinkedHashMap<>();
        turns.forEach(t -> first.putIfAbsent(t.from() + ":" + t.tcpPort(), t));
        return first.values();
    }

    /** Has them ask straight again. */
    void lift(Scene scene, StepContext context) {
        running(scene).forEach(proxy -> lift(proxy, context));
    }

    private void lift(Inspect proxy, StepContext context) {
        try {
            liftNow(proxy);
        } catch (DoorException e) {
            context.warn(
                    proxy.name()
                            + " may ask in the wrong place for a few minutes: "
                            + e.getMessage());
        }
    }

    private void liftNow(Inspect proxy) {
        try {
            detour.lift(proxy.pid());
        } catch (DoorException once) {
            detour.lift(proxy.pid());
        }
    }

    private static List<Inspect> running(Scene scene) {
        return scene.with(Role.PROXY).stream().flatMap(s -> running(scene, s).stream()).toList();
    }

    private static List<Inspect> running(Scene scene, Service service) {
        return scene.replicas(service.name()).stream().filter(Inspect::isRunning).toList();
    }
}
