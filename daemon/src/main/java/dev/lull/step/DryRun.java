package dev.lull.step;

import dev.lull.docker.ComposeFile;
import dev.lull.docker.ContainerSummary;
import dev.lull.docker.Engine;
import dev.lull.docker.HostPaths;
import dev.lull.docker.Inspect;
import dev.lull.docker.Mount;
import dev.lull.docker.StackContainers;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RestorePreview;
import dev.lull.snapshot.RestorePreview.ChangedFile;
import dev.lull.snapshot.RestorePreview.Container;
import dev.lull.snapshot.RestorePreview.Fate;
import dev.lull.snapshot.RestorePreview.Image;
import dev.lull.snapshot.RestorePreview.Volume;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedDump;
import dev.lull.snapshot.SavedVolume;
import dev.lull.snapshot.SnapshotException;
import dev.lull.snapshot.VolumePreview;
import dev.lull.stack.Durations;
import dev.lull.stack.Problem;
import dev.lull.stack.Replica;
import dev.lull.stack.StackName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Looks what a restore would change, thing by thing. Changes nothing. */
public final class DryRun {
    private static final String FROM_LISTINGS =
            "names, types, sizes, times, modes and owners were compared; contents were not read, and"
                    + " which rows of a database differ can't be known from its files";

    private final Engine engine;
    private final StackContainers containers;
    private final Points points;
    private final InstantSource clock;

    public DryRun(Engine engine, Points points, InstantSource clock) {
        this.engine = engine;
        this.containers = new StackContainers(engine);
        this.points = points;
        this.clock = clock;
    }

    /**
     * Reads the point whole, then compares it with what is there. Blocks for as long as that takes.
     *
     * @param progress is told how far it is, in words, every 2 to 10 seconds
     */
    public RestorePreview of(RollbackPoint point, Consumer<String> progress)
            throws InterruptedException {
        List<ContainerSummary> running = running();
        List<String> damage = points.verify(point.id(), progress).problems();
        return damage.isEmpty()
                ? new Look(point, running).preview(progress)
                : preview(point, damage, List.of(), List.of(), List.of(), List.of());
    }

    private RestorePreview preview(
            RollbackPoint point,
            List<String> obstacles,
            List<Volume> volumes,
            List<ChangedFile> files,
            List<Container> containers,
            List<String> notes) {
        Duration age = Durations.between(point.created(), clock.instant());
        return new RestorePreview(
                point.id(),
                point.stack(),
                point.created(),
                age,
                obstacles,
                volumes,
                files,
                containers,
                notes);
    }

    private List<ContainerSummary> running() {
        return engine.containers(Map.of()).stream().filter(ContainerSummary::isRunning).toList();
    }

    /** One look at a whole point. */
    private final class Look {
        private final RollbackPoint point;
        private final StackName stack;
        private final List<ContainerSummary> running;
        private final HostPaths paths = new HostPaths(engine);
        private final List<String> obstacles = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final List<Volume> volumes = new ArrayList<>();

        Look(RollbackPoint point, List<ContainerSummary> running) {
            this.point = point;
            this.stack = point.stack();
            this.running = running;
        }

        RestorePreview preview(Consumer<String> progress) throws InterruptedException {
            new WantedChange(engine, points)
                    .missing(stack.value(), point).stream()
                            .map(Problem::toString)
                            .forEach(obstacles::add);
            RestoreVolumes places = new RestoreVolumes(engine, containers, points);
            if (!point.volumes().isEmpty()) {
                notes.add(FROM_LISTINGS);
            }
            for (SavedVolume saved : point.volumes()) {
                if (places.isThere(saved)) {
                    volume(saved, places, progress);
                }
            }
            point.dumps().forEach(this::dump);
            point.leftOut().forEach(l -> notes.add("not in the point, and left as it is: " + l));
            List<Container> both = new ArrayList<>(saved());
            both.addAll(since());
            return DryRun.this.preview(point, obstacles, volumes, files(), both, notes);
        }

        private void volume(SavedVolume saved, RestoreVolumes places, Consumer<String> progress)
                throws InterruptedException {
            try {
                Path folder = places.folder(saved);
                writers(saved.name(), HostPaths.real(folder));
                volumes.add(
                        new Volume(
                                saved.name(),
                                new VolumePreview(points).of(point, saved, folder, progress)));
            } catch (SnapshotException.Failed e) {
                notes.add(String.valueOf(e.getMessage()));
            } catch (SnapshotException | IllegalStateException e) {
                obstacles.add(String.valueOf(e.getMessage()));
            }
        }

        private void dump(SavedDump dump) {
            notes.add(
                    "the dump of "
                            + dump.service()
                            + " (made with "
                            + dump.how()
                            + ") would take the place of everything in it; which rows differ can't be"
                            + " known without playing it in");
        }

        private void writers(String volume, Path place) {
            for (ContainerSummary user : running) {
                boolean writes =
                        user.mounts().stream()
                                .filter(Mount::writable)
                                .flatMap(m -> paths.of(m).stream())
                                .anyMatch(m -> HostPaths.overlap(m, place));
                if (writes && StackContainers.isOf(stack, user)) {
                    notes.add(
                            user.name()
                                    + " runs and may write to "
                                    + volume
                                    + ": what differs there changes all the time");
                } else if (writes) {
                    obstacles.add(
                            user.name()
                                    + " may write to "
                                    + volume
                                    + " and is not of this stack: stop it first");
                }
            }
        }

        private List<ChangedFile> files() {
            List<ChangedFile> changed = new ArrayList<>();
            point.files()
                    .forEach(saved -> {
                        Optional<String> now = new ComposeFile(saved.path()).digest();
                        if (!now.equals(Optional.of(saved.sha256()))) {
                            changed.add(new ChangedFile(saved.path(), now.isPresent()));
                        }
                    });
            return changed;
        }

        private List<Container> saved() {
            Map<Replica, ContainerSummary> now =
                    containers.replicas(stack).stream()
                            .collect(
                                    Collectors.toMap(
                                            c -> StackContainers.replica(c.labels()),
                                            c -> c,
                                            (one, _) -> one));
            return specs().stream().map(s -> container(s, now)).toList();
        }

        private Container container(Inspect saved, Map<Replica, ContainerSummary> now) {
            Optional<Inspect> same = engine.inspect(saved.id()).filter(c -> !c.isGoing());
            Image then = new Image(saved.image(), saved.imageId());
            if (same.isPresent()) {
                return new Container(saved.name(), Fate.KEPT, Optional.of(then), Optional.of(then));
            }
            return new Container(
                    saved.name(),
                    Fate.MADE_AGAIN,
                    Optional.of(then),
                    Optional.ofNullable(now.get(StackContainers.replica(saved))).map(Look::image));
        }

        /** What takes no saved one's place. */
        private List<Container> since() {
            List<Inspect> saved = specs();
            Set<Replica> places =
                    saved.stream().map(StackContainers::replica).collect(Collectors.toSet());
            return containers.replicas(stack).stream()
                    .filter(c -> !places.contains(StackContainers.replica(c.labels())))
                    .map(c ->
                            new Container(
                                    c.name(),
                                    Fate.REMOVED,
                                    Optional.empty(),
                                    Optional.of(image(c))))
                    .toList();
        }

        private List<Inspect> specs() {
            return points.specs(point).stream().map(s -> Scene.spec(s.rawInspect())).toList();
        }

        private static Image image(ContainerSummary container) {
            return new Image(container.image(), container.imageId());
        }
    }
}
