package dev.lull.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A named or anonymous volume.
 *
 * @param mountpoint its place on the host; where the driver mounts something only while a container
 *     uses it, it is an empty folder the rest of the time
 * @param options of the driver that it was made with ({@code driver_opts})
 */
public record Volume(
        String name,
        String driver,
        String mountpoint,
        Map<String, String> labels,
        Map<String, String> options) {
    public Volume {
        labels = Map.copyOf(labels);
        options = Map.copyOf(options);
    }

    /** What makes it anew, without its data: the raw body for the engine. */
    public String definition() {
        ObjectNode body = Reply.JSON.createObjectNode();
        body.put("Name", name).put("Driver", driver);
        if (!options.isEmpty()) {
            options.forEach(body.putObject("DriverOpts")::put);
        }
        ObjectNode labelNode = body.putObject("Labels");
        labels.forEach(labelNode::put);
        return body.toString();
    }

    /** Whether its data are at its place at any time, used or not. */
    public boolean isPlain() {
        return driver.equals("local") && option("type").isEmpty() && option("device").isEmpty();
    }

    /** The folder of this host that is mounted at its place while it is used, if that is one. */
    public Optional<Path> boundFolder() {
        List<String> flags = Arrays.asList(option("o").split(",", -1));
        boolean bound = flags.contains("bind") || flags.contains("rbind");
        return driver.equals("local") && bound && option("device").startsWith("/")
                ? Optional.of(Path.of(option("device")))
                : Optional.empty();
    }

    private String option(String key) {
        return options.getOrDefault(key, "");
    }
}
