package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableTest {
    @TempDir private Path folder;

    /** A copy lies deeper than what was copied, and deeper still while it is deleted. */
    @Test
    void a_tree_deeper_than_any_path_may_be_long_is_removed() throws Exception {
        Host.bash(
                folder,
                """
                d=$(printf 'd%.0s' {1..200}); mkdir tree; cd tree
                for i in {1..30}; do mkdir $d; cd -P $d; done
                touch $'deepest-\\xff'; ln -s / link
                """);
        Durable.deleteTree(folder.resolve("tree"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_link_goes_and_what_it_leads_to_stays() throws Exception {
        Path precious = Files.createDirectory(folder.resolve("precious"));
        Path rows = Files.writeString(precious.resolve("rows"), "!");
        Path tree = Files.createDirectory(folder.resolve("tree"));
        Files.createSymbolicLink(tree.resolve("inside"), precious);
        Path link = Files.createSymbolicLink(folder.resolve("link"), precious);
        Durable.deleteTree(tree);
        Durable.deleteTree(link);
        Durable.deleteTree(folder.resolve("nothing"));
        assertThat(link).doesNotExist();
        assertThat(tree).doesNotExist();
        assertThat(rows).hasContent("!");
    }
}
