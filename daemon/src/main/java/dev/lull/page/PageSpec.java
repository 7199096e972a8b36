package dev.lull.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lull.docker.Endpoint;
import dev.lull.docker.PortBinding;
import dev.lull.docker.RestartPolicy;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The page container, to be created in the app's place.
 *
 * @param image has nginx in its PATH
 * @param windowId the window that it belongs to
 * @param since when the window's facts were taken: tells it from one of the same number
 * @param service the app service whose place it takes
 * @param ports TCP ports that {@link PageFiles} listens on
 * @param publish ports to publish on the host; others than TCP are left out
 * @param network the first network; the engine takes one at creation, the caller connects the rest.
 *     Not {@code host}, {@code none} or {@code container:…}
 * @param endpoint aliases (and fixed addresses, if any) on that network
 * @param appLabels the app's labels: those that route visitors to it are taken along
 * @param appEnv the app's environment as {@code NAME=value}: likewise
 */
public record PageSpec(
        String image,
        StackName stack,
        String windowId,
        Instant since,
        ServiceName service,
        Set<Integer> ports,
        List<PortBinding> publish,
        String network,
        Endpoint endpoint,
        Map<String, String> appLabels,
        List<String> appEnv) {
    /** On every page container; its value is the stack. */
    public static final String LABEL = "dev.lull.page";

    public static final String LABEL_WINDOW = "dev.lull.window";
    public static final String LABEL_SINCE = "dev.lull.since";
    public static final String LABEL_SERVICE = "dev.lull.service";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MEMORY = 64L << 20;
    private static final String NOBODY = "65534:65534";

    public PageSpec {
        ports = Set.copyOf(ports);
        publish = publish.stream().filter(p -> p.protocol().equals("tcp")).toList();
        appLabels = Map.copyOf(appLabels);
        appEnv = List.copyOf(appEnv);
        if (network.equals("host") || network.equals("none") || network.startsWith("container:")) {
            throw new IllegalArgumentException(
                    "a page can't take the place of a container with network_mode " + network);
        }
    }

    /** The raw body for {@link dev.lull.docker.Engine#create}. */
    public String create() {
        ObjectNode spec = JSON.createObjectNode();
        spec.put("Image", image);
        spec.putArray("Entrypoint").add("nginx");
        spec.putArray("Cmd").add("-c").add("/etc/lull/nginx.conf").add("-g").add("daemon off;");
        // Not root, whatever the image says: then nginx needs no user of its own and no capability.
        spec.put("User", NOBODY);
        spec.put("WorkingDir", "/");
        spec.put("StopSignal", "SIGQUIT");
        spec.put("StopTimeout", 5);
        // An image's own check would call the page unhealthy, and Traefik would drop it.
        spec.putObject("Healthcheck").putArray("Test").add("NONE");
        labels(spec.putObject("Labels"));
        Routing.environment(appEnv).forEach(spec.putArray("Env")::add);
        ObjectNode exposed = spec.putObject("ExposedPorts");
        exposed().forEach(port -> exposed.putObject(port + "/tcp"));
        hostConfig(spec.putObject("HostConfig"));
        endpoint(spec.putObject("NetworkingConfig").putObject("EndpointsConfig"));
        return spec.toString();
    }

    private void labels(ObjectNode labels) {
        labels.put(LABEL, stack.value());
        labels.put(LABEL_WINDOW, windowId);
        labels.put(LABEL_SINCE, since.toString());
        labels.put(LABEL_SERVICE, service.value());
        Routing.labels(appLabels).forEach(labels::put);
    }

    private Set<Integer> exposed() {
        Set<Integer> exposed = new TreeSet<>(ports);
        publish.forEach(p -> exposed.add(p.containerPort()));
        return exposed;
    }

    private void hostConfig(ObjectNode host) {
        host.put("NetworkMode", network);
        // Docker that was killed takes containers with 'unless-stopped' for stopped by hand.
        host.putObject("RestartPolicy").put("Name", RestartPolicy.ALWAYS.name());
        ObjectNode bindings = host.putObject("PortBindings");
        for (PortBinding p : publish) {
            ArrayNode of = bindings.withArrayProperty(p.containerPort() + "/tcp");
            String hostPort = p.hostPort() == 0 ? "" : Integer.toString(p.hostPort());
            of.addObject().put("HostIp", p.hostIp()).put("HostPort", hostPort);
        }
        host.put("Memory", MEMORY);
        host.put("PidsLimit", 32);
        host.putArray("CapDrop").add("ALL");
        host.putArray("SecurityOpt").add("no-new-privileges");
        host.putObject("Sysctls").put("net.ipv4.ip_unprivileged_port_start", "0");
        host.putObject("Tmpfs").put("/tmp", "size=16m,mode=1777");
        ObjectNode log = host.putObject("LogConfig").put("Type", "json-file");
        log.putObject("Config").put("max-size", "1m").put("max-file", "1");
    }

    private void endpoint(ObjectNode endpoints) {
        ObjectNode settings = endpoints.putObject(network);
        if (!network.equals("bridge") && !network.equals("default")) {
            endpoint.aliases().forEach(settings.putArray("Aliases")::add);
        }
        if (!endpoint.ipv4().isEmpty() || !endpoint.ipv6().isEmpty()) {
            ObjectNode ipam = settings.putObject("IPAMConfig");
            ipam.put("IPv4Address", endpoint.ipv4()).put("IPv6Address", endpoint.ipv6());
        }
    }
}
