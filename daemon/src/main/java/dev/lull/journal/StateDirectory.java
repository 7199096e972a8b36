package dev.lull.journal;

import dev.lull.window.JournalException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory that all state is in: private to its user, and one daemon's at a time. */
final class StateDirectory implements AutoCloseable {
    private static final Set<PosixFilePermission> PRIVATE_DIRECTORY =
            PosixFilePermissions.fromString("rwx------");
    static final Set<PosixFilePermission> PRIVATE_FILE =
            PosixFilePermissions.fromString("rw-------");

    /**
     * Held by this process. A POSIX lock belongs to the process and goes when <em>any</em>
     * descriptor of the file is closed, so nobody here may open {@code lull.lock} again, not even
     * to read it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel lockFile;

    private StateDirectory(Path directory, FileChannel lockFile) {
        this.directory = directory;
        this.lockFile = lockFile;
    }

    /**
     * Makes the directory where it is missing, and takes it until {@link #close}.
     *
     * @throws JournalException when another daemon has it, or it can't be made private
     */
    static StateDirectory take(Path wanted) {
        try {
            Path directory = prepare(wanted);
            if (!HELD.add(directory)) {
                throw taken(directory, Long.toString(ProcessHandle.current().pid()));
            }
            @Nullable FileChannel lockFile = null;
            try {
                lockFile = lock(directory);
                return new StateDirectory(directory, lockFile);
            } finally {
                if (lockFile == null) {
                    HELD.remove(directory);
                }
            }
        } catch (IOException e) {
            throw new JournalException(
                    "can't use the state directory "
                            + wanted
                            + " ("
                            + e
                            + "): it must be a directory that belongs to the daemon's user",
                    e);
        }
    }

    Path path() {
        return directory;
    }

    /**
     * The path of a file in it, which is there and private after this. Only before anything else
     * has the file open.
     */
    Path file(String name) {
        Path file = directory.resolve(name);
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PRIVATE_FILE));
            sync(directory);
        } catch (FileAlreadyExistsException _) {
            narrow(file);
        } catch (IOException e) {
            throw new JournalException("can't make " + file + " (" + e + ")", e);
        }
        return file;
    }

    /** May be called again: another may have the directory by then, and keeps it. */
    @Override
    public void close() {
        if (!lockFile.isOpen()) {
            return;
        }
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new JournalException("can't release " + directory, e);
        } finally {
            HELD.remove(directory);
        }
    }

    private static Path prepare(Path wanted) throws IOException {
        Path directory = wanted.toAbsolutePath().normalize();
        if (!Files.isDirectory(directory)) {
            Path parent = directory.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PRIVATE_DIRECTORY));
            if (parent != null) {
                sync(parent);
            }
        }
        Path real = directory.toRealPath();
        if (!PRIVATE_DIRECTORY.containsAll(Files.getPosixFilePermissions(real))) {
            makePrivate(real);
        }
        return real;
    }

    /** Narrows only what is surely ours: someone may have named {@code /tmp}. */
    private static void makePrivate(Path directory) throws IOException {
        if (!Files.exists(directory.resolve("lull.lock")) && !isEmpty(directory)) {
            throw new JournalException(
                    directory
                            + " holds other things and others can enter it: name a directory that"
                            + " is Lull's alone, or run 'chmod 700 "
                            + directory
                            + "'");
        }
        Files.setPosixFilePermissions(directory, PRIVATE_DIRECTORY);
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        Path file = directory.resolve("lull.lock");
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PRIVATE_FILE));
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw taken(directory, read(channel));
            }
            write(channel, Long.toString(ProcessHandle.current().pid()));
            locked = true;
            return channel;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static JournalException taken(Path directory, String pid) {
        return new JournalException(
                "another Lull daemon (process "
                        + (pid.isBlank() ? "unknown" : pid)
                        + ") uses the state directory "
                        + directory
                        + ": stop it, or give this one a directory of its own");
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(32);
        channel.read(buffer, 0);
        return StandardCharsets.US_ASCII.decode(buffer.flip()).toString().strip();
    }

    private static void write(FileChannel channel, String pid) throws IOException {
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(pid + "\n"), 0);
    }

    private static void narrow(Path file) {
        try {
            Files.setPosixFilePermissions(file, PRIVATE_FILE);
        } catch (IOException e) {
            throw new JournalException("can't make " + file + " private (" + e + ")", e);
        }
    }

    /** Makes the entries of a directory durable. */
    static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
