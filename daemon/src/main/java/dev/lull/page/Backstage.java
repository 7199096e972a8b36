package dev.lull.page;

import dev.lull.docker.ComposeLabels;
import dev.lull.docker.ContainerSummary;
import dev.lull.docker.Endpoint;
import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.stack.ServiceSettings;
import dev.lull.stack.StackName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The private network of a stack, in which its app runs and is checked while the page holds the
 * public place. Everything here is "make it so".
 */
public final class Backstage {
    /** On every network of ours; its value is the stack. */
    public static final String LABEL = "dev.lull.backstage";

    private final Engine engine;

    public Backstage(Engine engine) {
        this.engine = engine;
    }

    /** The name of a stack's backstage network. */
    public static String network(StackName stack) {
        return stack + "_lull_backstage";
    }

    /** The container's connections without the one backstage. */
    public static Map<String, Endpoint> front(StackName stack, Inspect container) {
        Map<String, Endpoint> front = new LinkedHashMap<>(container.networks());
        front.remove(network(stack));
        return front;
    }

    /** Makes the network, and connects to it what the app needs, under the usual names. */
    public void open(
            StackName stack, ServiceSettings.Backstage kind, List<Inspect> dataAndHelpers) {
        boolean internal = kind == ServiceSettings.Backstage.ISOLATED;
        if (engine.network(network(stack)).filter(n -> n.internal() != internal).isPresent()) {
            clear(stack);
        }
        engine.createNetwork(network(stack), internal, Map.of(LABEL, stack.value()));
        for (Inspect container : dataAndHelpers) {
            if (!container.networks().containsKey(network(stack)) && hasOwnNetwork(container)) {
                engine.connect(network(stack), container.id(), Endpoint.of(names(container)));
            }
        }
    }

    /** An open one would publish an app's ports while it is checked: another kind is made anew. */
    private void clear(StackName stack) {
        for (ContainerSummary c : engine.containers(Map.of(ComposeLabels.PROJECT, stack.value()))) {
            engine.disconnect(network(stack), c.id());
        }
        engine.removeNetwork(network(stack));
    }

    /**
     * Takes a container that does not run off its networks and puts it backstage alone.
     *
     * @param keep networks that it stays on
     */
    public void enter(StackName stack, Inspect container, List<String> keep) {
        if (!container.networks().containsKey(network(stack))) {
            engine.connect(network(stack), container.id(), Endpoint.of(names(container)));
        }
        for (String name : front(stack, container).keySet()) {
            if (!keep.contains(name)) {
                engine.disconnect(name, container.id());
            }
        }
    }

    /** Joins a container to its own networks: at that moment its ports and aliases go live. */
    public void leave(String container, Map<String, Endpoint> front) {
        front.forEach((network, endpoint) -> engine.connect(network, container, endpoint));
    }

    /** Removes the network when no container of the stack is left. */
    public void tidy(StackName stack, boolean containersLeft) {
        if (!containersLeft && engine.network(network(stack)).isPresent()) {
            engine.removeNetwork(network(stack));
        }
    }

    private static boolean hasOwnNetwork(Inspect container) {
        String mode = container.networkMode();
        return !mode.equals("host") && !mode.equals("none") && !mode.startsWith("container:");
    }

    private static List<String> names(Inspect container) {
        List<String> names = new ArrayList<>();
        container.networks().values().forEach(e -> names.addAll(e.aliases()));
        String service = container.labels().get("com.docker.compose.service");
        if (service != null) {
            names.add(service);
        }
        return names.stream().distinct().toList();
    }
}
