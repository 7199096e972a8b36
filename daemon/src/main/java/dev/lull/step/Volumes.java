package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.docker.Mount;
import dev.lull.docker.Volume;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which folders of this host belong into a stack's rollback point. */
final class Volumes {
    private final Engine engine;

    Volumes(Engine engine) {
        this.engine = engine;
    }

    /**
     * The folders behind the volumes (and, where asked, the bind mounts) of the services whose
     * labels want them in a rollback point.
     *
     * @param containers the containers of a service
     * @throws EngineException.Permanent for a volume that can't be copied, naming the way out
     */
    List<VolumeSource> of(Stack stack, Containers containers) {
        Map<String, List<String>> users = new LinkedHashMap<>();
        Map<String, Mount> mounts = new LinkedHashMap<>();
        for (Service service : stack.services()) {
            if (!service.closing().snapshotVolumes()) {
                continue;
            }
            for (Inspect container : containers.of(service)) {
                for (Mount mount : container.mounts()) {
                    boolean wanted =
                            mount.isVolume()
                                    || (mount.isBind() && service.closing().snapshotBind());
                    if (wanted) {
                        mounts.put(name(mount), mount);
                        users.computeIfAbsent(name(mount), n -> new ArrayList<>())
                                .add(service.name().value());
                    }
                }
            }
        }
        List<VolumeSource> sources = new ArrayList<>();
        mounts.forEach((name, mount) ->
                source(
                                name,
                                mount,
                                users.getOrDefault(name, List.of()).stream().distinct().toList())
                        .ifPresent(sources::add));
        return sources;
    }

    /** The containers of a service, now or as the facts have them. */
    interface Containers {
        List<Inspect> of(Service service);
    }

    private static String name(Mount mount) {
        return mount.isVolume() ? mount.name() : mount.source();
    }

    private Optional<VolumeSource> source(String name, Mount mount, List<String> users) {
        if (mount.isBind()) {
            Path folder = Path.of(mount.source());
            // A bind mount may be a file or a socket: files of the project are saved with it.
            return Files.isDirectory(folder)
                    ? Optional.of(new VolumeSource(name, VolumeSource.Kind.BIND, folder, users))
                    : Optional.empty();
        }
        Volume volume = engine.volume(name).orElseThrow(() -> gone(name));
        Path folder = Path.of(volume.mountpoint());
        if (!volume.driver().equals("local") || !Files.isDirectory(folder)) {
            throw new EngineException.Permanent(
                    "volume "
                            + name
                            + " (driver "
                            + volume.driver()
                            + ", at "
                            + folder
                            + ") can't be copied from this host. Lull must run as root on the Docker"
                            + " host; for a volume on other storage set 'lull.snapshot: none' on "
                            + String.join(", ", users)
                            + " and keep a copy of your own");
        }
        return Optional.of(new VolumeSource(name, VolumeSource.Kind.VOLUME, folder, users));
    }

    private static EngineException gone(String name) {
        return new EngineException.Permanent(
                "volume " + name + " is not there any more: who removed it?");
    }
}
