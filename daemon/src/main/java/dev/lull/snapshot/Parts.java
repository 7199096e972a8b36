package dev.lull.snapshot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The files of a point beside its manifest. */
final class Parts {
    private Parts() {}

    /** What is wrong with a file, if anything is; an unreadable one is wrong. */
    static Optional<String> problem(Path folder, RollbackPoint.Part part, LongConsumer read)
            throws InterruptedException {
        Optional<String> wrong = misplaced(folder, part.file()).or(() -> length(folder, part));
        return wrong.isPresent() ? wrong : hash(folder, part.file(), part.sha256(), read);
    }

    /** The same of a file of any length. */
    static Optional<String> problem(Path folder, String name, String sha256, LongConsumer read)
            throws InterruptedException {
        Optional<String> wrong = misplaced(folder, name);
        return wrong.isPresent() ? wrong : hash(folder, name, sha256, read);
    }

    private static Optional<String> misplaced(Path folder, String name) {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            return Optional.of(name + ": lies outside the point");
        }
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                ? Optional.empty()
                : Optional.of(name + ": missing");
    }

    private static Optional<String> length(Path folder, RollbackPoint.Part part) {
        try {
            long size = Files.size(folder.resolve(part.file()));
            return size == part.bytes()
                    ? Optional.empty()
                    : Optional.of(
                            part.file()
                                    + (size < part.bytes() ? ": truncated, " : ": too long, ")
                                    + size
                                    + " bytes instead of "
                                    + part.bytes());
        } catch (IOException e) {
            return Optional.of(part.file() + ": can't be read: " + Points.words(e));
        }
    }

    private static Optional<String> hash(Path folder, String name, String sha256, LongConsumer read)
            throws InterruptedException {
        try {
            return Digests.of(folder.resolve(name), read).equals(sha256)
                    ? Optional.empty()
                    : Optional.of(name + ": its content has changed (sha256 differs)");
        } catch (IOException e) {
            Points.passOn(e);
            return Optional.of(name + ": can't be read: " + Points.words(e));
        }
    }

    /** A small file, checked. */
    static byte[] content(Path folder, RollbackPoint.Part part) {
        String where = folder.getFileName() + ": " + part.file();
        Path file = folder.resolve(part.file()).normalize();
        if (!file.startsWith(folder)) {
            throw new SnapshotException.Damaged(where + ": lies outside the point");
        }
        try {
            byte[] content = Files.readAllBytes(file);
            if (!Digests.of(content).equals(part.sha256())) {
                throw new SnapshotException.Damaged(where + ": its content has changed");
            }
            return content;
        } catch (IOException e) {
            throw new SnapshotException.Damaged(where + ": can't be read: " + Points.words(e));
        }
    }

    /** Saves a file of the host under {@code files/}, below its own path. */
    static SavedFile save(Path path, Path folder) throws IOException {
        byte[] content = Files.readAllBytes(path);
        String name = "files" + path;
        Path file = folder.resolve(name);
        Durable.folders(Durable.parent(file));
        Durable.write(file, content);
        return new SavedFile(
                path,
                name,
                content.length,
                Digests.of(content),
                String.format("%04o", number(path, "unix:mode") & 07777),
                number(path, "unix:uid"),
                number(path, "unix:gid"));
    }

    /** Puts content in a file's place; where a symbolic link stands, in the place it points to. */
    static void replace(SavedFile saved, byte[] content) throws IOException {
        Path path = Files.exists(saved.path()) ? saved.path().toRealPath() : saved.path();
        Path parent = Durable.parent(path);
        Files.createDirectories(parent);
        Path temp = parent.resolve(".lull-" + path.getFileName());
        Files.deleteIfExists(temp);
        try {
            try (FileChannel out = Durable.create(temp)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
                own(temp, saved);
                out.force(true);
            }
            Files.move(temp, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temp);
        }
        Durable.sync(parent);
    }

    private static void own(Path file, SavedFile saved) throws IOException {
        if (number(file, "unix:uid") != saved.uid() || number(file, "unix:gid") != saved.gid()) {
            Files.setAttribute(file, "unix:uid", saved.uid());
            Files.setAttribute(file, "unix:gid", saved.gid());
        }
        Files.setAttribute(file, "unix:mode", Integer.parseInt(saved.mode(), 8));
    }

    private static int number(Path file, String attribute) throws IOException {
        return (int) Files.getAttribute(file, attribute);
    }
}
