package dev.lull.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lull.testbed.SmallDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    @Test
    void a_state_directory_from_which_nothing_can_be_loaded_is_told_of_and_does_no_harm()
            throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        try (SmallDisk disk = noexec()) {
            List<String> said = untilItWrites(disk.folder().resolve("state"), temporary);

            assertThat(said)
                    .singleElement()
                    .asString()
                    .contains(disk.folder() + "/state/native", "it goes to the temporary folder");
            assertThat(files(temporary)).isNotEmpty();
        }
    }

    @Test
    void a_temporary_folder_from_which_nothing_can_be_loaded_is_not_needed() throws Exception {
        try (SmallDisk disk = noexec()) {
            killInMidRun(folder.resolve("state"), disk.folder());

            assertThat(files(disk.folder())).isEmpty();
        }
    }

    @Test
    void where_nothing_can_be_loaded_from_either_a_person_is_told_what_to_do() throws Exception {
        try (SmallDisk disk = noexec()) {
            Path temporary = Files.createDirectory(disk.folder().resolve("tmp"));
            List<String> said = untilItWrites(disk.folder().resolve("state"), temporary);

            assertThat(said).hasSize(3).last().isEqualTo("it has ended");
            assertThat(said.get(1))
                    .contains("can't open: SQLite's library can't be loaded")
                    .contains(disk.folder() + "/state/native", temporary.toString())
                    .contains("noexec", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=");
        }
    }

    private static SmallDisk noexec() throws IOException {
        boolean root = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        assumeThat(root).as("mounting needs root").isTrue();
        return new SmallDisk(64, "noexec");
    }

    private static void killInMidRun(Path state, Path temporary) throws Exception {
        assertThat(untilItWrites(state, temporary)).isEmpty();
    }

    /** What a daemon says before its first line is in the journal, or all if none ever is. */
    private static List<String> untilItWrites(Path state, Path temporary) throws Exception {
        Process daemon = Child.start(state, temporary);
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = daemon.inputReader()) {
            String line = lines.readLine();
            while (line != null && !line.equals("2")) {
                said.add(line);
                line = lines.readLine();
            }
            said.addAll(line == null ? List.of("it has ended") : List.of());
        } finally {
            daemon.destroyForcibly().waitFor();
        }
        return said;
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
