package dev.lull.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library. Left alone, its driver unpacks it into the temporary folder at each
 * start, and a killed daemon leaves it there; so it is unpacked once, and found again.
 */
final class NativeLibrary {
    private static final Logger LOG = LoggerFactory.getLogger(NativeLibrary.class);
    private static final String FOLDER = "org.sqlite.lib.path";
    private static final String NAME = "org.sqlite.lib.name";

    private NativeLibrary() {}

    /**
     * Makes it so that the library is in this folder, alone, and that the driver takes it from
     * there. Where it can't be, the driver's own way is left. A process loads it once: what comes
     * later changes nothing, nor does anything where a person has said which to take.
     */
    static synchronized void provide(Path folder) {
        if (System.getProperty(FOLDER) != null) {
            return;
        }
        String name = SQLiteJDBCLoader.getVersion() + "-" + LibraryLoaderUtil.getNativeLibName();
        try {
            Files.createDirectories(
                    folder,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            if (unpacked(folder, name)) {
                System.setProperty(FOLDER, folder.toString());
                System.setProperty(NAME, name);
            }
        } catch (IOException e) {
            LOG.warn(
                    "SQLite's library can't be kept in {} ({}): it goes to the temporary folder",
                    folder,
                    e.getMessage());
        }
    }

    private static boolean unpacked(Path folder, String name) throws IOException {
        String resource =
                LibraryLoaderUtil.getNativeLibResourcePath()
                        + "/"
                        + LibraryLoaderUtil.getNativeLibName();
        try (InputStream in = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                return false;
            }
            put(folder.resolve(name), in.readAllBytes());
        }
        removeOthers(folder, name);
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
    private static void removeOthers(Path folder, String name) throws IOException {
        try (DirectoryStream<Path> others =
                Files.newDirectoryStream(folder, p -> !p.endsWith(name))) {
            for (Path other : others) {
                Files.delete(other);
            }
        }
    }
}
