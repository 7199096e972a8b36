package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentsTest {
    @TempDir private Path folder;

    private static String hash(String text) {
        return Digests.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void files_are_hashed_whatever_they_are_called() throws Exception {
        Host.bash(folder, "mkdir d; printf 1 > d/a; printf 2 > $'n\\n\\xff'; : > ' b '");
        List<Long> read = new ArrayList<>();
        try (Contents contents = new Contents(folder, read::add)) {
            assertThat(contents.sha256("d/a")).hasValue(hash("1"));
            assertThat(contents.sha256("n\n\u00ff")).hasValue(hash("2"));
            assertThat(contents.sha256(" b ")).hasValue(hash(""));
            assertThat(contents.sha256("d/a")).as("again").hasValue(hash("1"));
        }
        assertThat(read).containsExactly(1L, 2L, 3L);
    }

    @Test
    void what_is_missing_or_no_file_has_no_hash_and_keeps_nobody_waiting() throws Exception {
        Host.bash(folder, "mkdir d; mkfifo p; ln -s /dev/zero z; ln -s nowhere l");
        try (Contents contents = new Contents(folder, _ -> {})) {
            for (String name : List.of("d", "p", "z", "l", "none", "none/a")) {
                assertThat(contents.sha256(name)).as(name).isEmpty();
            }
        }
    }

    /** More than the kernel takes as one path. */
    @Test
    void a_file_is_found_at_any_depth() throws Exception {
        String step = "d".repeat(200);
        StringBuilder script = new StringBuilder();
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            script.append("mkdir ").append(step).append("; cd -P ").append(step).append("; ");
            name.append(step).append('/');
        }
        Host.bash(folder, script + "printf far > far");
        try (Contents contents = new Contents(folder, _ -> {})) {
            assertThat(contents.sha256(name + "far")).hasValue(hash("far"));
            assertThat(contents.sha256(name + "nowhere")).isEmpty();
        }
        Durable.deleteTree(folder.resolve(step));
    }
}
