package dev.lull.cli;

import dev.lull.config.Credentials;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds what systemd has handed to this process. */
final class HandedCredentials {
    private static final String VARIABLE = "CREDENTIALS_DIRECTORY";

    private HandedCredentials() {}

    static Credentials of(Map<String, String> environment) {
        String variable = environment.getOrDefault(VARIABLE, "");
        if (variable.isBlank()) {
            return Credentials.NONE;
        }
        Path directory = Path.of(variable);
        return new Credentials(Optional.of(directory), names(directory));
    }

    /** A directory that can't be read has none: then whoever names one is told that. */
    private static Set<String> names(Path directory) {
        Set<String> names = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                names.add(String.valueOf(file.getFileName()));
            }
        } catch (IOException | DirectoryIteratorException e) {
            return Set.of();
        }
        return names;
    }
}
