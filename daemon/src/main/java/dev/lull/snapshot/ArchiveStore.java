package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The store that works everywhere: one file, read back and compared byte for byte. */
record ArchiveStore(Packing packing) implements Store {
    static final String WORD = "archive";

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public long estimate(Tree.Content content) {
        return content.bytes();
    }

    @Override
    public long toWrite(Tree.Content content) {
        return content.bytes();
    }

    @Override
    public Kept keep(Source source, Path point, String name, Consumer<String> progress)
            throws IOException, InterruptedException {
        String file = name + ".tar" + packing.ending();
        Path archive = point.resolve(file);
        long total = source.shape().streamBytes();
        Archive.write(
                source.folder(),
                archive,
                packing,
                new Progress(source.label(), total, progress)::at);
        Gauge verifying =
                Gauge.of(source.label() + ", verifying", total, source.shape().entries(), progress);
        Archive.Comparison read = proven(source, archive, verifying);
        String how = "archived as " + Progress.size(read.bytes());
        return new Kept(file, read.bytes(), read.sha256(), how);
    }

    /**
     * The archive holds what the folder holds, and the folder stood still. The hash is that of the
     * very bytes that were unpacked and compared, so that none has to be made while they are
     * written: a disk that gives back others is found by the comparison, and what that does not
     * look at (attributes, headers) by zstd's own checksum.
     */
    private Archive.Comparison proven(Source source, Path archive, Gauge progress)
            throws IOException, InterruptedException {
        Archive.Comparison read;
        Shape still;
        try (Together together = new Together("proof")) {
            Supplier<Archive.Comparison> content =
                    together.get(() ->
                            Archive.readBack(archive, source.folder(), packing, progress.bytes()));
            Supplier<Shape> there = together.get(() -> Tree.of(source.folder()).shape());
            together.await();
            read = content.get();
            still = there.get();
        }
        String label = source.label() + ": ";
        String moved = still.differenceFrom(source.shape());
        if (!read.differences().isEmpty()) {
            throw new SnapshotException.Failed(
                    label
                            + "its archive, read back, is not what it is ("
                            + (moved.isEmpty()
                                    ? "check the disk and what its program says; or something"
                                            + " wrote to it and left its times as they were"
                                    : "something wrote to it meanwhile: " + moved)
                            + "): "
                            + String.join("; ", read.differences()));
        }
        long written = Files.size(archive);
        if (read.bytes() != written) {
            throw new SnapshotException.Failed(
                    label
                            + "only "
                            + read.bytes()
                            + " of the "
                            + written
                            + " bytes of its archive were read back: check the disk");
        }
        long entries = source.shape().entries();
        if (!moved.isEmpty() || read.entries() != entries) {
            throw new SnapshotException.Failed(
                    label
                            + "something wrote to it while it was archived: "
                            + (moved.isEmpty()
                                    ? read.entries() + " entries instead of " + entries
                                    : moved));
        }
        return read;
    }

    @Override
    public String hashed(SavedVolume saved) {
        return saved.file();
    }

    @Override
    public Optional<String> glance(Path point, SavedVolume saved) {
        try {
            long bytes = Files.size(point.resolve(saved.file()));
            return bytes == saved.bytes()
                    ? Optional.empty()
                    : Optional.of(bytes + " bytes instead of " + saved.bytes());
        } catch (IOException e) {
            return Optional.of("not there");
        }
    }

    @Override
    public List<String> problems(Path point, SavedVolume saved, Gauge read)
            throws InterruptedException {
        RollbackPoint.Part archive =
                new RollbackPoint.Part(saved.file(), saved.bytes(), saved.sha256());
        Optional<String> problem = Parts.problem(point, archive, read.bytes());
        return problem.isPresent() || !Packing.isEncrypted(saved.file())
                ? problem.stream().toList()
                : locked(point, saved, read).stream().toList();
    }

    /** A whole file is worth nothing without its key. */
    private Optional<String> locked(Path point, SavedVolume saved, Gauge read)
            throws InterruptedException {
        try {
            Archive.unpack(
                    point.resolve(saved.file()),
                    packing,
                    n -> read.bytes().accept(saved.bytes() + n));
            return Optional.empty();
        } catch (IOException e) {
            Points.passOn(e);
            return Optional.of(saved.file() + ": can't be decrypted: " + Points.words(e));
        }
    }

    @Override
    public long toRead(Path point, SavedVolume saved) {
        boolean unpacked = Packing.isEncrypted(saved.file());
        return saved.bytes() + (unpacked ? saved.shape().streamBytes() : 0);
    }

    @Override
    public long total(Path point, SavedVolume saved) {
        return saved.shape().streamBytes();
    }

    @Override
    public void list(Path point, SavedVolume saved, Consumer<FileEntry> entries, Gauge read)
            throws IOException, InterruptedException {
        Archive.list(point.resolve(saved.file()), packing, entries, read.bytes());
    }

    @Override
    public void extract(Path point, SavedVolume saved, Path into, Gauge done)
            throws IOException, InterruptedException {
        Archive.extract(point.resolve(saved.file()), into, packing, done.bytes());
    }

    @Override
    public List<String> differences(Path point, SavedVolume saved, Path folder, Gauge read)
            throws IOException, InterruptedException {
        try (Together together = new Together("comparison")) {
            Path archive = point.resolve(saved.file());
            Supplier<List<String>> content =
                    together.get(() -> Archive.differences(archive, folder, packing, read.bytes()));
            Supplier<Shape> there = together.get(() -> Tree.of(folder, read.look()).shape());
            together.await();
            String shape = there.get().differenceFrom(saved.shape());
            return content.get().isEmpty() && !shape.isEmpty() ? List.of(shape) : content.get();
        }
    }

    @Override
    public List<String> checkByHand(SavedVolume saved) {
        return List.of();
    }

    @Override
    public String extractByHand(SavedVolume saved) {
        return packing.unpackByHand(saved.file())
                + " | tar --extract --file=- "
                + String.join(" ", Archive.EXACTLY).replace("*", "'*'")
                + " "
                + String.join(" ", Archive.AS_IT_WAS)
                + " --sparse --directory=\"$dir\"";
    }
}
