package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
    @TempDir private Path folder;

    private Sample sample() throws Exception {
        Sample.Draw draw = new Sample.Draw();
        Tree.of(folder, _ -> {}, draw);
        return draw.sample();
    }

    @Test
    void few_files_are_all_in_it_whatever_they_are_called() throws Exception {
        Host.bash(folder, "mkdir d; printf 1 > d/a; printf 2 > $'n\\n\\xff'; : > ' b '; ln -s d l");
        assertThat(sample().names()).containsExactlyInAnyOrder("d/a", "n\n\u00ff", " b ");
    }

    @Test
    void many_files_are_in_it_as_far_as_they_fit_the_same_ones_each_time() throws Exception {
        Host.bash(folder, "for i in {1..40}; do truncate -s 4M $i; done");
        Sample sample = sample();
        assertThat(sample.names()).hasSize(16).doesNotHaveDuplicates();
        assertThat(sample()).isEqualTo(sample);
        Files.delete(folder.resolve(sample.names().getFirst()));
        assertThat(sample().names()).hasSize(16).containsAll(sample.names().subList(1, 16));
    }

    @Test
    void a_file_that_does_not_fit_is_left_out_and_no_other_for_it() throws Exception {
        Host.bash(folder, "truncate -s 65M large; truncate -s 64M fits; printf 1 > small");
        assertThat(sample().names()).hasSize(1).doesNotContain("large").isSubsetOf("fits", "small");
        Host.bash(folder, "rm fits");
        assertThat(sample().names()).containsExactly("small");
    }
}
