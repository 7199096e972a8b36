package dev.lull.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What daemons that are killed leave behind of SQLite's native library. */
@Timeout(60)
class NativeLibraryTest {
    @TempDir private Path folder;

    @Test
    void killed_daemons_leave_one_library_that_the_next_one_takes() throws Exception {
        Path state = folder.resolve("state");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        killInMidRun(state, temporary);
        List<Path> unpacked = files(state.resolve("native"));
        assertThat(unpacked).hasSize(1);
        Object inode = inode(unpacked.getFirst());

        killInMidRun(state, temporary);

        assertThat(files(state.resolve("native"))).isEqualTo(unpacked);
        assertThat(inode(unpacked.getFirst())).as("not unpacked again").isEqualTo(inode);
        assertThat(files(temporary)).isEmpty();
    }

    @Test
    void what_other_versions_and_killed_unpackings_left_is_removed() throws Exception {
        Path state = folder.resolve("state");
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        killInMidRun(state, temporary);
        Path unpacked = files(state.resolve("native")).getFirst();
        byte[] whole = Files.readAllBytes(unpacked);
        Files.write(unpacked, new byte[100]);
        Files.write(unpacked.resolveSibling("unpacking"), new byte[100]);
        Path older = Files.createDirectory(state.resolve("native").resolve("3.1.0"));
        Files.write(older.resolve(unpacked.getFileName()), whole);

        killInMidRun(state, temporary);

        assertThat(files(state.resolve("native"))).containsExactly(unpacked);
        assertThat(unpacked).hasBinaryContent(whole);
        assertThat(files(temporary)).isEmpty();
    }

    private static void killInMidRun(Path state, Path temporary) throws Exception {
        Process daemon = Child.start(state, temporary);
        try (BufferedReader lines = daemon.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("2");
        } finally {
            daemon.destroyForcibly().waitFor();
        }
    }

    private static Object inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
