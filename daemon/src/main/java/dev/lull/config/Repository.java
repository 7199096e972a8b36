package dev.lull.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The restic repository that rollback points are copied to.
 *
 * @param repository without a password
 * @param passwordFile holds the password of the repository
 * @param environmentFile has variables for restic, such as the keys of a bucket
 * @param timeout for one copy
 */
public record Repository(
        String repository, Path passwordFile, Optional<Path> environmentFile, Duration timeout) {

    static Optional<Repository> of(Values values, Credentials credentials) {
        return values.get(Keys.RESTIC_REPOSITORY)
                .flatMap(repository ->
                        values.get(Keys.RESTIC_PASSWORD)
                                .map(password ->
                                        new Repository(
                                                repository,
                                                credentials.path(password),
                                                values.get(Keys.RESTIC_ENVIRONMENT)
                                                        .map(credentials::path),
                                                values.get(Keys.RESTIC_TIMEOUT))));
    }
}
