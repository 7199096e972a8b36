package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.stack.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeFileTest {
    private static final String TEXT = "services:\n  app:\n    image: shop:1\n";

    @TempDir private Path folder;

    private ComposeFile file(String name) throws IOException {
        return new ComposeFile(Files.writeString(folder.resolve(name), TEXT));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void what_a_write_that_was_cut_short_left_is_removed_and_nothing_else() throws IOException {
        ComposeFile file = file("compose.yaml");
        List<String> kept =
                List.of(
                        ".lull-compose.yaml-7.tmp.bak",
                        ".lull-compose.yaml-x.tmp",
                        ".lull-notes.tmp",
                        ".lull-other.yaml-12.tmp",
                        "compose.yaml",
                        "compose.yaml-12.tmp");
        for (String name : kept) {
            Files.writeString(folder.resolve(name), TEXT);
        }
        Files.createDirectory(folder.resolve(".lull-compose.yaml-1.tmp"));
        file.setImage(new ServiceName("app"), "shop:2", _ -> {});
        Files.writeString(folder.resolve(".lull-compose.yaml-123456789.tmp"), "half");
        Files.writeString(folder.resolve(".lull-compose.yaml"), "half");

        file.tidy();

        assertThat(names())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(kept.stream(), Stream.of(".lull-compose.yaml-1.tmp"))
                                .toList());
        assertThat(file.path()).content().contains("shop:2");
    }

    @Test
    void beside_the_file_that_a_link_leads_to() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path target = Files.writeString(real.resolve("stack.yaml"), TEXT);
        Path link = Files.createSymbolicLink(folder.resolve("compose.yaml"), target);
        Path left = Files.writeString(real.resolve(".lull-stack.yaml-5.tmp"), "half");

        new ComposeFile(link).tidy();

        assertThat(left).doesNotExist();
        assertThat(target).hasContent(TEXT);
    }

    @Test
    void a_folder_that_is_gone_is_tidy() {
        new ComposeFile(folder.resolve("gone/compose.yaml")).tidy();
        assertThat(folder.resolve("gone")).doesNotExist();
    }
}
