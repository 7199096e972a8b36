package dev.lull.config;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What a daemon is told when it is started, and once more when it asks again. */
public final class Told {
    private static final Set<Key<?>> OF_TLS = Set.of(Keys.TLS_CERTIFICATE, Keys.TLS_KEY);

    private final Values values;
    private final Credentials credentials;
    private final Supplier<Rereading> source;
    private final Configuration configuration;

    /**
     * Everybody's word, merged.
     *
     * @param values by the command line, the environment and the file
     * @param source reads all of this anew, and throws nothing
     * @throws IllegalArgumentException that says why no daemon may start with it, and the way out
     */
    public Told(Values values, Credentials credentials, Supplier<Rereading> source) {
        this.values = values;
        this.credentials = credentials;
        this.source = source;
        this.configuration = Configuration.of(values, credentials);
    }

    /** What it comes to. */
    public Configuration configuration() {
        return configuration;
    }

    /** Reads all of it anew. Blocks as long as the file does. */
    public Rereading again() {
        return source.get();
    }

    /** The keys that have another value there, in the order of {@link Keys#ALL}. */
    public List<Key<?>> differences(Told other) {
        return Keys.ALL.stream().filter(k -> isOther(k, other)).toList();
    }

    private <T> boolean isOther(Key<T> key, Told other) {
        return !values.get(key).equals(other.values.get(key));
    }

    /** The value of a key, as the file would have it. */
    public <T> String printed(Key<T> key) {
        return key.kind().print(values.get(key));
    }

    /**
     * What a daemon goes by that was told this and has been told something newer since: for a key
     * that {@linkplain Needs#RESTART needs a restart} this counts, for all others that. A
     * certificate and its key can follow others only: TLS is neither turned on nor off by it.
     */
    public Told reloaded(Told newer) {
        boolean isSecuredAlike = isSecured() == newer.isSecured();
        Values mixed = values;
        for (Key<?> key : Keys.ALL) {
            if (key.needs() == Needs.RELOAD && (isSecuredAlike || !OF_TLS.contains(key))) {
                mixed = newer.into(mixed, key);
            }
        }
        return new Told(mixed, newer.credentials, source);
    }

    private boolean isSecured() {
        return configuration.tls().isPresent();
    }

    /** The same with the certificate and the key that another one has. */
    public Told withTlsOf(Told other) {
        Values mixed = values;
        for (Key<?> key : OF_TLS) {
            mixed = other.into(mixed, key);
        }
        return new Told(mixed, credentials, source);
    }

    private <T> Values into(Values others, Key<T> key) {
        return others.with(key, values.get(key));
    }
}
