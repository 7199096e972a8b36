package dev.lull.docker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Which other files the text of compose files names. Compose resolves them into values in what its
 * {@code config} prints; a rollback point wants the files.
 */
final class ComposeText {
    private ComposeText() {}

    /**
     * The env files by service, as paths; those that hold variables in their names are left out.
     */
    static Map<String, List<Path>> envFiles(ComposeProject project) {
        Map<String, List<Path>> byService = new TreeMap<>();
        for (Path file : project.files()) {
            if (load(file) instanceof Map<?, ?> root
                    && root.get("services") instanceof Map<?, ?> services) {
                services.forEach((name, service) -> {
                    if (service instanceof Map<?, ?> s) {
                        byService
                                .computeIfAbsent(String.valueOf(name), n -> new ArrayList<>())
                                .addAll(paths(project.directory(), s.get("env_file")));
                    }
                });
            }
        }
        return byService;
    }

    /** Whether what they say depends on files that {@link #envFiles} does not name. */
    static boolean namesOthers(List<Path> composeFiles) {
        return composeFiles.stream().map(ComposeText::load).anyMatch(ComposeText::namesOthers);
    }

    private static boolean namesOthers(Object root) {
        return root instanceof Map<?, ?> file
                && (file.containsKey("include")
                        || (file.get("services") instanceof Map<?, ?> services
                                && services.values().stream().anyMatch(ComposeText::isOpen)));
    }

    private static boolean isOpen(@Nullable Object service) {
        return service instanceof Map<?, ?> s
                && ((s.get("extends") instanceof Map<?, ?> other && other.containsKey("file"))
                        || String.valueOf(s.get("env_file")).contains("$"));
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

    private static List<Path> paths(Path directory, @Nullable Object value) {
        List<Path> paths = new ArrayList<>();
        if (value instanceof List<?> list) {
            list.forEach(v -> paths.addAll(paths(directory, v)));
        } else if (value instanceof Map<?, ?> map) {
            paths.addAll(paths(directory, map.get("path")));
        } else if (value instanceof String name && !name.contains("$")) {
            paths.add(directory.resolve(name).normalize());
        }
        return paths;
    }
}
