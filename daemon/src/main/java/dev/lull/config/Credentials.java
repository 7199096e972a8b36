package dev.lull.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What systemd hands to the daemon alone: {@code LoadCredential=} in {@code systemd.exec(5)}.
 *
 * @param directory where it is; empty for a daemon that was handed nothing
 * @param names of what is there
 */
public record Credentials(Optional<Path> directory, Set<String> names) {
    /** Those of a daemon that systemd did not start, or without any. */
    public static final Credentials NONE = new Credentials(Optional.empty(), Set.of());

    public Credentials {
        names = Set.copyOf(names);
    }

    /** Where a file is; it must not be {@linkplain #missing one that is missing}. */
    Path path(SecretFile file) {
        return switch (file) {
            case SecretFile.At at -> at.path();
            case SecretFile.Credential credential ->
                    directory.orElseThrow().resolve(credential.name());
        };
    }

    /** Says of each key whose credential is not there what to do about it. */
    List<String> missing(Values values) {
        return Keys.ALL.stream().flatMap(k -> named(k, values)).toList();
    }

    private Stream<String> named(Key<?> key, Values values) {
        Object value = values.get(key);
        Stream<?> given = value instanceof Optional<?> some ? some.stream() : Stream.of(value);
        return given.filter(SecretFile.Credential.class::isInstance)
                .map(SecretFile.Credential.class::cast)
                .filter(c -> !names.contains(c.name()))
                .map(c -> key + " is " + c + ", " + where(c.name()));
    }

    private String where(String name) {
        String wayOut =
                "Write LoadCredential="
                        + name
                        + ":PATH into Lull's unit ('systemctl edit lull') and start it again, or"
                        + " write the path of a file here.";
        return directory
                .map(d ->
                        "which is not among the credentials in "
                                + d
                                + " ("
                                + (names.isEmpty()
                                        ? "there are none"
                                        : String.join(", ", new TreeSet<>(names)))
                                + "). "
                                + wayOut)
                .orElse("and systemd has handed no credentials to this daemon. " + wayOut);
    }
}
