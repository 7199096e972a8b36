package dev.lull.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where mounts lie on this host, symbolic links resolved. Asks the engine once for each volume:
 * make a new one for each look. Not thread-safe.
 */
public final class HostPaths {
    /** Nothing there outlives a restart of the host, or is data at all. */
    private static final List<Path> KERNEL =
            List.of(
                    Path.of("/dev"),
                    Path.of("/proc"),
                    Path.of("/run"),
                    Path.of("/sys"),
                    Path.of("/var/run"));

    /** Often mounted writable, for want of {@code :ro}. */
    private static final List<Path> CLOCK =
            List.of(Path.of("/etc/localtime"), Path.of("/etc/timezone"));

    private final Engine engine;
    private final Map<String, Optional<Path>> volumes = new HashMap<>();

    public HostPaths(Engine engine) {
        this.engine = engine;
    }

    /** The folder or file behind a mount; empty for what has none, such as a tmpfs. */
    public Optional<Path> of(Mount mount) {
        if (mount.isVolume()) {
            return volumes.computeIfAbsent(mount.name(), this::ofVolume);
        }
        return mount.isBind() && isData(mount.source())
                ? Optional.of(real(Path.of(mount.source())))
                : Optional.empty();
    }

    private Optional<Path> ofVolume(String name) {
        return engine.volume(name)
                .flatMap(v ->
                        v.boundFolder()
                                .or(() ->
                                        Optional.of(v.mountpoint())
                                                .filter(m -> m.startsWith("/"))
                                                .map(Path::of)))
                .map(HostPaths::real);
    }

    /**
     * Whether what is bind-mounted from there can be data: a folder or a regular file, and not the
     * kernel's. What is not there yet is made as a folder.
     */
    public static boolean isData(String source) {
        Path path = Path.of(source).normalize();
        boolean system = CLOCK.contains(path) || KERNEL.stream().anyMatch(path::startsWith);
        return path.isAbsolute()
                && !system
                && (Files.isDirectory(path) || Files.isRegularFile(path) || !Files.exists(path));
    }

    /** Whether who writes to one of them may write to the other. */
    public static boolean overlap(Path one, Path other) {
        return one.startsWith(other) || other.startsWith(one);
    }

    /** The path with symbolic links resolved, as far as it is there. */
    public static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
