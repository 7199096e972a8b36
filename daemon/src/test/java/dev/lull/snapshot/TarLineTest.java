package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TarLineTest {
    private static final String TIME = "2026-11-22 03:24:20.12876716  ";

    @Test
    void a_file_has_everything() throws IOException {
        assertThat(TarLine.read("-rwsr-sr-x 70/998          5242880 " + TIME + "\"./deep/plain\""))
                .isEqualTo(
                        new FileEntry(
                                "deep/plain",
                                "-rwsr-sr-x",
                                "70/998",
                                5_242_880,
                                "1795317860.128767160",
                                ""));
    }

    @Test
    void the_root_has_no_name_and_a_folder_no_slash() throws IOException {
        assertThat(TarLine.read("drwx------ 0/0 0 1999-12-31 23:59:59 \"./\"").name()).isEmpty();
        FileEntry folder = TarLine.read("drwxrwxrwt 0/0               0 " + TIME + "\"./d/\"");
        assertThat(folder.name()).isEqualTo("d");
        assertThat(folder.mode()).isEqualTo("drwxrwxrwt");
    }

    @Test
    void a_name_may_look_like_a_link_and_be_any_bytes() throws IOException {
        FileEntry link =
                TarLine.read(
                        "lrwxrwxrwx 0/0               0 "
                                + TIME
                                + "\"./x -> \\\"y\\\"\" -> \"a -> \\\"b\\\\\"");
        assertThat(link.name()).isEqualTo("x -> \"y\"");
        assertThat(link.target()).isEqualTo("a -> \"b\\");
        FileEntry bytes =
                TarLine.read(
                        "-rw-r--r-- 0/0 1 " + TIME + "\"./new\\nline \\377\\376 \\a\\b\\t\\001\"");
        assertThat(bytes.name()).isEqualTo("new\nline \u00ff\u00fe \u0007\b\t\u0001");
    }

    @Test
    void a_hard_link_is_a_file_of_a_size_that_is_not_said() throws IOException {
        FileEntry link =
                TarLine.read("hrw-r--r-- 0/0 0 " + TIME + "\"./plain\" link to \"./hard\"");
        assertThat(link.mode()).isEqualTo("-rw-r--r--");
        assertThat(link.size()).isEqualTo(FileEntry.UNKNOWN);
        assertThat(link.target()).isEmpty();
    }

    @Test
    void a_device_has_no_size_and_a_time_may_be_long_ago() throws IOException {
        FileEntry device = TarLine.read("crw-r--r-- 0/0 1,3 1969-12-31 23:00:00 \"./null\"");
        assertThat(device.size()).isZero();
        assertThat(device.time()).isEqualTo("-3600.000000000");
        assertThat(TarLine.read("-rw-r--r-- 0/0 1 99999-01-01 00:00:00 \"./far\"").time())
                .isEqualTo("99999-01-01 00:00:00");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tar: at record 256",
                "-rw-r--r-- 0/0 1 2026-11-22 03:24:20 \"./cut",
                "-rw-r--r-- 0/0 1 2026-11-22 03:24:20 \"./cut\\",
                "-rw-r--r-- 0/0 1 2026-11-22 03:24:20 \"./odd\\9\"",
                "lrwxrwxrwx 0/0 1 2026-11-22 03:24:20 \"./nowhere\""
            })
    void what_is_no_entry_is_not_taken_for_one(String line) {
        assertThatThrownBy(() -> TarLine.read(line))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not understand: " + line);
    }
}
