package dev.lull.docker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Which env files the services of a compose file name. Compose resolves them into values in what
 * its {@code config} prints, and a rollback point wants the files.
 */
final class EnvFiles {
    private EnvFiles() {}

    /**
     * The files by service, as paths; those that hold variables in their names are left out.
     *
     * @param directory the project directory, which relative names are relative to
     */
    static Map<String, List<Path>> of(Path directory, List<Path> composeFiles) {
        Map<String, List<Path>> byService = new TreeMap<>();
        for (Path file : composeFiles) {
            if (load(file) instanceof Map<?, ?> root
                    && root.get("services") instanceof Map<?, ?> services) {
                services.forEach((name, service) -> {
                    if (service instanceof Map<?, ?> s) {
                        byService
                                .computeIfAbsent(String.valueOf(name), n -> new ArrayList<>())
                                .addAll(paths(directory, s.get("env_file")));
                    }
                });
            }
        }
        return byService;
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

    private static List<Path> paths(
            Path directory, @org.jspecify.annotations.Nullable Object value) {
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
