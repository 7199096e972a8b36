package dev.lull.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The store that a folder gets, by what its file system can do.
 *
 * @param why in a few words
 */
record StoreChoice(Store store, String why) {

    /** Makes one for a folder; benchmarks of one store have their own. */
    interface Maker {
        /** As {@link StoreChoice#of} does. */
        StoreChoice of(Path points, Path folder, Stores stores) throws InterruptedException;
    }

    /**
     * Chooses; writes nothing into the folder, which may be in use.
     *
     * @param points where the points are
     * @param stores there are
     */
    static StoreChoice of(Path points, Path folder, Stores stores) throws InterruptedException {
        Store otherwise = stores.archive();
        try {
            List<String> mounts = Mounts.inside(folder);
            if (!mounts.isEmpty()) {
                return new StoreChoice(otherwise, "mounted inside: " + String.join(", ", mounts));
            }
            Subvolume subvolume = new Subvolume(folder);
            if (!subvolume.isBeside(points)) {
                return sharing(points, folder, stores, "");
            }
            Optional<String> problem = subvolume.problem();
            return problem.isPresent()
                    ? sharing(points, folder, stores, "; it is a subvolume, but " + problem.get())
                    : new StoreChoice(
                            stores.subvolume(),
                            "it is a subvolume of the btrfs that has " + points);
        } catch (IOException e) {
            Points.passOn(e);
            return new StoreChoice(
                    otherwise, "whether blocks can be shared is unknown: " + Points.words(e));
        }
    }

    private static StoreChoice sharing(Path points, Path folder, Stores stores, String but)
            throws IOException, InterruptedException {
        return shares(points, folder)
                ? new StoreChoice(
                        stores.reflink(), "its file system shares blocks with " + points + but)
                : new StoreChoice(
                        stores.archive(), "its file system shares no blocks with " + points + but);
    }

    /** Only trying tells: devices are alike and yet can't, and differ and yet can. */
    private static boolean shares(Path points, Path folder)
            throws IOException, InterruptedException {
        Path trial = Files.createTempDirectory(points, Points.TEMP + "trial-");
        try {
            return switch (first(folder, trial.resolve("shared"))) {
                case "yes" -> true;
                case "no" -> false;
                default -> isSameDevice(points, folder) && sharesWithItself(trial);
            };
        } finally {
            Durable.deleteTree(trial);
        }
    }

    /** Whether the first file of a folder can be shared; empty if it has none. */
    private static String first(Path folder, Path to) throws IOException, InterruptedException {
        String[] said = {""};
        Pipeline.run(
                List.of(
                        new Tool(
                                List.of(
                                        "find",
                                        folder.toString(),
                                        "-ignore_readdir_race",
                                        "-type",
                                        "f",
                                        "-size",
                                        "+0",
                                        "(",
                                        "-exec",
                                        "cp",
                                        "--reflink=always",
                                        "--",
                                        "{}",
                                        to.toString(),
                                        ";",
                                        "-printf",
                                        "yes",
                                        "-o",
                                        "-printf",
                                        "no",
                                        ")",
                                        "-quit"),
                                line -> line.startsWith("cp: "))),
                null,
                in -> said[0] = text(in));
        return said[0];
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static boolean isSameDevice(Path one, Path other) throws IOException {
        return Files.getAttribute(one, "unix:dev").equals(Files.getAttribute(other, "unix:dev"));
    }

    private static boolean sharesWithItself(Path trial) throws IOException, InterruptedException {
        Durable.write(trial.resolve("file"), new byte[] {1});
        return first(trial, trial.resolve("shared")).equals("yes");
    }
}
