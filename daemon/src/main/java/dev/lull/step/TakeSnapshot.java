package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Image;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.snapshot.ContainerSpec;
import dev.lull.snapshot.PinnedImage;
import dev.lull.snapshot.PointDraft;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SnapshotException;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.Declared;
import dev.lull.stack.Role;
import dev.lull.stack.ServiceName;
import dev.lull.window.Facts;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Stops the data stores for the copy and writes the rollback point, verified. */
final class TakeSnapshot implements Step {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Engine engine;
    private final StackContainers containers;
    private final Points points;

    TakeSnapshot(Engine engine, StackContainers containers, Points points) {
        this.engine = engine;
        this.containers = containers;
        this.points = points;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        Facts facts = context.facts();
        List<VolumeSource> volumes =
                new Volumes(engine)
                        .of(
                                scene.before(),
                                service ->
                                        facts.replicas().stream()
                                                .filter(r ->
                                                        r.replica()
                                                                .service()
                                                                .equals(service.name()))
                                                .map(Scene::spec)
                                                .toList());
        stopDataStores(scene, volumes);
        PointDraft draft =
                new PointDraft(
                        id(context),
                        scene.name(),
                        context.window().toString(),
                        context.change().word(),
                        context.by(),
                        facts.takenAt(),
                        pinned(context, facts),
                        specs(facts),
                        volumes,
                        files(facts.declared()),
                        scene.notes().certificate().orElse("{}"));
        try {
            RollbackPoint point = points.write(draft, context::say);
            scene.notes().point(point.id().value());
            return new Outcome.Done(
                    "rollback point "
                            + point.id()
                            + ": "
                            + volumes.size()
                            + " volumes, "
                            + mib(point.contentBytes())
                            + ", verified");
        } catch (SnapshotException e) {
            return Outcome.Failed.because(e);
        }
    }

    private static String mib(long bytes) {
        return String.format(java.util.Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }

    /** The same at every attempt, so that a point that is whole is found again. */
    private static PointId id(StepContext context) {
        return new PointId(
                context.stack()
                        + "-"
                        + STAMP.format(context.facts().takenAt())
                        + "-w"
                        + context.window());
    }

    private void stopDataStores(Scene scene, List<VolumeSource> volumes) {
        Runs runs = new Runs(engine, scene);
        for (Inspect container : scene.replicas(scene.with(Role.DB))) {
            boolean copied =
                    container.mounts().stream()
                            .anyMatch(m ->
                                    volumes.stream()
                                            .anyMatch(v ->
                                                    v.name().equals(m.name())
                                                            || v.name().equals(m.source())));
            if (copied) {
                runs.keepDown(container);
                runs.stop(container);
            }
        }
    }

    /** A tag of ours keeps the image when somebody prunes. */
    private List<PinnedImage> pinned(StepContext context, Facts facts) {
        Map<ServiceName, PinnedImage> pinned = new LinkedHashMap<>();
        for (Facts.ReplicaFact fact : facts.replicas()) {
            ServiceName service = fact.replica().service();
            if (pinned.containsKey(service)) {
                continue;
            }
            String pin = Pin.of(context.stack(), service, context.window());
            engine.tag(fact.imageId(), pin);
            List<String> digests =
                    engine.image(fact.imageId()).map(Image::digests).orElse(List.of());
            pinned.put(
                    service, new PinnedImage(service, fact.image(), fact.imageId(), digests, pin));
        }
        return List.copyOf(pinned.values());
    }

    private static List<ContainerSpec> specs(Facts facts) {
        return facts.replicas().stream()
                .map(r -> new ContainerSpec(r.replica().toString(), r.containerName(), r.spec()))
                .toList();
    }

    private static List<Path> files(Declared declared) {
        return Stream.of(
                        declared.files().stream(),
                        declared.envFiles().stream(),
                        declared.services().stream().flatMap(s -> s.envFiles().stream()))
                .flatMap(s -> s)
                .map(p -> p.toAbsolutePath().normalize())
                .distinct()
                .filter(Files::isRegularFile)
                .toList();
    }
}
