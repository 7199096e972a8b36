package dev.lull.docker;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How Compose is started. {@code docker compose} asks the plugin what it is and only then runs it:
 * three processes for one, at each call. So the plugin is run itself, if it is where docker would
 * look for it.
 */
final class ComposeProgram {
    private static final List<String> BY_DOCKER = List.of("docker", "compose");
    private static final String PLUGIN = "docker-compose";
    private static final List<Path> SYSTEM_FOLDERS =
            List.of(
                    Path.of("/usr/local/lib/docker/cli-plugins"),
                    Path.of("/usr/local/libexec/docker/cli-plugins"),
                    Path.of("/usr/lib/docker/cli-plugins"),
                    Path.of("/usr/libexec/docker/cli-plugins"));

    private ComposeProgram() {}

    /** The words before Compose's own options. */
    static List<String> words() {
        return words(folders());
    }

    /**
     * @param folders where a plugin may be, in docker's order
     */
    static List<String> words(List<Path> folders) {
        return folders.stream()
                .map(folder -> folder.resolve(PLUGIN))
                .filter(plugin -> Files.isRegularFile(plugin) && Files.isExecutable(plugin))
                .findFirst()
                .map(plugin -> List.of(plugin.toString()))
                .orElse(BY_DOCKER);
    }

    private static List<Path> folders() {
        Path config =
                Optional.ofNullable(System.getenv("DOCKER_CONFIG"))
                        .filter(c -> !c.isBlank())
                        .map(Path::of)
                        .orElseGet(() -> Path.of(System.getProperty("user.home", "/"), ".docker"));
        List<Path> folders = new ArrayList<>(List.of(config.resolve("cli-plugins")));
        folders.addAll(SYSTEM_FOLDERS);
        return folders;
    }
}
