package dev.lull.step;

import dev.lull.docker.ContainerSummary;
import dev.lull.docker.Engine;
import dev.lull.docker.Mount;
import dev.lull.docker.RestartPolicy;
import dev.lull.docker.StackContainers;
import dev.lull.docker.Volume;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedVolume;
import dev.lull.snapshot.SnapshotException;
import dev.lull.snapshot.VolumeSource;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the volumes back as the rollback point has them, with nobody using them. */
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
        Optional<RollbackPoint> point = Return.point(context, scene.notes(), points);
        if (point.isEmpty()) {
            return new Outcome.Done("no rollback point was taken: the volumes are untouched");
        }
        for (SavedVolume volume : point.get().volumes()) {
            Optional<String> failure = free(volume, context);
            if (failure.isPresent()) {
                return new Outcome.Failed(failure.get());
            }
        }
        try {
            for (SavedVolume volume : point.get().volumes()) {
                points.restoreVolume(point.get(), volume.name(), folder(volume), context::say);
            }
        } catch (SnapshotException e) {
            return Outcome.Failed.because(e);
        }
        List<String> names = point.get().volumes().stream().map(SavedVolume::name).toList();
        return new Outcome.Done(
                "restored and compared with "
                        + point.get().id()
                        + ": "
                        + (names.isEmpty() ? "no volumes" : String.join(", ", names)));
    }

    /** Stops what is ours and uses the volume; what is not ours is named. */
    private Optional<String> free(SavedVolume volume, StepContext context) {
        for (ContainerSummary user : engine.containers(Map.of())) {
            if (!user.isRunning() || user.mounts().stream().noneMatch(m -> uses(m, volume))) {
                continue;
            }
            boolean ours =
                    containers.all(context.stack()).stream()
                            .anyMatch(c -> c.id().equals(user.id()));
            if (!ours) {
                return Optional.of(
                        user.name()
                                + " uses volume "
                                + volume.name()
                                + " and is not of this stack: stop it, then 'lull retry "
                                + context.window()
                                + "'");
            }
            engine.restartPolicy(user.id(), RestartPolicy.NO);
            engine.stop(user.id());
        }
        return Optional.empty();
    }

    private static boolean uses(Mount mount, SavedVolume volume) {
        return volume.name().equals(mount.isVolume() ? mount.name() : mount.source());
    }

    private Path folder(SavedVolume volume) {
        if (volume.kind() == VolumeSource.Kind.BIND) {
            return volume.data();
        }
        return engine.volume(volume.name())
                .map(Volume::mountpoint)
                .map(Path::of)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "volume "
                                        + volume.name()
                                        + " is not there any more; make it anew with"
                                        + " 'docker volume create "
                                        + volume.name()
                                        + "', then retry"));
    }
}
