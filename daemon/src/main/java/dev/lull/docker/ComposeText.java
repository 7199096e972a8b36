package dev.lull.docker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Which other files the text of compose files names. Compose resolves them into values in what its
 * {@code config} prints; a rollback point wants the files. How paths are resolved:
 * https://docs.docker.com/reference/compose-file/include/ and …/services/#extends
 */
final class ComposeText {
    private final Set<Path> further = new LinkedHashSet<>();
    private final Map<String, List<Path>> envFiles = new TreeMap<>();
    private boolean complete = true;

    private ComposeText() {}

    static ComposeText of(ComposeProject project) {
        ComposeText text = new ComposeText();
        project.files().forEach(file -> text.read(file, project.directory()));
        project.files().forEach(text.further::remove);
        return text;
    }

    /**
     * The files that they include or extend, and so on, and the env files of what is included; none
     * of a service.
     */
    List<Path> further() {
        return List.copyOf(further);
    }

    /** The env files by service. */
    Map<String, List<Path>> envFiles() {
        return Map.copyOf(envFiles);
    }

    /** Whether all of them are known: names may hold variables, or be those of other hosts. */
    boolean isComplete() {
        return complete;
    }

    private void read(Path file, Path folder) {
        if (load(file) instanceof Map<?, ?> root) {
            each(root.get("include"), include -> include(include, folder));
            if (root.get("services") instanceof Map<?, ?> services) {
                services.forEach((name, s) -> service(String.valueOf(name), s, folder));
            }
        }
    }

    /** Paths in an included file start at its own folder, unless it is told another. */
    private void include(Object include, Path folder) {
        Object paths = include instanceof Map<?, ?> map ? map.get("path") : include;
        Object env = include instanceof Map<?, ?> map ? map.get("env_file") : null;
        Object at = include instanceof Map<?, ?> map ? map.get("project_directory") : null;
        each(env, name -> path(name, folder, further::add));
        each(
                paths,
                name ->
                        path(
                                name,
                                folder,
                                file -> {
                                    List<Path> own = new ArrayList<>(List.of(folderOf(file)));
                                    each(at, f -> path(f, folder, own::add));
                                    if (env == null) {
                                        further.add(own.getLast().resolve(".env"));
                                    }
                                    follow(file, own.getLast());
                                }));
    }

    private void service(String name, Object service, Path folder) {
        if (service instanceof Map<?, ?> map) {
            each(
                    map.get("env_file"),
                    env ->
                            path(
                                    env instanceof Map<?, ?> m ? m.get("path") : env,
                                    folder,
                                    envFiles.computeIfAbsent(name, n -> new ArrayList<>())::add));
            if (map.get("extends") instanceof Map<?, ?> other && other.get("file") != null) {
                path(other.get("file"), folder, file -> follow(file, folderOf(file)));
            }
        }
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "an absolute path of a file");
    }

    private void follow(Path file, Path folder) {
        if (further.add(file)) {
            read(file, folder);
        }
    }

    private static void each(@Nullable Object value, Consumer<Object> to) {
        if (value instanceof List<?> list) {
            list.forEach(v -> each(v, to));
        } else if (value != null) {
            to.accept(value);
        }
    }

    private void path(@Nullable Object name, Path folder, Consumer<Path> to) {
        String text = String.valueOf(name);
        if (name == null || text.contains("$") || text.contains(":")) {
            complete = false;
        } else {
            to.accept(folder.resolve(text).toAbsolutePath().normalize());
        }
    }

    private static Object load(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Object root = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            return root == null ? Map.of() : root;
        } catch (IOException | YAMLException e) {
            // Compose itself reads the file too, and says better what is wrong with it.
            return Map.of();
        }
    }
}
