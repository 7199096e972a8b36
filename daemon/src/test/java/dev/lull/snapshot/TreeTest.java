package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TreeTest {
    @TempDir private Path folder;

    @Test
    void counts_each_name_and_the_bytes_of_a_hard_linked_file_once() throws Exception {
        Host.bash(folder, "printf 12345 > a; ln a b; mkdir d; ln -s a l; mkfifo p");
        Shape shape = Tree.of(folder).shape();
        assertThat(shape.files()).isEqualTo(2);
        assertThat(shape.folders()).isEqualTo(2);
        assertThat(shape.symlinks()).isEqualTo(1);
        assertThat(shape.others()).isEqualTo(1);
        assertThat(shape.bytes()).isEqualTo(5);
        assertThat(Tree.content(folder, _ -> {}).bytes()).isEqualTo(5);
    }

    @Test
    void sees_a_change_of_mode_time_name_or_target() throws Exception {
        Host.bash(folder, "touch a; ln -s a l");
        for (String change :
                new String[] {
                    "chmod 4700 a",
                    "touch -d '2001-01-01 00:00:00.000000001' a",
                    "mv a b",
                    "ln -sfn b l",
                    "touch -d '2001-01-01' ."
                }) {
            String before = Tree.of(folder).shape().digest();
            Host.bash(folder, change);
            assertThat(Tree.of(folder).shape().digest()).as(change).isNotEqualTo(before);
        }
        assertThat(Tree.of(folder)).isEqualTo(Tree.of(folder));
    }

    @Test
    void sees_a_change_of_extended_attributes_and_acls() throws Exception {
        assumeThat(Host.has("setfattr") && Host.has("setfacl"))
                .as("needs setfattr and setfacl")
                .isTrue();
        Host.bash(folder, "touch $'a\\xff'; mkdir d; chmod 770 a*");
        for (String change :
                new String[] {
                    "setfattr -n user.x -v 1 a*",
                    "setfattr -n user.x -v 2 a*",
                    "setfacl -m u:5:rwx a*",
                    "setfacl -d -m u:5:r d"
                }) {
            String before = Tree.of(folder).shape().digest();
            Host.bash(folder, change);
            assertThat(Tree.of(folder).shape().digest()).as(change).isNotEqualTo(before);
        }
    }

    @Test
    void how_long_tars_stream_will_be_is_known_beforehand() throws Exception {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Random random = new Random(7);
        for (int i = 0; i < 1500; i++) {
            byte[] content = new byte[random.nextInt(20_000)];
            random.nextBytes(content);
            Files.write(tree.resolve("file" + i), content);
        }
        AtomicLong last = new AtomicLong();
        Archive.write(tree, folder.resolve("archive"), Packing.STANDARD, last::set);

        Shape shape = Tree.of(tree).shape();
        assertThat(last.get())
                .as("tar says so every 2.5 MiB; its headers are a sixth of this tree")
                .isGreaterThan(shape.bytes())
                .isBetween(shape.streamBytes() * 8 / 10, shape.streamBytes() * 102 / 100);
    }

    @Test
    void a_set_of_numbers_tells_new_from_known() {
        LongSet set = new LongSet();
        for (long n = 0; n < 10_000; n++) {
            assertThat(set.add(n << 32)).isTrue();
        }
        for (long n = 0; n < 10_000; n++) {
            assertThat(set.add(n << 32)).isFalse();
        }
    }
}
