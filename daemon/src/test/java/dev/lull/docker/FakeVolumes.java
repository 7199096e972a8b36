package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The volumes of the fake, made where a container first mounts them. */
final class FakeVolumes {
    private final Map<String, Volume> volumes = new LinkedHashMap<>();
    private final Set<String> anonymous = new HashSet<>();
    private Path root = Path.of("/var/lib/docker/volumes");
    private boolean real;

    /** Volumes made from now on are real folders under this one. */
    void in(Path folder) {
        root = folder;
        real = true;
    }

    List<Volume> all() {
        return List.copyOf(volumes.values());
    }

    Optional<Volume> find(String name) {
        return Optional.ofNullable(volumes.get(name));
    }

    /** Makes it so that there is a volume that was made with these options. */
    void make(String name, Map<String, String> options) {
        make(name, "local", Map.of(), options);
    }

    /** Makes it so that there is the volume that this describes. */
    void create(JsonNode body) {
        make(
                body.path("Name").asText(),
                body.path("Driver").asText(),
                Listing.strings(body.path("Labels")),
                Listing.strings(body.path("DriverOpts")));
    }

    private void make(
            String name, String driver, Map<String, String> labels, Map<String, String> options) {
        volumes.putIfAbsent(name, new Volume(name, driver, folderOf(name), labels, options));
    }

    void remove(String name) {
        volumes.remove(name);
    }

    /** Those that were made for a container that is gone, and that no other has. */
    void removeAnonymous(FakeContainer gone, Collection<FakeContainer> others) {
        anonymous.stream()
                .filter(gone::mounts)
                .filter(v -> others.stream().noneMatch(c -> c.mounts(v)))
                .forEach(volumes::remove);
    }

    /** Mounts what the container's spec names. */
    void mount(FakeContainer container, JsonNode host) {
        for (JsonNode mount : host.path("Mounts")) {
            mount(
                    container,
                    mount.path("Source").asText(),
                    mount.path("Target").asText(),
                    !mount.path("ReadOnly").asBoolean(),
                    mount.path("VolumeOptions"));
        }
        for (JsonNode bind : host.path("Binds")) {
            String[] parts = bind.asText().split(":", 3);
            boolean writable = parts.length < 3 || !List.of(parts[2].split(",", -1)).contains("ro");
            mount(container, parts[0], parts[1], writable, MissingNode.getInstance());
        }
    }

    private void mount(
            FakeContainer container,
            String source,
            String target,
            boolean writable,
            JsonNode wanted) {
        if (source.startsWith("/")) {
            container.mount(new Mount("bind", "", source, target, writable));
            return;
        }
        String name = source.isEmpty() ? "%064x".formatted(anonymous.size() + 1) : source;
        if (source.isEmpty()) {
            anonymous.add(name);
        }
        String path = folderOf(name);
        make(
                name,
                wanted.path("DriverConfig").path("Name").asText("local"),
                Listing.strings(wanted.path("Labels")),
                Listing.strings(wanted.path("DriverConfig").path("Options")));
        container.mount(new Mount("volume", name, path, target, writable));
    }

    private String folderOf(String volume) {
        Path folder = root.resolve(volume).resolve("_data");
        if (real && !volumes.containsKey(volume)) {
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return folder.toString();
    }
}
