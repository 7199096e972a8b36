package dev.lull.step;

import dev.lull.docker.Compose;
import dev.lull.docker.ComposeFile;
import dev.lull.docker.ContainerRecipe;
import dev.lull.docker.ContainerSummary;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.docker.Mount;
import dev.lull.docker.RestartPolicy;
import dev.lull.docker.StackContainers;
import dev.lull.page.Backstage;
import dev.lull.snapshot.Definition;
import dev.lull.snapshot.PinnedImage;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedFile;
import dev.lull.snapshot.SavedVolume;
import dev.lull.snapshot.SnapshotException;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.StackName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Makes of a rollback point the stack on a host that has nothing of it: compose and env files,
 * folders, images, volumes, networks, and containers that are not started. Its data follow with the
 * window that restores the point. What is there is left as it is; all of it may be done again.
 */
public final class Rebuild {
    private final Engine engine;
    private final Compose compose;
    private final StackContainers containers;
    private final Points points;
    private final Predicate<StackName> hasWindow;

    /**
     * @param hasWindow whether a window of that stack is open: what it misses it makes itself
     */
    public Rebuild(Engine engine, Compose compose, Points points, Predicate<StackName> hasWindow) {
        this.engine = engine;
        this.compose = compose;
        this.containers = new StackContainers(engine);
        this.points = points;
        this.hasWindow = hasWindow;
    }

    /**
     * What came of it.
     *
     * @param made what was missing and is there now, in words, in order
     * @param problems what is in the way, each with the way out; then nothing was made, but for
     *     images that were pulled
     */
    public record Result(List<String> made, List<String> problems) {
        public Result {
            made = List.copyOf(made);
            problems = List.copyOf(problems);
        }
    }

    /** Whether anything of the stack has ever run here: then there is nothing to rebuild. */
    private boolean isHere(StackName stack) {
        return containers.all(stack).stream().anyMatch(c -> !c.state().equals("created"));
    }

    /**
     * Makes what is missing, where the stack is not here. Blocks for as long as images are pulled.
     *
     * @param progress is told what is done, in words
     * @throws EngineException when Docker fails; what was made until then stays, and is found again
     * @throws SnapshotException when a file can't be written, or the point read; likewise
     */
    public Result of(RollbackPoint point, Consumer<String> progress) throws InterruptedException {
        if (hasWindow.test(point.stack())) {
            String open = "a window is open on " + point.stack() + ": see 'lull windows'";
            return new Result(List.of(), List.of(open + ", and end it first"));
        }
        if (isHere(point.stack())) {
            return new Result(List.of(), List.of());
        }
        List<Inspect> saved =
                points.specs(point).stream().map(s -> Scene.spec(s.rawInspect())).toList();
        List<String> problems = new ArrayList<>(files(point));
        problems.addAll(mounts(point, saved));
        if (problems.isEmpty()) {
            problems.addAll(images(point, progress));
        }
        return problems.isEmpty()
                ? new Result(new Making(point, saved).all(), List.of())
                : new Result(List.of(), problems);
    }

    /** Nobody's file is overwritten: what differs is a person's to decide on. */
    private static List<String> files(RollbackPoint point) {
        return point.files().stream().filter(Rebuild::isAnother).map(Rebuild::another).toList();
    }

    private static boolean isAnother(SavedFile saved) {
        return Files.isDirectory(saved.path())
                || new ComposeFile(saved.path())
                        .digest()
                        .filter(d -> !d.equals(saved.sha256()))
                        .isPresent();
    }

    private static String another(SavedFile saved) {
        return saved.path()
                + " is here and is not what the point has ("
                + saved.file()
                + " in its folder): move it away first";
    }

    private static List<String> mounts(RollbackPoint point, List<Inspect> saved) {
        Map<String, String> missing = new LinkedHashMap<>();
        for (Inspect container : saved) {
            container.mounts().stream()
                    .filter(Mount::isBind)
                    .map(Mount::source)
                    .filter(source -> !Files.exists(Path.of(source)))
                    .filter(source -> !isIn(point, Path.of(source)))
                    .forEach(source -> missing.putIfAbsent(source, container.name()));
        }
        return missing.entrySet().stream()
                .map(m ->
                        m.getKey()
                                + ", which "
                                + m.getValue()
                                + " mounts, is neither here nor in the point: put it there first, or"
                                + " make an empty folder")
                .toList();
    }

    /** A folder is not, because a compose file lies in it. */
    private static boolean isIn(RollbackPoint point, Path source) {
        return point.files().stream().anyMatch(f -> f.path().equals(source))
                || folders(point).stream().anyMatch(source::startsWith);
    }

    /** Those of this host whose content is in the point. */
    private static List<Path> folders(RollbackPoint point) {
        return point.volumes().stream()
                .filter(v -> v.kind() != VolumeSource.Kind.VOLUME)
                .map(v -> v.kind() == VolumeSource.Kind.BIND ? Path.of(v.name()) : v.data())
                .toList();
    }

    private List<String> images(RollbackPoint point, Consumer<String> progress) {
        SavedImages here = new SavedImages(engine, point.images());
        List<String> problems = new ArrayList<>();
        for (PinnedImage image : point.images()) {
            if (here.find(image).isEmpty()) {
                pull(image, progress).ifPresent(problems::add);
            }
        }
        return problems;
    }

    private Optional<String> pull(PinnedImage image, Consumer<String> progress) {
        String what = "the image of " + image.service() + " (" + image.reference() + ") ";
        if (image.digests().isEmpty()) {
            return Optional.of(
                    what
                            + "was built on its host and is in no registry: load it from"
                            + " 'docker save "
                            + image.imageId()
                            + "' there");
        }
        String digest = image.digests().getFirst();
        progress.accept("pulling " + digest);
        try {
            compose.pull(digest, progress);
            return Optional.empty();
        } catch (EngineException.Permanent e) {
            return Optional.of(
                    what
                            + "can't be pulled: "
                            + e.getMessage()
                            + "; check the registry and the login ('docker pull "
                            + digest
                            + "')");
        }
    }

    /** Everything of one point that is missing. */
    private final class Making {
        private final RollbackPoint point;
        private final List<Inspect> saved;
        private final List<String> made = new ArrayList<>();

        Making(RollbackPoint point, List<Inspect> saved) {
            this.point = point;
            this.saved = saved;
        }

        List<String> all() throws InterruptedException {
            for (SavedFile file : point.files()) {
                if (!Files.exists(file.path())) {
                    points.restoreFile(point, file.path());
                    made.add(file.path().toString());
                }
            }
            folders(point).forEach(this::folder);
            images();
            points.definitions(point).forEach(this::definition);
            containers();
            return made;
        }

        private void folder(Path folder) {
            try {
                if (!Files.exists(folder)) {
                    Files.createDirectories(folder);
                    made.add(folder.toString());
                }
            } catch (IOException e) {
                throw new SnapshotException.Failed("could not make " + folder + ": " + e, e);
            }
        }

        private void images() {
            SavedImages here = new SavedImages(engine, point.images());
            point.images().forEach(i -> here.find(i).ifPresent(h -> engine.tag(h.id(), i.pin())));
        }

        private void definition(Definition definition) {
            String name = definition.name();
            switch (definition.kind()) {
                case NETWORK -> {
                    if (engine.network(name).isEmpty()) {
                        engine.createNetwork(definition.json());
                        made.add("network " + name);
                    }
                }
                case VOLUME -> {
                    if (engine.volume(name).isEmpty()) {
                        engine.createVolume(definition.json());
                        made.add("volume " + name + (isFilled(name) ? "" : ", which stays empty"));
                    }
                }
            }
        }

        private boolean isFilled(String volume) {
            return point.volumes().stream().map(SavedVolume::name).anyMatch(volume::equals)
                    || point.dumps().stream().anyMatch(d -> d.instead().contains(volume));
        }

        private void containers() {
            Map<String, String> successors = new HashMap<>();
            for (Inspect container : new Leaning(saved).inOrder()) {
                successors.put(container.id(), container(container, successors));
            }
        }

        /** It is never started like this: the restoring window makes it anew. */
        private String container(Inspect was, Map<String, String> successors) {
            ContainerRecipe recipe =
                    new ContainerRecipe(
                            was,
                            new SavedImages(engine, point.images()).of(was),
                            Backstage.front(point.stack(), was),
                            successors);
            Optional<String> there = there(was.name());
            String id = there.orElseGet(() -> engine.create(was.name(), recipe.spec()));
            engine.restartPolicy(id, RestartPolicy.NO);
            recipe.furtherNetworks()
                    .forEach((network, endpoint) -> engine.connect(network, id, endpoint));
            if (there.isEmpty()) {
                made.add("container " + was.name() + ", not started");
            }
            return id;
        }

        private Optional<String> there(String name) {
            return containers.all(point.stack()).stream()
                    .filter(c -> c.name().equals(name))
                    .map(ContainerSummary::id)
                    .findFirst();
        }
    }
}
