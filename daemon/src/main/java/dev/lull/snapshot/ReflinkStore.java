package dev.lull.snapshot;

import dev.lull.stack.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * The store for file systems that share blocks (xfs, btrfs): a folder beside a file of sums. Its
 * files share their blocks with the volume's until one of both is written to, so it takes next to
 * no time and room. Every name is compared with the volume, and the content of a {@link Sample}.
 */
record ReflinkStore() implements Store {
    static final String WORD = "reflink";
    private static final String TREE = ".tree";
    private static final String SUMS = ".sums";
    private static final long DESCRIBING_A_FILE = 1024;

    /** The blocks of a folder can't be shared, or not all of them: another store has to do. */
    static final class NotShared extends IOException {
        private static final long serialVersionUID = 1L;

        NotShared(String message, Throwable cause) {
            super(message, cause);
        }

        NotShared(String message) {
            super(message);
        }
    }

    @Override
    public String word() {
        return WORD;
    }

    @Override
    public long estimate(Tree.Content content) {
        return content.files() * DESCRIBING_A_FILE;
    }

    @Override
    public long toWrite(Tree.Content content) {
        return 0;
    }

    /**
     * {@inheritDoc}
     *
     * @throws NotShared if another store has to do; nothing is left of the copy
     */
    @Override
    public Kept keep(Source source, Path point, String name, Consumer<String> progress)
            throws IOException, InterruptedException {
        Sums sums = new Sums(point, name + TREE, name + SUMS);
        try {
            return kept(source, sums, progress);
        } catch (NotShared e) {
            Durable.deleteTree(point.resolve(sums.tree()));
            Durable.deleteTree(point.resolve(sums.file()));
            throw e;
        }
    }

    private static Kept kept(Source source, Sums sums, Consumer<String> progress)
            throws IOException, InterruptedException {
        Path copy = sums.point().resolve(sums.tree());
        long names = source.shape().entries();
        share(source.folder(), copy, Progress.names(source.label(), names, progress)::at);
        new Sockets(source.folder()).removeFrom(copy);
        Pipeline.run(Tool.of(List.of("sync", "--file-system", copy.toString())));
        Gauge verifying = Gauge.of(source.label() + ", verifying", 0, names, progress);
        Shape kept = Tree.of(copy, verifying.look()).shape();
        String sha256 = sums.write(Sample.of(source.folder()));
        List<String> other = sums.differencesFrom(source.folder());
        String moved =
                Tree.of(source.folder(), verifying.look()).shape().differenceFrom(source.shape());
        if (!moved.isEmpty() || !other.isEmpty()) {
            throw new SnapshotException.Failed(
                    source.label()
                            + ": something wrote to it while it was copied: "
                            + (moved.isEmpty() ? String.join("; ", other) : moved));
        }
        String lost = kept.differenceFrom(source.shape());
        if (!lost.isEmpty()) {
            throw new NotShared("the copy is not what it is: " + lost);
        }
        return new Kept(sums.tree(), kept.allocated(), sha256, "kept as a reflink");
    }

    /**
     * Shares the blocks of a folder with a new one.
     *
     * @param names is told how many it is done with so far
     */
    static void share(Path folder, Path copy, LongConsumer names)
            throws IOException, InterruptedException {
        try {
            copy("always", folder, copy, names);
        } catch (ToolException e) {
            if (ToolException.noSpace(e)) {
                throw e;
            }
            throw new NotShared(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Copies a folder with all that is in it.
     *
     * @param sharing whether blocks are to be shared: {@code always} or {@code auto}
     * @param names is told how many it is done with so far
     */
    static void copy(String sharing, Path from, Path to, LongConsumer names)
            throws IOException, InterruptedException {
        List<String> cp =
                List.of(
                        "cp",
                        "--archive",
                        "--verbose",
                        "--reflink=" + sharing,
                        "--no-target-directory",
                        "--",
                        from.toString(),
                        to.toString());
        Pipeline.run(List.of(Tool.of(cp)), null, new LineCount(names));
    }

    @Override
    public String hashed(SavedVolume saved) {
        String file = saved.file();
        boolean named = file.endsWith(TREE);
        return (named ? file.substring(0, file.length() - TREE.length()) : file) + SUMS;
    }

    private Sums sums(Path point, SavedVolume saved) {
        return new Sums(point, saved.file(), hashed(saved));
    }

    @Override
    public Optional<String> glance(Path point, SavedVolume saved) {
        boolean there =
                Files.isDirectory(point.resolve(saved.file()), LinkOption.NOFOLLOW_LINKS)
                        && Files.isRegularFile(point.resolve(hashed(saved)));
        return there ? Optional.empty() : Optional.of("not there");
    }

    @Override
    public List<String> problems(Path point, SavedVolume saved, Gauge read)
            throws InterruptedException {
        String file = hashed(saved);
        Optional<String> problem = Parts.problem(point, file, saved.sha256(), n -> {});
        if (problem.isPresent()) {
            return List.of(problem.get());
        }
        Path copy = point.resolve(saved.file());
        if (!Files.isDirectory(copy, LinkOption.NOFOLLOW_LINKS)) {
            return List.of(saved.file() + ": missing");
        }
        try {
            List<String> problems = new ArrayList<>(sums(point, saved).problems());
            Shape there = Tree.of(copy, read.look()).shape();
            String difference = there.differenceFrom(saved.shape());
            if (!difference.isEmpty()) {
                String changes = Changes.of(point, saved.file()).told(there.entries());
                problems.add(saved.file() + ": " + difference + changes);
            }
            read.bytes().accept(toRead(saved));
            return problems;
        } catch (IOException e) {
            Points.passOn(e);
            return List.of(saved.file() + ": can't be read: " + Points.words(e));
        }
    }

    @Override
    public long toRead(SavedVolume saved) {
        return Math.min(saved.contentBytes(), Sample.BUDGET);
    }

    @Override
    public long total(SavedVolume saved) {
        return toRead(saved);
    }

    @Override
    public void list(Path point, SavedVolume saved, Consumer<FileEntry> entries, Gauge read)
            throws IOException, InterruptedException {
        FolderListing.of(point.resolve(saved.file()), entries, read.look());
    }

    /** The point may have been moved to a disk that shares nothing: it is copied then. */
    @Override
    public void extract(Path point, SavedVolume saved, Path into, Gauge done)
            throws IOException, InterruptedException {
        copy("auto", point.resolve(saved.file()), into, done.look());
    }

    @Override
    public List<String> differences(Path point, SavedVolume saved, Path folder, Gauge read)
            throws IOException, InterruptedException {
        List<String> damage = problems(point, saved, read);
        if (!damage.isEmpty()) {
            return damage;
        }
        List<String> differences = new ArrayList<>(sums(point, saved).differencesFrom(folder));
        String shape = Tree.of(folder, read.look()).shape().differenceFrom(saved.shape());
        if (!shape.isEmpty()) {
            differences.add(shape);
        }
        return differences;
    }

    /** There may be no file that is small enough to be hashed. */
    @Override
    public List<String> checkByHand(SavedVolume saved) {
        String sums = ShellWord.quote(hashed(saved));
        return List.of("test ! -s " + sums + " || sha256sum --check --quiet " + sums);
    }

    @Override
    public String extractByHand(SavedVolume saved) {
        return "cp --archive --reflink=auto --no-target-directory "
                + ShellWord.quote(saved.file())
                + " \"$dir\"";
    }
}
