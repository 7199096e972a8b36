package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Compose on the {@link FakeEngine}. It reads real files in the form that {@code docker compose
 * config} prints: nothing is interpolated or merged, one file a project. Like Compose it recreates
 * by making the new container under another name, then stopping and removing the old one, then
 * renaming: what fails in between leaves what Compose would leave.
 */
public final class FakeCompose implements Compose {
    private final FakeEngine engine;
    private final Map<String, Integer> registry = new TreeMap<>();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    private final Faults faults = new Faults();
    private String version = "2.40.0";

    public FakeCompose(FakeEngine engine) {
        this.engine = engine;
    }

    /** It is another one. */
    public synchronized FakeCompose withVersion(String other) {
        version = other;
        return this;
    }

    /** An image that can be pulled. */
    public synchronized FakeCompose inRegistry(String image, int number) {
        registry.put(image, number);
        return this;
    }

    /** See {@link FakeEngine#failBefore}. */
    public synchronized void failBefore(String call, int nth, EngineException exception) {
        faults.order(call, nth, false, exception);
    }

    /** See {@link FakeEngine#failAfter}. */
    public synchronized void failAfter(String call, int nth, EngineException exception) {
        faults.order(call, nth, true, exception);
    }

    /** How often each method was called, also in vain. */
    public synchronized Map<String, Integer> calls() {
        return faults.calls();
    }

    /** What is to fail. */
    public Faults faults() {
        return faults;
    }

    /** {@code docker compose up -d}: everything as the files say, and running. */
    public synchronized void up(ComposeProject project) {
        JsonNode config = active(project);
        List<String> services = new ArrayList<>();
        config.path("services").fieldNames().forEachRemaining(services::add);
        make(project, services, Map.of());
        for (String service : withDependencies(config, services)) {
            replicas(project, service).forEach(c -> engine.start(c.id()));
        }
    }

    /** What {@code docker compose up -d} would change: services. Seen without a call. */
    public synchronized Set<String> wouldChange(ComposeProject project) {
        Set<String> changed = new LinkedHashSet<>();
        JsonNode config = active(project);
        config.path("services")
                .properties()
                .forEach(e -> {
                    List<Inspect> there =
                            engine.all().stream()
                                    .filter(c -> isReplica(c, project, e.getKey()))
                                    .toList();
                    if (there.isEmpty()
                            || there.stream().anyMatch(c -> !isAsSaid(c, e.getValue()))) {
                        changed.add(e.getKey());
                    }
                });
        return changed;
    }

    @Override
    public synchronized String version() {
        return faults.perform("version", () -> version);
    }

    @Override
    public synchronized JsonNode config(ComposeProject project) {
        return faults.perform("config", () -> active(project));
    }

    @Override
    public synchronized JsonNode configOfEveryProfile(ComposeProject project) {
        return faults.perform("configOfEveryProfile", () -> read(project));
    }

    /** As if the environment were empty. */
    @Override
    public synchronized Set<String> unsetVariables(ComposeProject project) {
        return faults.perform(
                "unsetVariables",
                () -> {
                    try {
                        Set<String> unset = new LinkedHashSet<>();
                        Matcher variable =
                                VARIABLE.matcher(Files.readString(project.files().getFirst()));
                        while (variable.find()) {
                            unset.add(variable.group(1));
                        }
                        return unset;
                    } catch (IOException e) {
                        throw new EngineException.Permanent("no file: " + e.getMessage(), e);
                    }
                });
    }

    private static void requireKnown(ComposeProject project, String service) {
        if (!read(project).path("services").has(service)) {
            throw new EngineException.Permanent("no such service: " + service);
        }
    }

    private static JsonNode active(ComposeProject project) {
        JsonNode config = read(project);
        Iterator<JsonNode> services = config.path("services").elements();
        while (services.hasNext()) {
            if (services.next().has("profiles")) {
                services.remove();
            }
        }
        return config;
    }

    @Override
    public synchronized Map<String, String> hashes(ComposeProject project, JsonNode config) {
        return faults.perform(
                "hashes",
                () -> {
                    Map<String, String> hashes = new TreeMap<>();
                    config.path("services")
                            .properties()
                            .forEach(e -> hashes.put(e.getKey(), hash(e.getValue())));
                    return hashes;
                });
    }

    @Override
    public synchronized void pull(String image, Consumer<String> out) {
        faults.perform(
                "pull",
                () -> {
                    Integer number = registry.get(image);
                    if (number == null) {
                        throw new EngineException.Permanent(
                                "pull access denied for " + image + ", repository does not exist");
                    }
                    out.accept("Pulled " + image);
                    return engine.withImage(image, number);
                });
    }

    @Override
    public synchronized void create(
            ComposeProject project,
            List<String> services,
            Map<String, Integer> scale,
            Consumer<String> out) {
        perform(
                "create",
                () -> {
                    services.forEach(service -> requireKnown(project, service));
                    if (!services.isEmpty()) {
                        make(project, services, scale);
                    }
                });
    }

    @Override
    public synchronized void runDetached(
            ComposeProject project,
            String service,
            String container,
            Map<String, String> labels,
            List<String> command) {
        perform(
                "runDetached",
                () -> {
                    requireKnown(project, service);
                    JsonNode config = read(project);
                    JsonNode definition = config.path("services").path(service);
                    ObjectNode spec = spec(project, config, service, 1);
                    ObjectNode own = (ObjectNode) spec.get("Labels");
                    own.put(ComposeLabels.ONE_OFF, "True");
                    own.remove(ComposeLabels.NUMBER);
                    labels.forEach(own::put);
                    command.forEach(spec.putArray("Cmd")::add);
                    ObjectNode host = (ObjectNode) spec.get("HostConfig");
                    host.remove(List.of("PortBindings", "RestartPolicy"));
                    engine.create(container, spec.toString());
                    furtherNetworks(config, definition)
                            .forEach(n -> engine.connect(n, container, Endpoint.of(List.of())));
                    engine.start(container);
                });
    }

    private void perform(String call, Runnable effect) {
        Supplier<Boolean> done =
                () -> {
                    effect.run();
                    return true;
                };
        faults.perform(call, done);
    }

    private static JsonNode read(ComposeProject project) {
        try {
            Object loaded =
                    new Yaml(new SafeConstructor(new LoaderOptions()))
                            .load(Files.readString(project.files().getFirst()));
            return Reply.JSON.valueToTree(loaded);
        } catch (IOException e) {
            throw new EngineException.Permanent("no configuration file: " + e.getMessage(), e);
        } catch (YAMLException e) {
            throw new EngineException.Permanent("yaml: " + e.getMessage(), e);
        }
    }

    private static String hash(JsonNode definition) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(definition.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void make(ComposeProject project, List<String> services, Map<String, Integer> scale) {
        JsonNode config = read(project);
        for (Map.Entry<String, JsonNode> network : config.path("networks").properties()) {
            engine.createNetwork(
                    networkName(config, network.getKey()),
                    false,
                    Map.of(ComposeLabels.PROJECT, project.name()));
        }
        for (JsonNode volume : config.path("volumes")) {
            engine.volume(
                    volume.path("name").asText(), Listing.strings(volume.path("driver_opts")));
        }
        for (String service : withDependencies(config, services)) {
            JsonNode definition = config.path("services").path(service);
            int wanted = scale.getOrDefault(service, definition.path("scale").asInt(1));
            converge(project, config, service, wanted);
        }
    }

    /** What it depends on first. */
    private static Set<String> withDependencies(JsonNode config, List<String> services) {
        Set<String> all = new LinkedHashSet<>();
        for (String service : services) {
            List<String> needs = new ArrayList<>();
            config.path("services")
                    .path(service)
                    .path("depends_on")
                    .fieldNames()
                    .forEachRemaining(needs::add);
            all.addAll(withDependencies(config, needs));
            all.add(service);
        }
        return all;
    }

    private void converge(ComposeProject project, JsonNode config, String service, int wanted) {
        JsonNode definition = config.path("services").path(service);
        List<Inspect> there = new ArrayList<>(replicas(project, service));
        there.sort(
                Comparator.<Inspect, Boolean>comparing(c -> !isAsSaid(c, definition))
                        .thenComparing(StackContainers::replica));
        while (there.size() > wanted) {
            Inspect surplus = there.removeLast();
            engine.stop(surplus.id());
            engine.remove(surplus.id());
        }
        there.sort(Comparator.comparing(StackContainers::replica));
        Set<Integer> numbers = new LinkedHashSet<>();
        there.forEach(c -> numbers.add(StackContainers.replica(c).number()));
        for (Inspect container : there) {
            if (!isAsSaid(container, definition)) {
                recreate(project, config, service, container);
            }
        }
        for (int number = 1; number <= wanted; number++) {
            if (numbers.size() < wanted && numbers.add(number)) {
                String name = project.name() + "-" + service + "-" + number;
                created(project, config, service, number, name);
            }
        }
    }

    private void recreate(ComposeProject project, JsonNode config, String service, Inspect old) {
        String name = name(project, service, old);
        String id =
                created(
                        project,
                        config,
                        service,
                        StackContainers.replica(old).number(),
                        old.id().substring(0, 12) + "_" + name);
        engine.stop(old.id());
        engine.remove(old.id());
        engine.rename(id, name);
    }

    private static String name(ComposeProject project, String service, Inspect container) {
        return project.name() + "-" + service + "-" + StackContainers.replica(container).number();
    }

    private String created(
            ComposeProject project, JsonNode config, String service, int number, String name) {
        JsonNode definition = config.path("services").path(service);
        String id = engine.create(name, spec(project, config, service, number).toString());
        for (String network : furtherNetworks(config, definition)) {
            engine.connect(network, id, Endpoint.of(List.of(name, service)));
        }
        return id;
    }

    private List<Inspect> replicas(ComposeProject project, String service) {
        return engine
                .containers(
                        Map.of(
                                ComposeLabels.PROJECT,
                                project.name(),
                                ComposeLabels.SERVICE,
                                service))
                .stream()
                .filter(c -> !StackContainers.isOneOff(c))
                .flatMap(c -> engine.inspect(c.id()).stream())
                .toList();
    }

    private static boolean isReplica(Inspect c, ComposeProject project, String service) {
        Map<String, String> labels = c.labels();
        return project.name().equals(labels.get(ComposeLabels.PROJECT))
                && service.equals(labels.get(ComposeLabels.SERVICE))
                && "False".equals(labels.get(ComposeLabels.ONE_OFF));
    }

    private boolean isAsSaid(Inspect container, JsonNode definition) {
        String image = definition.path("image").asText();
        return hash(definition).equals(container.labels().get(ComposeLabels.CONFIG_HASH))
                && container.image().equals(image)
                && imageId(image).equals(container.labels().get(ComposeLabels.IMAGE));
    }

    private String imageId(String image) {
        return engine.images().getOrDefault(image, "");
    }

    private static String networkName(JsonNode config, String network) {
        return config.path("networks").path(network).path("name").asText(network);
    }

    private static List<String> networks(JsonNode config, JsonNode definition) {
        List<String> networks = new ArrayList<>();
        definition
                .path("networks")
                .fieldNames()
                .forEachRemaining(n -> networks.add(networkName(config, n)));
        return networks;
    }

    private static List<String> furtherNetworks(JsonNode config, JsonNode definition) {
        return networks(config, definition).stream().skip(1).toList();
    }

    private ObjectNode spec(ComposeProject project, JsonNode config, String service, int number) {
        JsonNode definition = config.path("services").path(service);
        ObjectNode spec = Reply.JSON.createObjectNode();
        spec.put("Image", definition.path("image").asText());
        if (definition.has("stop_signal")) {
            spec.put("StopSignal", definition.path("stop_signal").asText());
        }
        ObjectNode labels = spec.putObject("Labels");
        Map<String, String> own = new LinkedHashMap<>();
        own.put(ComposeLabels.PROJECT, project.name());
        own.put(ComposeLabels.SERVICE, service);
        own.put(ComposeLabels.NUMBER, Integer.toString(number));
        own.put(ComposeLabels.ONE_OFF, "False");
        own.put(ComposeLabels.CONFIG_HASH, hash(definition));
        own.put(ComposeLabels.IMAGE, imageId(definition.path("image").asText()));
        own.put(ComposeLabels.WORKING_DIR, project.directory().toString());
        own.put(
                ComposeLabels.CONFIG_FILES,
                String.join(",", project.files().stream().map(Path::toString).toList()));
        own.forEach(labels::put);
        definition
                .path("labels")
                .properties()
                .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        ArrayNode env = spec.putArray("Env");
        definition
                .path("environment")
                .properties()
                .forEach(e -> env.add(e.getKey() + "=" + e.getValue().asText()));
        ObjectNode exposed = spec.putObject("ExposedPorts");
        definition.path("expose").forEach(p -> exposed.putObject(p.asText() + "/tcp"));
        ObjectNode host = spec.putObject("HostConfig");
        List<String> networks = networks(config, definition);
        host.put("NetworkMode", networks.getFirst());
        host.putObject("RestartPolicy").put("Name", definition.path("restart").asText("no"));
        ObjectNode bindings = host.putObject("PortBindings");
        for (JsonNode port : definition.path("ports")) {
            bindings.withArrayProperty(port.path("target").asText() + "/tcp")
                    .addObject()
                    .put("HostPort", port.path("published").asText());
        }
        ArrayNode binds = host.putArray("Binds");
        for (JsonNode volume : definition.path("volumes")) {
            String source = volume.path("source").asText();
            String name = config.path("volumes").path(source).path("name").asText(source);
            String mode = volume.path("read_only").asBoolean() ? ":ro" : ":rw";
            binds.add(name + ":" + volume.path("target").asText() + mode);
        }
        ArrayNode aliases =
                spec.putObject("NetworkingConfig")
                        .putObject("EndpointsConfig")
                        .putObject(networks.getFirst())
                        .putArray("Aliases");
        Stream.of(project.name() + "-" + service + "-" + number, service).forEach(aliases::add);
        return spec;
    }
}
