package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeProgramTest {
    @TempDir private Path temp;

    @Test
    void the_plugin_is_run_itself_the_first_that_docker_would_find() throws IOException {
        Path own = plugin("own", true);
        Path system = plugin("system", true);
        assertThat(ComposeProgram.words(List.of(folder(own), folder(system))))
                .containsExactly(own.toString());
        assertThat(ComposeProgram.words(List.of(temp.resolve("gone"), folder(system))))
                .containsExactly(system.toString());
    }

    @Test
    void without_a_plugin_that_can_be_run_docker_is_asked() throws IOException {
        Path plugin = plugin("own", false);
        assertThat(ComposeProgram.words(List.of(folder(plugin), temp.resolve("gone"))))
                .containsExactly("docker", "compose");
    }

    private Path plugin(String folder, boolean executable) throws IOException {
        Path plugin = Files.createDirectory(temp.resolve(folder)).resolve("docker-compose");
        Files.writeString(plugin, "#!/bin/sh\n");
        assertThat(plugin.toFile().setExecutable(executable)).isTrue();
        return plugin;
    }

    private static Path folder(Path file) {
        return file.resolveSibling("");
    }
}
