package dev.lull.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of tests beside those that JUnit makes, for what may outlive a killed run. */
public final class Folders {
    private Folders() {}

    /** Makes an empty one whose name says whose it is. */
    public static Path make(String tag) {
        return named(TestBed.name(tag));
    }

    static Path named(String name) {
        try {
            return Files.createTempDirectory(name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes those of processes that are no more. */
    static void sweep() {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        try (Stream<Path> folders = Files.list(parent)) {
            folders.filter(f -> TestBed.isOfTheDead(f.getFileName().toString()))
                    .forEach(Folders::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes one, if it is there, with all that is in it; a disk that is mounted on it too. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        unmount(folder);
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unmount(Path folder) {
        try {
            boolean mounted =
                    Files.readAllLines(Path.of("/proc/mounts")).stream()
                            .anyMatch(line -> line.contains(" " + folder + " "));
            if (mounted) {
                Sh.run("umount", "-l", folder.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
