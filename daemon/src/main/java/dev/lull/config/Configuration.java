package dev.lull.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that a daemon is told: see {@link Keys} for what each is.
 *
 * @param behindProxy whether what a proxy tells of callers is believed
 * @param level of zstd
 * @param threads of zstd; 0 for one a core
 * @param recipients of what is in rollback points
 * @param identity where the secret key of one of them is
 * @param reserve bytes
 * @param verify how much of shared blocks is read
 * @param restic empty for no copies elsewhere
 * @param atOnce how many windows schedules may open
 */
public record Configuration(
        Path state,
        Path socket,
        Listen listen,
        boolean behindProxy,
        Hosts hosts,
        Optional<Tls> tls,
        URI docker,
        String pageImage,
        int level,
        int threads,
        Recipients recipients,
        Path identity,
        long reserve,
        Verify verify,
        Optional<Repository> restic,
        int atOnce) {

    /** The same for a daemon that systemd has handed no credentials. */
    public static Configuration of(Values values) {
        return of(values, Credentials.NONE);
    }

    /**
     * What was given, and the defaults.
     *
     * @throws IllegalArgumentException that says why no daemon may start with it, and the way out
     */
    public static Configuration of(Values values, Credentials credentials) {
        List<String> objections =
                Stream.concat(
                                Exposure.objections(values).stream()
                                        .map(Exposure.Objection::toString),
                                credentials.missing(values).stream())
                        .toList();
        if (!objections.isEmpty()) {
            throw new IllegalArgumentException(String.join(" ", objections));
        }
        return new Configuration(
                values.get(Keys.STATE),
                values.get(Keys.SOCKET),
                values.get(Keys.LISTEN),
                values.get(Keys.BEHIND_PROXY),
                values.get(Keys.HOSTS),
                Tls.of(values, credentials),
                values.get(Keys.DOCKER),
                values.get(Keys.PAGE_IMAGE),
                values.get(Keys.LEVEL),
                values.get(Keys.THREADS),
                values.get(Keys.RECIPIENTS),
                credentials.path(values.get(Keys.IDENTITY)),
                values.get(Keys.RESERVE),
                values.get(Keys.VERIFY),
                Repository.of(values, credentials),
                values.get(Keys.AT_ONCE));
    }
}
