package dev.lull.step;

import dev.lull.docker.ComposeLabels;
import dev.lull.docker.ContainerSummary;
import dev.lull.docker.Engine;
import dev.lull.docker.HostPaths;
import dev.lull.docker.Mount;
import dev.lull.docker.Volume;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.PointContents;
import dev.lull.stack.Problem;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the folders and files of this host that belong into a stack's rollback point. */
final class Volumes {
    /** A single file is read into memory. */
    static final long LARGEST_FILE = 64L << 20;

    private static final String SHARED = "lull.snapshot.shared";

    private final Engine engine;

    Volumes(Engine engine) {
        this.engine = engine;
    }

    /** Looks at the volumes and bind mounts that the stack may write to. */
    PointData of(Stack stack, Copies copies) {
        return new Look(stack, copies).result();
    }

    /** One look: volumes and containers are asked for once. */
    private final class Look {
        private final Stack stack;
        private final HostPaths paths = new HostPaths(engine);
        private final List<ContainerSummary> strangers;
        private final List<VolumeSource> folders = new ArrayList<>();
        private final List<Path> files = new ArrayList<>();
        private final List<VolumeSource> dumped = new ArrayList<>();
        private final List<String> leftOut;
        private final List<Problem> problems;

        Look(Stack stack, Copies copies) {
            this.stack = stack;
            this.strangers =
                    engine.containers(Map.of(ComposeLabels.PROJECT, "")).stream()
                            .filter(c ->
                                    !stack.name()
                                            .value()
                                            .equals(c.labels().get(ComposeLabels.PROJECT)))
                            .toList();
            PointContents contents = stack.pointContents(copies::of);
            this.leftOut = new ArrayList<>(contents.leftOut());
            this.problems = new ArrayList<>(contents.problems());
            contents.volumes().forEach(this::volume);
            contents.binds().forEach(this::bind);
            contents.dumped().forEach(this::dumped);
        }

        /** Only told of, so it may lie anywhere. */
        private void dumped(String name, List<Service> users) {
            Optional<Volume> volume = engine.volume(name);
            Path folder = Path.of(volume.map(Volume::mountpoint).orElse(name));
            if (folder.isAbsolute() && Files.isDirectory(folder)) {
                VolumeSource.Kind kind =
                        volume.isPresent() ? VolumeSource.Kind.VOLUME : VolumeSource.Kind.BIND;
                dumped.add(new VolumeSource(name, kind, folder, words(users)));
            }
        }

        private void volume(String name, List<Service> users) {
            Optional<Volume> found = engine.volume(name);
            if (found.isEmpty()) {
                problem(name, "is not there any more", "See who removed it");
                return;
            }
            Volume volume = found.get();
            Optional<Path> bound = volume.boundFolder();
            if (bound.isEmpty() && !volume.isPlain()) {
                problem(
                        name,
                        "is on other storage ("
                                + storage(volume)
                                + "), which Lull can't copy and put back",
                        "Write 'lull.snapshot: none' on "
                                + names(users)
                                + ", run 'docker compose up -d', and keep a copy of your own");
                return;
            }
            Path folder = bound.orElse(Path.of(volume.mountpoint()));
            VolumeSource.Kind kind =
                    bound.isPresent() ? VolumeSource.Kind.DEVICE : VolumeSource.Kind.VOLUME;
            if (!Files.isDirectory(folder)) {
                problem(
                        name,
                        "lies at " + folder + ", which is no folder that Lull can see",
                        "Run Lull as root on the Docker host itself");
                return;
            }
            folder(new VolumeSource(name, kind, folder, words(users)), users);
        }

        private void bind(String source, List<Service> users) {
            Path path = Path.of(source);
            if (Files.isRegularFile(path)) {
                file(path, users);
            } else if (Files.isDirectory(path)) {
                folder(new VolumeSource(source, VolumeSource.Kind.BIND, path, words(users)), users);
            } else {
                problem(source, "is not there any more", "See who removed it");
            }
        }

        private void file(Path path, List<Service> users) {
            try {
                if (Files.size(path) > LARGEST_FILE) {
                    problem(
                            path.toString(),
                            "is a single file of more than "
                                    + (LARGEST_FILE >> 20)
                                    + " MiB, mounted by itself",
                            "Mount the folder that it lies in instead, or write"
                                    + " 'lull.snapshot.bind: \"false\"' on "
                                    + names(users));
                } else if (isOurs(path.toString(), path, users)) {
                    files.add(path.normalize());
                }
            } catch (IOException e) {
                problem(path.toString(), "can't be read: " + e.getMessage(), "See why");
            }
        }

        private void folder(VolumeSource source, List<Service> users) {
            if (isOurs(source.name(), source.data(), users)) {
                folders.add(source);
            }
        }

        /** What other stacks write to as well would lose their writes when it is put back. */
        private boolean isOurs(String name, Path place, List<Service> users) {
            List<String> sharers = sharers(HostPaths.real(place));
            if (sharers.isEmpty() || says(users, true)) {
                return true;
            }
            String who = String.join(", ", sharers);
            if (says(users, false)) {
                leftOut.add(
                        name
                                + " (shared with "
                                + who
                                + "; "
                                + SHARED
                                + ": false on "
                                + names(users)
                                + ")");
            } else {
                problem(
                        name,
                        "is mounted writable by " + who + " of another stack too",
                        "Write '"
                                + SHARED
                                + ": \"false\"' on "
                                + names(users)
                                + " to leave it out of the rollback point, or '"
                                + SHARED
                                + ": \"true\"' to have it put back with what the others wrote");
            }
            return false;
        }

        private static boolean says(List<Service> users, boolean what) {
            return users.stream()
                    .anyMatch(s ->
                            s.closing()
                                    .snapshotShared()
                                    .or(s.opening()::snapshotShared)
                                    .filter(v -> v == what)
                                    .isPresent());
        }

        private List<String> sharers(Path place) {
            return strangers.stream()
                    .filter(c -> c.mounts().stream().anyMatch(m -> writes(m, place)))
                    .map(ContainerSummary::name)
                    .sorted()
                    .toList();
        }

        private boolean writes(Mount mount, Path place) {
            return mount.writable()
                    && paths.of(mount).filter(p -> HostPaths.overlap(p, place)).isPresent();
        }

        private void problem(String name, String what, String fix) {
            problems.add(Problem.error(stack.name() + " " + name, what, fix));
        }

        PointData result() {
            return new PointData(outermost(), files, dumped, leftOut, problems);
        }

        /** What lies inside another comes along with it; twice would be put back twice. */
        private List<VolumeSource> outermost() {
            List<VolumeSource> kept = new ArrayList<>();
            folders.sort(
                    Comparator.comparing((VolumeSource s) -> HostPaths.real(s.data()))
                            .thenComparing(VolumeSource::kind));
            for (VolumeSource source : folders) {
                Path place = HostPaths.real(source.data());
                if (kept.stream().noneMatch(k -> place.startsWith(HostPaths.real(k.data())))) {
                    kept.add(source);
                }
            }
            kept.sort(Comparator.comparing(VolumeSource::name));
            return kept;
        }
    }

    private static String storage(Volume volume) {
        if (!volume.driver().equals("local")) {
            return "driver " + volume.driver();
        }
        return "driver_opts: "
                + List.of("type", "device").stream()
                        .filter(k -> !volume.options().getOrDefault(k, "").isEmpty())
                        .map(k -> k + " " + volume.options().get(k))
                        .collect(Collectors.joining(", "));
    }

    private static List<String> words(List<Service> services) {
        return services.stream().map(s -> s.name().value()).toList();
    }

    private static String names(List<Service> services) {
        return String.join(", ", words(services));
    }
}
