package dev.lull.step;

import dev.lull.docker.ComposeProject;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.HostPaths;
import dev.lull.docker.Image;
import dev.lull.docker.Inspect;
import dev.lull.docker.Mount;
import dev.lull.docker.StackContainers;
import dev.lull.docker.Together;
import dev.lull.plan.Change;
import dev.lull.snapshot.ContainerSpec;
import dev.lull.snapshot.DumpSource;
import dev.lull.snapshot.PinnedImage;
import dev.lull.snapshot.PointDraft;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.Shrinkage;
import dev.lull.snapshot.SnapshotException;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.DataCopy;
import dev.lull.stack.Declared;
import dev.lull.stack.Durations;
import dev.lull.stack.PointContents;
import dev.lull.stack.Problem;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.ServiceName;
import dev.lull.window.Facts;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops the data stores for the copy and writes the rollback point, verified. */
final class TakeSnapshot implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(TakeSnapshot.class);

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final int KILLED = 137;
    private static final int LIVE_ATTEMPTS = 5;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);

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
        LiveStores live = new LiveStores(engine, scene);
        Optional<String> before = live.end(); // Of an attempt that was cut off.
        if (before.isPresent()) {
            return new Outcome.Failed(before.get());
        }
        Outcome outcome;
        try {
            outcome = take(scene, live, context);
        } catch (RuntimeException e) {
            endAfter(e, live);
            throw e;
        }
        Optional<String> failure = live.end();
        if (failure.isEmpty()) {
            return outcome;
        }
        String copy = outcome instanceof Outcome.Failed failed ? failed.what() + "; and " : "";
        return new Outcome.Failed(copy + failure.get());
    }

    /** Whoever does the step again, or the way back, ends what can't be ended now. */
    private static void endAfter(RuntimeException e, LiveStores live) {
        try {
            live.end().map(IllegalStateException::new).ifPresent(e::addSuppressed);
        } catch (EngineException more) {
            e.addSuppressed(more);
        }
    }

    private Outcome take(Scene scene, LiveStores live, StepContext context)
            throws InterruptedException {
        Copies copies = new Copies(engine, scene.before(), context.change());
        PointData data = new Volumes(engine).of(scene.before(), copies);
        if (!data.problems().isEmpty()) {
            return new Outcome.Failed(
                    data.problems().stream()
                            .map(Problem::toString)
                            .collect(Collectors.joining("\n")));
        }
        List<PinnedImage> pinned = pinnedWhileDataStoresStop(scene, copies, data, context);
        Optional<RollbackPoint> point = Optional.empty();
        try {
            List<String> lost = lost(scene, data);
            if (!lost.isEmpty()) {
                return new Outcome.Failed(String.join("; ", lost));
            }
            List<Service> running = live(scene, copies);
            Optional<String> unready = live.begin(running);
            if (unready.isPresent()) {
                return new Outcome.Failed(unready.get());
            }
            List<DumpSource> dumps =
                    new Dumps(engine, scene, context).sources(copies, points.newest(scene.name()));
            PointDraft draft = draft(scene, data, dumps, pinned, context);
            point = Optional.of(write(draft, running.isEmpty() ? 1 : LIVE_ATTEMPTS, context));
            Optional<Outcome> doubt = doubt(point.get(), scene, context);
            return doubt.isPresent() ? doubt.get() : noted(point.get(), scene);
        } catch (SnapshotException e) {
            return Outcome.Failed.because(e);
        } finally {
            if (point.isEmpty()) {
                unpin(pinned);
            }
        }
    }

    /** A store that runs may touch a file of its own accord now and then. */
    private RollbackPoint write(PointDraft draft, int attempts, StepContext context)
            throws InterruptedException {
        for (int left = attempts - 1; ; left--) {
            try {
                return points.write(draft, context::say);
            } catch (SnapshotException.Failed e) {
                if (left <= 0) {
                    throw e;
                }
                context.say(e.getMessage() + "; a data store runs on: once more");
                Thread.sleep(BETWEEN_ATTEMPTS);
            }
        }
    }

    private static List<Service> live(Scene scene, Copies copies) {
        PointContents contents = scene.before().pointContents(copies::of);
        return scene.with(Role.DB).stream()
                .filter(s -> copies.of(s).isLive() && contents.isSavedFrom(s))
                .toList();
    }

    private static PointDraft draft(
            Scene scene,
            PointData data,
            List<DumpSource> dumps,
            List<PinnedImage> pinned,
            StepContext context) {
        Facts facts = context.facts();
        return new PointDraft(
                id(context),
                scene.name(),
                context.window().toString(),
                why(context),
                context.by(),
                facts.takenAt(),
                pinned,
                specs(facts),
                Definitions.noted(context),
                data.folders(),
                dumps,
                data.leftOut(),
                files(facts.declared(), data.files()),
                compose(facts.declared()),
                scene.notes().certificate().orElse("{}"));
    }

    /** What was to be done, and what for if that was said. */
    private static String why(StepContext context) {
        String change = context.change().word();
        return context.reason().isBlank() ? change : change + ": " + context.reason();
    }

    /** Whoever restores has lost data already, and knows. */
    private Optional<Outcome> doubt(RollbackPoint point, Scene scene, StepContext context) {
        int limit = scene.before().settings().shrinkLimit();
        List<String> shrunk =
                Shrinkage.before(point, points.list().points())
                        .map(before -> Shrinkage.of(before, point, limit))
                        .orElse(List.of());
        if (shrunk.isEmpty()) {
            return Optional.empty();
        }
        String why = why(shrunk, point, limit, context);
        if (context.change() instanceof Change.Restore || scene.notes().isGoneOnWith(why)) {
            context.warn(String.join("; ", shrunk));
            return Optional.empty();
        }
        return Optional.of(new Outcome.Waits(why));
    }

    private static String why(
            List<String> shrunk, RollbackPoint point, int limit, StepContext context) {
        return String.join("; ", shrunk)
                + ". Rollback point "
                + point.id()
                + " is whole, nothing was changed yet, and visitors meet the page. If the data are"
                + " right: 'lull retry "
                + context.window()
                + "'; otherwise 'lull abort "
                + context.window()
                + "' opens again as it was (x-lull.shrink_limit: "
                + limit
                + "%)";
    }

    private static Outcome noted(RollbackPoint point, Scene scene) {
        scene.notes().leftOut(point.leftOut());
        scene.notes().point(point.id().value());
        return new Outcome.Done(
                "rollback point "
                        + point.id()
                        + ": "
                        + point.volumes().size()
                        + " volumes, "
                        + (point.dumps().isEmpty() ? "" : point.dumps().size() + " dumps, ")
                        + mib(point.contentBytes())
                        + ", verified");
    }

    /** Without a point the tags would keep images, and so space, for nobody. */
    private void unpin(List<PinnedImage> pinned) {
        for (PinnedImage image : pinned) {
            try {
                engine.untag(image.pin());
            } catch (EngineException e) {
                LOG.warn("{} is left behind: {}", image.pin(), e.getMessage());
            }
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

    /** Whose data are copied is stopped for it, each in its own grace time. */
    private List<PinnedImage> pinnedWhileDataStoresStop(
            Scene scene, Copies copies, PointData data, StepContext context)
            throws InterruptedException {
        Predicate<Inspect> isCopied = isCopied(data).and(c -> isCold(c, scene, copies));
        List<Inspect> running =
                scene.replicas(scene.with(Role.DB)).stream()
                        .filter(c -> c.isRunning() && isCopied.test(c))
                        .toList();
        List<PinnedImage> pinned = new ArrayList<>();
        Together.run(
                "snapshot",
                List.of(
                        () -> new DataStores(engine).stop(scene, isCopied),
                        () -> pinned.addAll(pinned(context, context.facts()))));
        running.forEach(c -> warnIfKilled(c, context));
        return List.copyOf(pinned);
    }

    private static boolean isCold(Inspect store, Scene scene, Copies copies) {
        return scene.before()
                .service(StackContainers.replica(store).service())
                .filter(s -> copies.of(s).mode() != DataCopy.Mode.COLD)
                .isEmpty();
    }

    private Predicate<Inspect> isCopied(PointData data) {
        HostPaths paths = new HostPaths(engine);
        List<Path> copied =
                Stream.concat(
                                data.folders().stream().map(VolumeSource::data),
                                data.files().stream())
                        .map(HostPaths::real)
                        .toList();
        return container ->
                container.mounts().stream()
                        .filter(Mount::writable)
                        .flatMap(m -> paths.of(m).stream())
                        .anyMatch(p -> copied.stream().anyMatch(c -> HostPaths.overlap(c, p)));
    }

    private void warnIfKilled(Inspect container, StepContext context) {
        int code = engine.inspect(container.id()).map(Inspect::exitCode).orElse(0);
        if (code == KILLED) {
            context.warn(
                    container.name()
                            + " did not end within its grace time of "
                            + Durations.print(container.stopTimeout())
                            + " and was killed for the copy: it must recover when it starts; a"
                            + " longer 'stop_grace_period' avoids that");
        }
    }

    private static List<String> lost(Scene scene, PointData data) {
        List<String> lost = new ArrayList<>();
        for (VolumeSource folder : data.folders()) {
            scene.notes()
                    .seen(folder.name())
                    .flatMap(s -> s.lost(folder.data()))
                    .ifPresent(why -> lost.add(folder.name() + " (" + folder.data() + ") " + why));
        }
        return lost;
    }

    /** A tag of ours keeps the image when somebody prunes. */
    private List<PinnedImage> pinned(StepContext context, Facts facts) {
        Map<ServiceName, PinnedImage> pinned = new LinkedHashMap<>();
        for (Facts.ReplicaFact fact : facts.replicas()) {
            ServiceName service = fact.replica().service();
            if (pinned.containsKey(service)) {
                continue;
            }
            String pin = Pin.of(context.stack(), service, id(context));
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

    private static List<String> compose(Declared declared) {
        return Stream.concat(
                        Stream.of("docker", "compose"),
                        ComposeProject.of(declared).arguments().stream())
                .toList();
    }

    private static List<Path> files(Declared declared, List<Path> data) {
        return Stream.concat(
                        declared.allFiles().stream(),
                        data.stream().map(p -> p.toAbsolutePath().normalize()))
                .distinct()
                .filter(Files::isRegularFile)
                .toList();
    }
}
