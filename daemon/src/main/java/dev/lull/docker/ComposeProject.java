package dev.lull.docker;

import dev.lull.stack.Declared;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What Compose needs to find a project.
 *
 * @param name the project's name
 * @param directory that relative paths in its files start from
 * @param files the compose files, in order; later ones override
 * @param envFiles in order; empty for Compose's own choice ({@code .env} in the directory)
 */
public record ComposeProject(String name, Path directory, List<Path> files, List<Path> envFiles) {
    public ComposeProject {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a project has a name");
        }
        files = List.copyOf(files);
        envFiles = List.copyOf(envFiles);
    }

    /** What {@code docker compose} is told before its verb, so that it finds this project. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("-p", name, "--project-directory", directory.toString()));
        envFiles.forEach(file -> arguments.addAll(List.of("--env-file", file.toString())));
        files.forEach(file -> arguments.addAll(List.of("-f", file.toString())));
        return List.copyOf(arguments);
    }

    /** The project of a stack. Its plain {@code .env} is left for Compose to find. */
    public static ComposeProject of(Declared stack) {
        return new ComposeProject(
                stack.name().value(),
                stack.directory(),
                stack.files(),
                stack.envFiles().stream()
                        .filter(f -> !f.equals(stack.directory().resolve(".env")))
                        .toList());
    }
}
