package dev.lull.testbed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the containers of a stack are, to be compared before and after a way back. */
public final class Snapshot {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ANONYMOUS = "[0-9a-f]{64}";

    private Snapshot() {}

    /** By container name: everything that a way back must return, sorted and without ids. */
    public static Map<String, String> of(ExampleStack stack) {
        List<String> ids =
                stack.compose("ps", "-a", "-q").lines().filter(s -> !s.isBlank()).toList();
        List<String> argv = new ArrayList<>(List.of("docker", "inspect"));
        argv.addAll(ids);
        try {
            Map<String, String> containers = new TreeMap<>();
            Map<String, String> names = new TreeMap<>();
            JsonNode all = JSON.readTree(Sh.run(Path.of("/"), argv));
            all.forEach(c -> names.put(c.path("Id").asText(), c.path("Name").asText()));
            for (JsonNode c : all) {
                containers.put(c.path("Name").asText(), named(describe(c), names));
            }
            return containers;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whose network or processes a container shares, by name. */
    private static String named(String text, Map<String, String> names) {
        String named = text;
        for (Map.Entry<String, String> container : names.entrySet()) {
            named = named.replace(container.getKey(), container.getValue());
        }
        return named;
    }

    /** Made again, a container must be told which its volumes were; the mounts have them too. */
    private static ObjectNode withoutNamesOfAnonymous(ObjectNode host) {
        for (JsonNode mount : host.path("Mounts")) {
            if (mount.path("Source").asText().matches(ANONYMOUS)) {
                ((ObjectNode) mount).remove("Source");
            }
        }
        return host;
    }

    private static String describe(JsonNode c) throws JsonProcessingException {
        ObjectNode all = JSON.createObjectNode();
        all.put("image", c.path("Image").asText());
        all.put("running", c.path("State").path("Running").asBoolean());
        ObjectNode config = c.path("Config").deepCopy();
        config.remove("Hostname");
        all.set("config", config);
        all.set("host", withoutNamesOfAnonymous(c.path("HostConfig").deepCopy()));
        List<String> mounts = new ArrayList<>();
        c.path("Mounts").forEach(m -> mounts.add(m.toString()));
        all.put("mounts", mounts.stream().sorted().toList().toString());
        Map<String, String> networks = new TreeMap<>();
        String shortId = c.path("Id").asText().substring(0, 12);
        c.path("NetworkSettings")
                .path("Networks")
                .properties()
                .forEach(e -> {
                    List<String> aliases = new ArrayList<>();
                    e.getValue().path("Aliases").forEach(a -> aliases.add(a.asText()));
                    aliases.remove(shortId);
                    networks.put(
                            e.getKey(),
                            aliases.stream().sorted().distinct().toList()
                                    + e.getValue().path("IPAMConfig").toString()
                                    + e.getValue().path("Links").toString()
                                    + e.getValue().path("DriverOpts").toString()
                                    + e.getValue().path("GwPriority").toString());
                });
        networks.keySet().removeIf(n -> n.endsWith("_lull_backstage"));
        all.put("networks", networks.toString());
        all.put("ports", c.path("NetworkSettings").path("Ports").toString());
        return JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsString(JSON.treeToValue(all, TreeMap.class));
    }
}
