package dev.lull.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the daemon shows to be the one that a browser means.
 *
 * @param certificate a file in PEM, with those up to the authority behind it
 * @param key its secret key, a file in PEM
 */
public record Tls(Path certificate, Path key) {

    static Optional<Tls> of(Values values, Credentials credentials) {
        return values.get(Keys.TLS_CERTIFICATE)
                .flatMap(certificate ->
                        values.get(Keys.TLS_KEY)
                                .map(key ->
                                        new Tls(
                                                credentials.path(certificate),
                                                credentials.path(key))));
    }
}
