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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Fills a folder with everything that makes a point, down to the disk. */
final class PointWriter {
    private final Path root;
    private final Stores stores;
    private final Path folder;
    private final InstantSource clock;

    /** Content bytes of the volumes whose blocks could not be shared after all, by name. */
    private final Map<String, Long> archived = new HashMap<>();

    /**
     * Prepares a point.
     *
     * @param folder that it is written into
     */
    PointWriter(Points points, Path folder, InstantSource clock) {
        this.root = points.root();
        this.stores = points.stores();
        this.folder = folder;
        this.clock = clock;
    }

    RollbackPoint write(PointDraft draft, Consumer<String> progress)
            throws IOException, InterruptedException {
        List<Path> sources = new ArrayList<>();
        for (VolumeSource volume : draft.volumes()) {
            sources.add(checked(volume));
        }
        for (String part : List.of("volumes", "specs", "definitions", "files")) {
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
        List<SavedDefinition> definitions = new ArrayList<>();
        for (Definition definition : draft.definitions()) {
            definitions.add(save(definition, definitions.size() + 1));
        }
        List<SavedVolume> volumes = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < sources.size(); i++) {
            VolumeSource volume = draft.volumes().get(i);
            volumes.add(save(volume, sources.get(i), fileName(volume.name(), taken), progress));
        }
        List<SavedDump> dumps = new ArrayList<>();
        for (DumpSource dump : draft.dumps()) {
            dumps.add(new Dumping(folder, stores.packing(), progress).write(dump));
        }
        RollbackPoint point = point(draft, files, specs, definitions, volumes, dumps);
        Manifest.write(folder, point, stores);
        Durable.syncFolders(
                folder,
                volumes.stream()
                        .map(v -> folder.resolve(v.file()))
                        .collect(Collectors.toUnmodifiableSet()));
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
            List<SavedDefinition> definitions,
            List<SavedVolume> volumes,
            List<SavedDump> dumps) {
        Instant now = clock.instant();
        long bytes =
                volumes.stream().mapToLong(SavedVolume::bytes).sum()
                        + dumps.stream().mapToLong(SavedDump::bytes).sum()
                        + specs.stream().mapToLong(SavedSpec::bytes).sum()
                        + definitions.stream().mapToLong(SavedDefinition::bytes).sum()
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
                new ByHand(stores).of(draft, volumes, dumps, files, Points.SUMS),
                draft.images(),
                volumes,
                dumps,
                draft.leftOut(),
                specs,
                definitions,
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

    private SavedDefinition save(Definition definition, int number) throws IOException {
        byte[] json = definition.json().getBytes(StandardCharsets.UTF_8);
        String file = "definitions/" + definition.kind().word() + "-" + number + ".json";
        Durable.write(folder.resolve(file), json);
        return new SavedDefinition(
                definition.kind(), definition.name(), file, json.length, Digests.of(json));
    }

    private static String fileName(String volume, Set<String> taken) {
        String safe = volume.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[._]+", "");
        String base = safe.isEmpty() ? "volume" : safe.substring(0, Math.min(200, safe.length()));
        String name = base;
        for (int n = 2; !taken.add(name); n++) {
            name = base + "-" + n;
        }
        return "volumes/" + name;
    }

    private SavedVolume save(VolumeSource volume, Path data, String name, Consumer<String> progress)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        String label = "volume " + volume.name();
        Tree tree = Tree.of(data, Progress.names(label, 0, progress)::at);
        List<String> mounts = Mounts.inside(data);
        Store.Source source = new Store.Source(label, data, tree.shape());
        Store store = stores.choose(data).store();
        Store.Kept kept;
        try {
            kept = store.keep(source, folder, name, progress);
        } catch (NotShared e) {
            progress.accept(source.label() + ": " + e.getMessage() + ": archived instead");
            store = stores.archive();
            archived.put(volume.name(), tree.shape().bytes());
            kept = store.keep(source, folder, name, progress);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        progress.accept(told(source, kept, took));
        return new SavedVolume(
                volume.name(),
                volume.kind(),
                data,
                volume.usedBy(),
                store.word(),
                kept.file(),
                kept.bytes(),
                kept.sha256(),
                tree.shape().entries(),
                tree.shape().bytes(),
                tree.shape(),
                Math.max(1, took.toMillis()),
                tree.sockets(),
                mounts);
    }

    private static String told(Store.Source source, Store.Kept kept, Duration took) {
        return source.label()
                + ": "
                + Progress.size(source.shape().bytes())
                + " in "
                + source.shape().entries()
                + " entries "
                + kept.how()
                + " and verified, "
                + Durations.print(took);
    }

    /** Bytes that the volumes of a draft take at the most, as far as is known by now. */
    long room(PointDraft draft) throws IOException, InterruptedException {
        long bytes = 0;
        for (VolumeSource volume : draft.volumes()) {
            Long known = archived.get(volume.name());
            bytes += known == null ? Estimate.of(stores, volume.data(), _ -> {}).bytes() : known;
        }
        return bytes;
    }
}
