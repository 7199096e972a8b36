package dev.lull.docker;

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
        if (name.isEmpty() || files.isEmpty()) {
            throw new IllegalArgumentException("a project has a name and at least one file");
        }
        files = List.copyOf(files);
        envFiles = List.copyOf(envFiles);
    }

    /** The same with more files, which override. */
    public ComposeProject with(List<Path> more) {
        List<Path> all = new ArrayList<>(files);
        all.addAll(more);
        return new ComposeProject(name, directory, all, envFiles);
    }
}
