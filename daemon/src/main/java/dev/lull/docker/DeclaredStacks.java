package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.stack.Declared;
import dev.lull.stack.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What compose files say, resolved by Compose: once, as long as the files don't change. Files that
 * name others, which Lull can't see, are read each time.
 */
final class DeclaredStacks {
    /** Some filesystems tell times apart by no more than this. */
    private static final long COARSE_SECONDS = 2;

    private final Compose compose;
    private final Map<Key, Read> read = new ConcurrentHashMap<>();

    DeclaredStacks(Compose compose) {
        this.compose = compose;
    }

    private record Key(ComposeProject project, Set<ServiceName> running) {}

    /** What the files said when they were as they are. */
    private record Read(List<String> fingerprint, Declared declared) {}

    /**
     * Reads a project's files. A service of a profile that is not active belongs to the stack when
     * it has containers: somebody has started it.
     *
     * @param running services that have containers
     */
    Declared read(ComposeProject project, Set<ServiceName> running) {
        Key key = new Key(project, Set.copyOf(running));
        Read before = read.get(key);
        if (before != null && before.fingerprint().equals(fingerprint(before.declared()))) {
            return before.declared();
        }
        Instant began = Instant.now();
        Declared declared = resolve(project, running);
        List<Path> files = files(declared);
        if (!ComposeText.of(project).isComplete() || changedSince(began, files)) {
            read.remove(key);
        } else {
            read.put(key, new Read(fingerprint(declared), declared));
        }
        return declared;
    }

    private Declared resolve(ComposeProject project, Set<ServiceName> running) {
        JsonNode config = compose.config(project);
        Set<String> named = new TreeSet<>();
        config.path("services").fieldNames().forEachRemaining(named::add);
        Set<String> wanted = running.stream().map(ServiceName::value).collect(Collectors.toSet());
        wanted.addAll(named);
        if (!named.containsAll(wanted)) {
            config = compose.configOfEveryProfile(project);
        }
        return DeclaredStack.read(project, config, compose.hashes(project, config), wanted);
    }

    /** Or so shortly before that the time of a later change might be the same. */
    private static boolean changedSince(Instant began, List<Path> files) {
        Instant surelyBefore = began.minusSeconds(COARSE_SECONDS);
        return files.stream().anyMatch(file -> !changedAt(file).isBefore(surelyBefore));
    }

    private static Instant changedAt(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.MIN; // It isn't there: its coming will be seen.
        }
    }

    private static List<Path> files(Declared declared) {
        return Stream.concat(
                        declared.allFiles().stream(),
                        Stream.of(declared.directory().resolve(".env")))
                .distinct()
                .toList();
    }

    private static List<String> fingerprint(Declared declared) {
        return files(declared).stream().map(DeclaredStacks::fingerprint).toList();
    }

    private static String fingerprint(Path file) {
        try {
            return file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return file + " unreadable";
        }
    }
}
