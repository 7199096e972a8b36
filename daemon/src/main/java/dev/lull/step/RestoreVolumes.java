package dev.lull.step;

import dev.lull.docker.ContainerSummary;
import dev.lull.docker.Engine;
import dev.lull.docker.HostPaths;
import dev.lull.docker.Mount;
import dev.lull.docker.RestartPolicy;
import dev.lull.docker.StackContainers;
import dev.lull.docker.Volume;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedFile;
import dev.lull.snapshot.SavedVolume;
import dev.lull.snapshot.SnapshotException;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.Declared;
import dev.lull.stack.StackName;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts the data back as the rollback point has them, with nobody writing to them. */
final class RestoreVolumes implements Step {
    private final Engine engine;
    private final StackContainers containers;
    private final Points points;

    RestoreVolumes(Engine engine, StackContainers containers, Points points) {
        this.engine = engine;
        this.containers = containers;
        this.points = points;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        Optional<RollbackPoint> found = Return.point(context, scene.notes(), points);
        if (found.isEmpty()) {
            return new Outcome.Done("no rollback point was taken: the volumes are untouched");
        }
        RollbackPoint point = found.get();
        makeAgain(point, scene.notes(), context);
        List<Path> files = mounted(points, point, context.facts().declared());
        Optional<String> failure = free(point, files, context);
        if (failure.isPresent()) {
            return new Outcome.Failed(failure.get());
        }
        try {
            for (SavedVolume volume : point.volumes()) {
                points.restoreVolume(point, volume.name(), folder(volume), context::say);
            }
            for (Path file : files) {
                points.restoreFile(point, file);
            }
        } catch (SnapshotException e) {
            return Outcome.Failed.because(e);
        }
        return new Outcome.Done(told(point, files));
    }

    /** Volumes that somebody has removed meanwhile, as they were; their data follow. */
    private void makeAgain(RollbackPoint point, Notes notes, StepContext context) {
        Stream<String> names =
                Stream.concat(
                        point.volumes().stream().map(SavedVolume::name),
                        point.dumps().stream().flatMap(d -> d.instead().stream()));
        for (String name : names.distinct().toList()) {
            Optional<String> definition = notes.volume(name);
            if (definition.isPresent() && engine.volume(name).isEmpty()) {
                engine.createVolume(definition.get());
                context.warn("volume " + name + " was gone and is made again");
            }
        }
    }

    private static String told(RollbackPoint point, List<Path> files) {
        List<String> names =
                Stream.concat(
                                point.volumes().stream().map(SavedVolume::name),
                                files.stream().map(Path::toString))
                        .toList();
        String restored =
                "restored and compared with "
                        + point.id()
                        + ": "
                        + (names.isEmpty() ? "no volumes" : String.join(", ", names));
        String dumps =
                point.dumps().isEmpty()
                        ? ""
                        : "; later, as dumps: "
                                + point.dumps().stream()
                                        .map(d -> d.service().value())
                                        .collect(Collectors.joining(", "));
        return point.leftOut().isEmpty()
                ? restored + dumps
                : restored
                        + dumps
                        + "; not in it, and left as they are: "
                        + String.join("; ", point.leftOut());
    }

    /** Single files that containers mount writable; compose and env files are a person's. */
    static List<Path> mounted(Points points, RollbackPoint point, Declared declared) {
        Set<Path> mounted =
                points.specs(point).stream()
                        .flatMap(s -> Scene.spec(s.rawInspect()).mounts().stream())
                        .filter(m -> m.isBind() && m.writable())
                        .map(m -> Path.of(m.source()).normalize())
                        .collect(Collectors.toSet());
        List<Path> theirs = declared.allFiles();
        return point.files().stream()
                .map(SavedFile::path)
                .filter(p -> mounted.contains(p) && !theirs.contains(p))
                .toList();
    }

    /** Stops what is ours and writes there; what is not ours is named. Readers may go on. */
    private Optional<String> free(RollbackPoint point, List<Path> files, StepContext context) {
        HostPaths paths = new HostPaths(engine);
        List<Path> places = new ArrayList<>(files.stream().map(HostPaths::real).toList());
        point.volumes().forEach(v -> places.add(HostPaths.real(folder(v))));
        for (ContainerSummary user : engine.containers(Map.of())) {
            Optional<Path> place =
                    user.isRunning() ? written(user, places, paths) : Optional.empty();
            if (place.isEmpty()) {
                continue;
            }
            if (!isOurs(user, context.stack())) {
                return Optional.of(
                        user.name()
                                + " may write to "
                                + place.get()
                                + " and is not of this stack: stop it, then 'lull retry "
                                + context.window()
                                + "'");
            }
            engine.restartPolicy(user.id(), RestartPolicy.NO);
            engine.stop(user.id());
        }
        return Optional.empty();
    }

    private boolean isOurs(ContainerSummary user, StackName stack) {
        return containers.all(stack).stream().anyMatch(c -> c.id().equals(user.id()));
    }

    private static Optional<Path> written(
            ContainerSummary user, List<Path> places, HostPaths paths) {
        List<Path> mounted =
                user.mounts().stream()
                        .filter(Mount::writable)
                        .flatMap(m -> paths.of(m).stream())
                        .toList();
        return places.stream()
                .filter(p -> mounted.stream().anyMatch(m -> HostPaths.overlap(m, p)))
                .findFirst();
    }

    /** Whether Docker has such a volume; a folder of the host needs none. */
    boolean isThere(SavedVolume saved) {
        return saved.kind() == VolumeSource.Kind.BIND || engine.volume(saved.name()).isPresent();
    }

    /** Where it would be put back; fails in a person's words where that is not certain. */
    Path folder(SavedVolume saved) {
        return switch (saved.kind()) {
            case BIND -> Path.of(saved.name());
            case DEVICE ->
                    volume(saved)
                            .boundFolder()
                            .orElseThrow(() ->
                                    new IllegalStateException(
                                            "volume "
                                                    + saved.name()
                                                    + " was the folder "
                                                    + saved.data()
                                                    + " (driver_opts) and is another one now"));
            case VOLUME -> {
                Volume volume = volume(saved);
                if (!volume.isPlain()) {
                    throw new IllegalStateException(
                            "volume "
                                    + saved.name()
                                    + " was Docker's own folder and is on other storage now"
                                    + " (driver_opts)");
                }
                yield Path.of(volume.mountpoint());
            }
        };
    }

    private Volume volume(SavedVolume saved) {
        return engine.volume(saved.name())
                .orElseThrow(() ->
                        new IllegalStateException(
                                "volume "
                                        + saved.name()
                                        + " is not there any more; make it anew with"
                                        + " 'docker volume create "
                                        + saved.name()
                                        + "', then retry"));
    }
}
