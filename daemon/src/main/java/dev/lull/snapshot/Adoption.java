package dev.lull.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Brings a rollback point from a folder elsewhere into the store: what its manifest names, and
 * nothing else. The copy is read again before it counts; a crash leaves a whole point or none.
 */
final class Adoption {
    private static final int CHUNK = 1 << 20;

    private final Points points;
    private final Path from;
    private final Consumer<String> progress;

    /**
     * @param points the store
     * @param from the point's folder, whatever its name
     */
    Adoption(Points points, Path from, Consumer<String> progress) {
        this.points = points;
        this.from = from;
        this.progress = progress;
    }

    RollbackPoint run() throws IOException, InterruptedException {
        Path source = source();
        RollbackPoint point = manifest(source);
        point.volumes().forEach(points.stores()::of);
        Path whole = points.folder(point.id());
        if (Files.exists(whole, LinkOption.NOFOLLOW_LINKS)) {
            return theSame(point, source, whole);
        }
        requireRoom(point);
        Path temp = points.root().resolve(Points.TEMP + "adopted-" + System.nanoTime());
        try {
            Durable.deleteTree(temp);
            copy(point, source, temp);
            requireGood(point, temp);
            Files.move(temp, whole, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Durable.deleteTree(temp);
        }
        Durable.sync(points.root());
        return point;
    }

    private Path source() throws IOException {
        if (!Files.isDirectory(from)) {
            throw new SnapshotException.Refused(
                    from
                            + (Files.exists(from) ? " is no folder" : " is not there")
                            + ": name the folder of a rollback point, with its "
                            + Points.MANIFEST);
        }
        return from.toRealPath();
    }

    private RollbackPoint manifest(Path source) {
        try {
            return Manifest.readAnywhere(source);
        } catch (IOException e) {
            throw new SnapshotException.Damaged(
                    from + " can't be read as a rollback point: " + Points.words(e));
        }
    }

    /** What is here already may be what was asked for. */
    private RollbackPoint theSame(RollbackPoint point, Path source, Path whole)
            throws IOException, InterruptedException {
        byte[] theirs = Files.readAllBytes(source.resolve(Points.SUMS));
        if (!Arrays.equals(theirs, sums(whole))) {
            throw new SnapshotException.Refused(
                    "another rollback point "
                            + point.id()
                            + " is here already, with other content: see 'lull snapshots verify "
                            + point.id()
                            + "', and delete it if it is not wanted");
        }
        requireGood(point, whole);
        return point;
    }

    private static byte[] sums(Path whole) throws IOException {
        try {
            return Files.readAllBytes(whole.resolve(Points.SUMS));
        } catch (NoSuchFileException e) {
            return new byte[0];
        }
    }

    private void requireRoom(RollbackPoint point) {
        long free = points.freeBytes();
        if (free - points.reserve() < point.bytes()) {
            throw new SnapshotException.Refused(
                    "rollback point "
                            + point.id()
                            + " takes "
                            + Progress.size(point.bytes())
                            + ", and "
                            + Progress.size(free)
                            + " are free in "
                            + points.root()
                            + ", of which "
                            + Progress.size(points.reserve())
                            + " are to stay free: make room there");
        }
    }

    private void requireGood(RollbackPoint point, Path folder) throws InterruptedException {
        List<String> problems = new PointCheck(folder, point, points.stores()).problems(progress);
        if (!problems.isEmpty()) {
            throw new SnapshotException.Damaged(
                    "rollback point "
                            + point.id()
                            + " in "
                            + from
                            + " is not what its manifest says, and nothing was taken over: "
                            + String.join("; ", problems));
        }
    }

    private void copy(RollbackPoint point, Path source, Path temp)
            throws IOException, InterruptedException {
        Progress shown = new Progress("copying " + point.id(), point.bytes(), progress);
        long done = 0;
        Durable.folders(temp);
        for (String name : names(point).toList()) {
            Path file = inside(source, name);
            Path to = temp.resolve(name);
            Durable.folders(Durable.parent(to));
            if (Files.isDirectory(file)) {
                new FolderCopy(file, to).make(Progress.names(name, 0, progress)::at);
            } else {
                done = copyFile(file, to, done, shown);
            }
        }
        Pipeline.run(Tool.of(List.of("sync", "--file-system", temp.toString())));
    }

    private Stream<String> names(RollbackPoint point) {
        return Stream.of(
                        Stream.of(Points.MANIFEST, Points.SUMS),
                        point.volumes().stream().map(SavedVolume::file),
                        point.volumes().stream().map(v -> points.stores().of(v).hashed(v)),
                        point.parts().map(RollbackPoint.Part::file))
                .flatMap(n -> n)
                .distinct();
    }

    /** No name leads out of the folder, by dots or by a link. */
    private Path inside(Path source, String name) throws IOException {
        Path file = source.resolve(name).normalize();
        try {
            if (file.startsWith(source) && file.toRealPath().equals(file)) {
                return file;
            }
        } catch (NoSuchFileException e) {
            throw new SnapshotException.Damaged(from + ": " + name + ": missing");
        }
        throw new SnapshotException.Damaged(from + ": " + name + ": lies outside the point");
    }

    private static long copyFile(Path file, Path to, long before, Progress shown)
            throws IOException, InterruptedException {
        long done = before;
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
                FileChannel channel = Durable.create(to);
                OutputStream out = Channels.newOutputStream(channel)) {
            for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                out.write(chunk, 0, n);
                done += n;
                shown.at(done);
            }
        }
        return done;
    }
}
