package dev.lull.snapshot;

import dev.lull.stack.StackName;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rollback points on this host: a folder each, whole or not there at all.
 *
 * <p>Every call blocks, for as long as its volumes take; interrupt it to stop it. Progress lines
 * are for people; they come from other threads, one at a time. Calls for different points may run
 * at the same time. Everything throws {@link SnapshotException} for what a person must know.
 */
public final class Points {
    private static final Logger LOG = LoggerFactory.getLogger(Points.class);

    static final String MANIFEST = "manifest.json";
    static final String SUMS = "SHA256SUMS";
    static final String TEMP = ".tmp-";

    /** What is left free where nobody says how much. */
    public static final long STANDARD_RESERVE = 256L << 20;

    private final Path root;
    private final Supplier<Keeping> keeping;
    private final StoreChoice.Maker choice;
    private final InstantSource clock;

    /**
     * Opens the store; makes its folder if need be.
     *
     * @param root absolute; its own folder, with nothing else in it
     */
    public Points(Path root, InstantSource clock) {
        this(root, Packing.STANDARD, STANDARD_RESERVE, clock);
    }

    /**
     * The same.
     *
     * @param packing of what is kept as an archive
     * @param reserve bytes that are to be left free where the points are
     */
    public Points(Path root, Packing packing, long reserve, InstantSource clock) {
        this(root, packing, Proof.SAMPLE, reserve, clock);
    }

    /**
     * The same.
     *
     * @param proof of what shares its blocks
     */
    public Points(Path root, Packing packing, Proof proof, long reserve, InstantSource clock) {
        this(root, () -> new Keeping(packing, proof, reserve), clock);
    }

    /**
     * The same.
     *
     * @param keeping asked anew for each thing that is done; what is begun ends as it began
     */
    public Points(Path root, Supplier<Keeping> keeping, InstantSource clock) {
        this(root, keeping, StoreChoice::of, clock);
    }

    /** With stores that are chosen otherwise. */
    Points(Path root, InstantSource clock, StoreChoice.Maker choice) {
        this(
                root,
                () -> new Keeping(Packing.STANDARD, Proof.SAMPLE, STANDARD_RESERVE),
                choice,
                clock);
    }

    private Points(
            Path root, Supplier<Keeping> keeping, StoreChoice.Maker choice, InstantSource clock) {
        this.root = root;
        this.keeping = keeping;
        this.choice = choice;
        this.clock = clock;
        try {
            Durable.folders(root);
        } catch (IOException e) {
            throw new SnapshotException.Failed("could not make " + root + ": " + words(e), e);
        }
    }

    /**
     * What keeping a folder in a point would take. It may be in use; nothing is written to it.
     *
     * @param name of it, for people
     */
    public Estimate estimate(String name, Path folder, Consumer<String> progress)
            throws InterruptedException {
        try {
            Progress shown = Progress.names(name + ", measuring", 0, progress);
            return Estimate.of(stores(), folder, shown::at);
        } catch (IOException e) {
            passOn(e);
            throw new SnapshotException.Failed("could not measure " + folder + ": " + words(e), e);
        }
    }

    /** Where the points are. */
    public Path root() {
        return root;
    }

    /** What there is to keep volumes in. */
    Stores stores() {
        Keeping now = keeping.get();
        return new Stores(root, now.packing(), now.proof(), choice);
    }

    /**
     * Tries whether what is packed here could be read again here.
     *
     * @return what is in the way, or empty
     */
    public Optional<String> packingProblem() throws InterruptedException {
        return stores().packing().problem();
    }

    /** Bytes that whoever writes a point is to leave free; it is not looked at while writing. */
    public long reserve() {
        return keeping.get().reserve();
    }

    /** What is free where the points are. */
    public long freeBytes() {
        try {
            return Files.getFileStore(root).getUsableSpace();
        } catch (IOException e) {
            throw new SnapshotException.Failed("could not measure " + root + ": " + words(e), e);
        }
    }

    /**
     * Makes a rollback point, and proves it: each copy is compared with its volume, an archive byte
     * for byte, one that shares its blocks name for name, and by the content of a sample or all. A
     * whole point of this id that is there is returned only if it still is what is asked for: its
     * volumes and files are compared with those of now. Otherwise it is removed and taken anew.
     * After an exception or an interruption nothing is left.
     */
    public RollbackPoint write(PointDraft draft, Consumer<String> progress)
            throws InterruptedException {
        return new Taking(this, clock).of(draft, progress);
    }

    /**
     * The point of this id, by its manifest alone.
     *
     * @throws SnapshotException.Damaged if it is there but its manifest can't be trusted
     */
    public Optional<RollbackPoint> find(PointId id) {
        Path folder = folder(id);
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Manifest.read(folder));
        } catch (IOException e) {
            throw new SnapshotException.Damaged("rollback point " + id + ": " + words(e));
        }
    }

    /** All points, newest first, and what can't be read as one. */
    public Listing list() {
        List<RollbackPoint> points = new ArrayList<>();
        List<Listing.Unreadable> unreadable = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                if (!name.startsWith(TEMP)) {
                    try {
                        points.add(Manifest.read(folder));
                    } catch (IOException e) {
                        unreadable.add(new Listing.Unreadable(name, words(e)));
                    }
                }
            }
        } catch (IOException e) {
            throw new SnapshotException.Failed("could not read " + root + ": " + words(e), e);
        }
        points.sort(
                Comparator.comparing(RollbackPoint::at)
                        .thenComparing(RollbackPoint::id)
                        .reversed());
        unreadable.sort(Comparator.comparing(Listing.Unreadable::folder));
        return new Listing(points, unreadable);
    }

    /** The newest point of a stack that can be read. */
    public Optional<RollbackPoint> newest(StackName stack) {
        return list().points().stream().filter(p -> p.stack().equals(stack)).findFirst();
    }

    /**
     * Reads a point and compares it with its manifest: every file, but for those in a copy that
     * shares its blocks, of which it looks at every name and reads a sample. What came out is known
     * from then on, see {@link #isDamaged}.
     *
     * @throws SnapshotException.Refused if there is no such point
     */
    public Verification verify(PointId id, Consumer<String> progress) throws InterruptedException {
        Path folder = folder(id);
        if (!Files.isDirectory(folder)) {
            throw new SnapshotException.Refused("there is no rollback point " + id);
        }
        List<String> problems = new ArrayList<>();
        long bytes = 0;
        try {
            PointCheck check = new PointCheck(folder, Manifest.read(folder), stores());
            bytes = check.bytes();
            problems.addAll(check.problems(progress));
        } catch (IOException e) {
            problems.add(words(e));
        }
        Verification verification = new Verification(id, clock.instant(), bytes, problems);
        keep(folder, verification);
        return verification;
    }

    /** What came out is told in any case. */
    private static void keep(Path folder, Verification verification) throws InterruptedException {
        try {
            FailedVerification.keep(folder, verification);
        } catch (IOException e) {
            passOn(e);
            LOG.warn(
                    "that rollback point {} was found {} is not written down, so retention does not"
                            + " heed it: {}",
                    verification.id(),
                    verification.good() ? "good" : "damaged",
                    words(e));
        }
    }

    /** Whether the last {@link #verify} of this point found something wrong; reads nothing else. */
    public boolean isDamaged(PointId id) {
        return FailedVerification.isIn(folder(id));
    }

    /**
     * Makes a folder exactly what a volume was: owners, modes, times, links, attributes; what was
     * added since is gone. Nothing is touched unless the copy is what its manifest says. May be
     * called again after any failure. Nothing may use the folder meanwhile.
     *
     * @param into the volume's folder on this host, which exists
     * @throws SnapshotException.Damaged if the copy can't be trusted; nothing was touched
     * @throws SnapshotException.Refused if the folder can't be restored into; nothing was touched
     * @throws SnapshotException.Differs if the result is not what it was
     */
    public void restoreVolume(
            RollbackPoint point, String volume, Path into, Consumer<String> progress)
            throws InterruptedException {
        SavedVolume saved =
                point.volume(volume)
                        .orElseThrow(() ->
                                new SnapshotException.Refused(
                                        "rollback point "
                                                + point.id()
                                                + " has no volume "
                                                + volume));
        new VolumeRestore(this, point.id(), saved, progress).into(into);
    }

    /**
     * Plays the dump of a data store back into it. Nothing is touched unless the dump is what its
     * manifest says. May be called again after any failure. The store must run, and nothing else
     * use it meanwhile.
     *
     * @param commands runs them where the store runs
     * @throws SnapshotException.Damaged if the dump can't be trusted; nothing was touched
     * @throws SnapshotException.Failed if it did not go through
     */
    public void restoreDump(
            RollbackPoint point, SavedDump dump, StoreCommands commands, Consumer<String> progress)
            throws InterruptedException {
        new Dumping(folder(point.id()), stores().packing(), progress).play(dump, commands);
    }

    /**
     * The line by which a person plays a dump back, in the point's folder.
     *
     * @param exec the words that run a command in the store's container with an input
     */
    public String playByHand(SavedDump dump, String exec) {
        return stores().packing().unpackByHand(dump.file()) + " | " + dump.play(exec);
    }

    /** Whether the file of a dump is there at all, without reading it; if not, what is. */
    public Optional<String> glance(RollbackPoint point, SavedDump dump) {
        try {
            long bytes = Files.size(folder(point.id()).resolve(dump.file()));
            return bytes == dump.bytes()
                    ? Optional.empty()
                    : Optional.of(bytes + " bytes instead of " + dump.bytes());
        } catch (IOException e) {
            return Optional.of("not there");
        }
    }

    /**
     * Whether the copy of a volume is there at all, without reading it.
     *
     * @return empty if it is; otherwise what is instead
     */
    public Optional<String> glance(RollbackPoint point, SavedVolume volume) {
        return stores().of(volume).glance(folder(point.id()), volume);
    }

    /** The containers' specs as they were saved, checked against the manifest. */
    public List<ContainerSpec> specs(RollbackPoint point) {
        List<ContainerSpec> specs = new ArrayList<>();
        for (SavedSpec saved : point.specs()) {
            byte[] json =
                    Parts.content(
                            folder(point.id()),
                            new RollbackPoint.Part(saved.file(), saved.bytes(), saved.sha256()));
            specs.add(
                    new ContainerSpec(
                            saved.replica(),
                            saved.containerName(),
                            new String(json, StandardCharsets.UTF_8)));
        }
        return specs;
    }

    /** What makes the stack's networks and volumes anew, checked against the manifest. */
    public List<Definition> definitions(RollbackPoint point) {
        List<Definition> definitions = new ArrayList<>();
        for (SavedDefinition saved : point.definitions()) {
            byte[] json =
                    Parts.content(
                            folder(point.id()),
                            new RollbackPoint.Part(saved.file(), saved.bytes(), saved.sha256()));
            definitions.add(
                    new Definition(
                            saved.kind(), saved.name(), new String(json, StandardCharsets.UTF_8)));
        }
        return definitions;
    }

    /**
     * Puts a saved compose or env file back where it was, at one stroke, with its mode and owner.
     *
     * @param path where it was
     */
    public void restoreFile(RollbackPoint point, Path path) throws InterruptedException {
        SavedFile saved =
                point.files().stream()
                        .filter(f -> f.path().equals(path))
                        .findFirst()
                        .orElseThrow(() ->
                                new SnapshotException.Refused(
                                        "rollback point " + point.id() + " has no file " + path));
        byte[] content =
                Parts.content(
                        folder(point.id()),
                        new RollbackPoint.Part(saved.file(), saved.bytes(), saved.sha256()));
        try {
            Parts.replace(saved, content);
        } catch (IOException e) {
            passOn(e);
            throw new SnapshotException.Failed("could not put " + path + " back: " + words(e), e);
        }
    }

    /**
     * Makes it so that a point that lies elsewhere is one of this store. It is copied, and the copy
     * read again, before it counts; the folder is left as it is. One that is here already, and the
     * same, is only read again.
     *
     * @param from the point's folder, whatever its name
     * @throws SnapshotException.Damaged if it is not what its manifest says; nothing was taken over
     * @throws SnapshotException.Refused if it can't be taken over; nothing was
     */
    public RollbackPoint adopt(Path from, Consumer<String> progress) throws InterruptedException {
        try {
            return new Adoption(this, from, progress).run();
        } catch (IOException e) {
            passOn(e);
            throw new SnapshotException.Failed(
                    "the rollback point in " + from + " was not taken over: " + words(e), e);
        }
    }

    /** Removes a point, if it is there. */
    public void delete(PointId id) throws InterruptedException {
        delete(id, _ -> {});
    }

    /**
     * Removes a point, if it is there.
     *
     * @param after is given it when it is one no more, to take away what was there for it; if a
     *     crash comes first, by {@link #sweep}. Not one whose manifest can't be read
     */
    void delete(PointId id, Consumer<RollbackPoint> after) throws InterruptedException {
        try {
            new Deletion(root, after).of(id);
        } catch (IOException e) {
            passOn(e);
            throw new SnapshotException.Failed(
                    "could not delete rollback point " + id + ": " + words(e), e);
        }
    }

    /**
     * Removes what a crash left half-written or half-deleted. For the start, when nothing is being
     * written.
     *
     * @param after is given points that were being deleted
     * @return the names of what was removed
     */
    List<String> sweep(Consumer<RollbackPoint> after) {
        List<String> swept = new ArrayList<>();
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(root, TEMP + "*")) {
            for (Path leftover : leftovers) {
                new Deletion(root, after).end(leftover);
                swept.add(leftover.getFileName().toString());
            }
        } catch (IOException e) {
            throw new SnapshotException.Failed("could not sweep " + root + ": " + words(e), e);
        }
        return swept;
    }

    /** Where a point of this id is, or would be. */
    Path folder(PointId id) {
        return root.resolve(id.value());
    }

    /** A channel turns an interruption into an exception of its own. */
    static void passOn(IOException e) throws InterruptedException {
        if (e instanceof ClosedByInterruptException) {
            Thread.interrupted();
            throw new InterruptedException();
        }
    }

    /** The JDK's file exceptions have a bare path for a message. */
    static String words(IOException e) {
        return switch (e) {
            case NoSuchFileException gone -> gone.getFile() + " is not there";
            case AccessDeniedException denied -> denied.getFile() + " may not be read or written";
            default -> String.valueOf(e.getMessage());
        };
    }
}
