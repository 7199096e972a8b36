package dev.lull.snapshot;

import dev.lull.stack.Durations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Fills a folder with everything that makes a point, down to the disk. */
final class PointWriter {
    private final Path root;
    private final Path folder;
    private final InstantSource clock;

    PointWriter(Path root, Path folder, InstantSource clock) {
        this.root = root;
        this.folder = folder;
        this.clock = clock;
    }

    RollbackPoint write(PointDraft draft, Consumer<String> progress)
            throws IOException, InterruptedException {
        List<Path> sources = new ArrayList<>();
        for (VolumeSource volume : draft.volumes()) {
            sources.add(checked(volume));
        }
        for (String part : List.of("volumes", "specs", "files")) {
            Durable.folders(folder.resolve(part));
        }
        List<SavedFile> files = new ArrayList<>();
        for (Path file : draft.files()) {
            files.add(Parts.save(file, folder));
        }
        List<SavedSpec> specs = new ArrayList<>();
        for (ContainerSpec spec : draft.specs()) {
            specs.add(save(spec));
        }
        List<SavedVolume> volumes = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < sources.size(); i++) {
            VolumeSource volume = draft.volumes().get(i);
            volumes.add(save(volume, sources.get(i), fileName(volume.name(), taken), progress));
        }
        RollbackPoint point = point(draft, files, specs, volumes);
        Manifest.write(folder, point);
        Durable.syncFolders(folder);
        return point;
    }

    private Path checked(VolumeSource volume) throws IOException {
        if (!Files.isDirectory(volume.data())) {
            throw new SnapshotException.Refused(
                    "volume "
                            + volume.name()
                            + ": "
                            + volume.data()
                            + (Files.exists(volume.data())
                                    ? " is not a folder (a single file goes with the compose files)"
                                    : " is not there"));
        }
        Path real = volume.data().toRealPath();
        if (root.toRealPath().startsWith(real)) {
            throw new SnapshotException.Refused(
                    "volume "
                            + volume.name()
                            + ": the rollback points lie inside it ("
                            + root
                            + "): move them elsewhere");
        }
        return real;
    }

    private RollbackPoint point(
            PointDraft draft,
            List<SavedFile> files,
            List<SavedSpec> specs,
            List<SavedVolume> volumes) {
        Instant now = clock.instant();
        long bytes =
                volumes.stream().mapToLong(SavedVolume::bytes).sum()
                        + specs.stream().mapToLong(SavedSpec::bytes).sum()
                        + files.stream().mapToLong(SavedFile::bytes).sum();
        return new RollbackPoint(
                RollbackPoint.FORMAT,
                draft.id(),
                draft.stack(),
                draft.window(),
                draft.why(),
                draft.by(),
                draft.at(),
                now,
                now,
                bytes,
                ByHand.of(draft, volumes, files, Points.SUMS),
                draft.images(),
                volumes,
                draft.leftOut(),
                specs,
                files,
                draft.certificate());
    }

    private SavedSpec save(ContainerSpec spec) throws IOException {
        byte[] json = spec.rawInspect().getBytes(StandardCharsets.UTF_8);
        String file = "specs/" + spec.replica() + ".json";
        Durable.write(folder.resolve(file), json);
        return new SavedSpec(
                spec.replica(), spec.containerName(), file, json.length, Digests.of(json));
    }

    private static String fileName(String volume, Set<String> taken) {
        String safe = volume.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[._]+", "");
        String base = safe.isEmpty() ? "volume" : safe.substring(0, Math.min(200, safe.length()));
        String name = base;
        for (int n = 2; !taken.add(name); n++) {
            name = base + "-" + n;
        }
        return "volumes/" + name + Archive.SUFFIX;
    }

    private SavedVolume save(
            VolumeSource volume, Path source, String file, Consumer<String> progress)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        String label = "volume " + volume.name();
        Tree tree = Tree.of(source);
        List<String> mounts = Mounts.inside(source);
        long total = tree.shape().bytes();
        long stream = tree.shape().streamBytes();
        Path archive = folder.resolve(file);
        Archive.Written written =
                Archive.write(source, archive, new Progress(label, stream, progress)::at);
        Progress verifying = new Progress(label + ", verifying", stream, progress);
        prove(volume, source, tree.shape(), archive, written, verifying);
        progress.accept(
                label
                        + ": "
                        + Progress.size(total)
                        + " in "
                        + tree.shape().entries()
                        + " entries archived as "
                        + Progress.size(written.bytes())
                        + " and verified, "
                        + Durations.print(Duration.ofNanos(System.nanoTime() - start)));
        return new SavedVolume(
                volume.name(),
                volume.kind(),
                source,
                volume.usedBy(),
                Archive.NAME,
                file,
                written.bytes(),
                written.sha256(),
                tree.shape().entries(),
                total,
                tree.shape(),
                tree.sockets(),
                mounts);
    }

    /** The archive holds what the folder holds, and the folder stood still. */
    private static void prove(
            VolumeSource volume,
            Path source,
            Shape before,
            Path archive,
            Archive.Written written,
            Progress progress)
            throws IOException, InterruptedException {
        Archive.Comparison read = Archive.compare(archive, source, progress::at);
        String label = "volume " + volume.name() + ": ";
        if (!read.sha256().equals(written.sha256())) {
            throw new SnapshotException.Failed(
                    label + "its archive read back is not what was written: check the disk");
        }
        if (!read.differences().isEmpty()) {
            throw new SnapshotException.Failed(
                    label
                            + "its archive differs from it; something wrote to it meanwhile: "
                            + String.join("; ", read.differences()));
        }
        String moved = Tree.of(source).shape().differenceFrom(before);
        if (!moved.isEmpty() || read.entries() != before.entries()) {
            throw new SnapshotException.Failed(
                    label
                            + "something wrote to it while it was archived: "
                            + (moved.isEmpty()
                                    ? read.entries() + " entries instead of " + before.entries()
                                    : moved));
        }
    }
}
