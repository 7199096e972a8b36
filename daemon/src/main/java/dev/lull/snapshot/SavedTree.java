package dev.lull.snapshot;

import dev.lull.stack.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * A folder of a point that has all that a volume has, beside a file of {@link Sums}: what the
 * stores make of it whose copies share their blocks with the volume.
 *
 * @param point the point's folder
 * @param tree the folder, within it
 */
record SavedTree(Path point, String tree) {
    private static final String SUMS = ".sums";

    /** The name of the sums beside it: without its own ending, with theirs. */
    static String sums(String tree) {
        return tree.substring(0, tree.lastIndexOf('.')) + SUMS;
    }

    private Sums sums() {
        return new Sums(point, tree, sums(tree));
    }

    private Path folder() {
        return point.resolve(tree);
    }

    /**
     * Proves that a new one is what the folder is, that the folder stood still, and that it is on
     * the disk. Writes the sums.
     *
     * @param how for people
     * @throws NotShared if it is not what the folder is
     */
    Store.Kept proven(Store.Source source, Proof proof, String how, Gauge verifying)
            throws IOException, InterruptedException {
        Copied copied;
        Shape still;
        try (Together together = new Together("proof")) {
            together.run(this::sync);
            Supplier<Copied> copy = together.get(() -> copied(proof, verifying));
            Supplier<Shape> folder = together.get(() -> Tree.of(source.folder()).shape());
            together.await();
            copied = copy.get();
            still = folder.get();
        }
        String moved = still.differenceFrom(source.shape());
        if (moved.isEmpty() && proof == Proof.ALL) {
            moved = String.join("; ", differences(source, verifying));
        }
        if (!moved.isEmpty()) {
            throw new SnapshotException.Failed(
                    source.label() + ": something wrote to it while it was copied: " + moved);
        }
        String lost = copied.shape().differenceFrom(source.shape());
        if (!lost.isEmpty()) {
            throw new NotShared("the copy is not what it is: " + lost);
        }
        return new Store.Kept(tree, copied.shape().allocated(), copied.sums(), how);
    }

    private void sync() throws IOException, InterruptedException {
        Pipeline.run(Tool.of(List.of("sync", "--file-system", folder().toString())));
    }

    /** What the copy looks like, and the hash of its sums. */
    private record Copied(Shape shape, String sums) {}

    private Copied copied(Proof proof, Gauge verifying) throws IOException, InterruptedException {
        try (Sums.Writer sums = sums().writer(verifying.bytes())) {
            Shape shape =
                    switch (proof) {
                        case SAMPLE -> sampled(sums, verifying.look());
                        case ALL ->
                                Tree.of(folder(), verifying.look(), (name, _) -> sums.add(name))
                                        .shape();
                    };
            return new Copied(shape, sums.end());
        }
    }

    private Shape sampled(Sums.Writer sums, LongConsumer names)
            throws IOException, InterruptedException {
        Sample.Draw draw = new Sample.Draw();
        Shape shape = Tree.of(folder(), names, draw).shape();
        for (String name : draw.sample().names()) {
            sums.add(name);
        }
        return shape;
    }

    /** The volume's own side, after that of the copy. */
    private List<String> differences(Store.Source source, Gauge verifying) throws IOException {
        long before = source.shape().bytes();
        return sums().differencesFrom(
                        source.folder(), read -> verifying.bytes().accept(before + read));
    }

    /** Takes it away again. */
    void remove() throws IOException {
        Durable.deleteTree(folder());
        Durable.deleteTree(point.resolve(sums(tree)));
    }

    /** See {@link Store#glance}. */
    Optional<String> glance() {
        boolean there =
                Files.isDirectory(folder(), LinkOption.NOFOLLOW_LINKS)
                        && Files.isRegularFile(point.resolve(sums(tree)));
        return there ? Optional.empty() : Optional.of("not there");
    }

    /** See {@link Store#problems}. */
    List<String> problems(SavedVolume saved, Gauge read) throws InterruptedException {
        Optional<String> problem = Parts.problem(point, sums(tree), saved.sha256(), n -> {});
        if (problem.isPresent()) {
            return List.of(problem.get());
        }
        if (!Files.isDirectory(folder(), LinkOption.NOFOLLOW_LINKS)) {
            return List.of(tree + ": missing");
        }
        try {
            List<String> problems = new ArrayList<>(sums().problems(read.bytes()));
            Shape there = Tree.of(folder(), read.look()).shape();
            String difference = there.differenceFrom(saved.shape());
            if (!difference.isEmpty()) {
                String changes = Changes.of(point, tree).told(there.entries());
                problems.add(tree + ": " + difference + changes);
            }
            return problems;
        } catch (IOException e) {
            Points.passOn(e);
            return List.of(tree + ": can't be read: " + Points.words(e));
        }
    }

    /** What its sums are of. A tree of few small files has all of them in its sample, too. */
    long toRead(SavedVolume saved) {
        try {
            if (sums().count() == saved.shape().files()) {
                return saved.contentBytes();
            }
        } catch (IOException unreadable) {
            // It is told by whoever goes to read it.
        }
        return Math.min(saved.contentBytes(), Sample.BUDGET);
    }

    /** See {@link Store#differences}. */
    List<String> differences(SavedVolume saved, Path other, Gauge read)
            throws IOException, InterruptedException {
        List<String> differences = new ArrayList<>(sums().differencesFrom(other, read.bytes()));
        String shape = Tree.of(other, read.look()).shape().differenceFrom(saved.shape());
        if (!shape.isEmpty()) {
            differences.add(shape);
        }
        return differences;
    }

    /** See {@link Store#checkByHand}. There may be no file that is small enough to be hashed. */
    static List<String> checkByHand(SavedVolume saved) {
        String sums = ShellWord.quote(sums(saved.file()));
        return List.of("test ! -s " + sums + " || sha256sum --check --quiet " + sums);
    }

    /** See {@link Store#extractByHand}. */
    static String extractByHand(SavedVolume saved) {
        return "cp --archive --reflink=auto --no-target-directory "
                + ShellWord.quote(saved.file())
                + " \"$dir\"";
    }
}
