package dev.lull.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.NativeLibraryNotFoundException;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library. Left alone, its driver unpacks it into the temporary folder at each
 * start, and a killed daemon leaves it there; so it is unpacked once, and found again.
 */
@SuppressWarnings("restricted") // as all of sqlite-jdbc is
final class NativeLibrary {
    /** Beside the database. */
    static final String DIRECTORY = "native";

    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String FOLDER = "org.sqlite.lib.path";

    private NativeLibrary() {}

    /**
     * Makes it so that the library is in this folder, alone, and that the driver takes it from
     * there. Where it can't be, or can't be loaded from there ({@code noexec}), the driver's own
     * way is left. A process loads it once: what comes later changes nothing, nor does anything
     * where a person has said which to take.
     */
    static synchronized void provide(Path folder) {
        if (System.getProperty(FOLDER) != null) {
            return;
        }
        Path own = folder.resolve(SQLiteJDBCLoader.getVersion());
        try {
            Files.createDirectories(
                    own,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            if (unpacked(own)) {
                removeOthers(folder, own);
                System.load(own.resolve(LibraryLoaderUtil.getNativeLibName()).toString());
                System.setProperty(FOLDER, own.toString());
            }
        } catch (IOException | UnsatisfiedLinkError e) {
            LOG.warn(
                    "SQLite's library can't be kept in {} ({}): it goes to the temporary folder",
                    folder,
                    e.getMessage());
        }
    }

    /** What to say where the driver's own way has failed too; empty when that is not what it is. */
    static Optional<String> missing(SQLException failure, Path folder) {
        return failure.getCause() instanceof NativeLibraryNotFoundException
                ? Optional.of(
                        "SQLite's library can't be loaded, neither from "
                                + folder
                                + " nor from "
                                + System.getProperty("java.io.tmpdir")
                                + ". Where a folder is mounted noexec ('findmnt --target FOLDER')"
                                + " nothing can be loaded from it: mount one of them without, or"
                                + " have another one taken:"
                                + " JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER")
                : Optional.empty();
    }

    /** Under the driver's own name: where it can't load this one, it goes its own way. */
    private static boolean unpacked(Path folder) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                return false;
            }
            put(folder.resolve(name), in.readAllBytes());
        }
        return true;
    }

    /** Never half of it, and never in the place of what somebody has loaded. */
    private static void put(Path file, byte[] content) throws IOException {
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
            return;
        }
        Path temp = file.resolveSibling("unpacking");
        try {
            Files.write(temp, content);
            Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temp);
        }
    }

    /** Of other versions, and of a daemon that was killed while it unpacked. */
    private static void removeOthers(Path folder, Path own) throws IOException {
        String name = LibraryLoaderUtil.getNativeLibName();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path other : all.sorted(Comparator.reverseOrder()).toList()) {
                if (!own.startsWith(other) && !other.equals(own.resolve(name))) {
                    Files.delete(other);
                }
            }
        }
    }
}
