package dev.lull.api;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.time.InstantSource;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The certificate that is shown, which another one can follow while connections are served. */
final class ServedTls {
    private static final Logger LOG = LoggerFactory.getLogger(ServedTls.class);

    private final InstantSource clock;
    private final String password = Identity.password();
    private final SslContextFactory.Server factory;
    private Identity shown;

    /**
     * Begins with this one, also if it has expired or does not fit: a daemon with an open window
     * must start, and can be asked over its socket.
     *
     * @throws IllegalStateException that says which file is wrong, and what to do
     */
    ServedTls(Tls tls, InstantSource clock) {
        this.clock = clock;
        this.shown = tls.read();
        this.factory = factory(store(shown, tls, password), password);
        try {
            tls.requireFit(shown);
        } catch (IllegalStateException e) {
            LOG.error(
                    "nobody can be served over HTTPS: {}, then 'systemctl reload lull'",
                    e.getMessage());
        }
        if (clock.instant().isAfter(shown.until())) {
            LOG.warn(
                    "the certificate in {} has expired at {}, and browsers refuse it: renew it,"
                            + " then 'systemctl reload lull'",
                    tls.certificate(),
                    shown.until());
        }
    }

    /** For the connector. It is the same one whatever it shows. */
    SslContextFactory.Server factory() {
        return factory;
    }

    /**
     * Reads the files, whose content may be another one than before, and shows that to connections
     * that are made from now on; open ones go on. Does nothing where it is shown already.
     */
    synchronized Renewal renew(Tls tls) {
        try {
            Identity next = tls.read();
            if (next.equals(shown)) {
                return new Renewal.Same();
            }
            tls.requireFit(next);
            requireValid(next, tls);
            KeyStore store = store(next, tls, password);
            tryOut(store);
            factory.reload(f -> f.setKeyStore(store));
            shown = next;
            return new Renewal.Taken(next.until());
        } catch (IllegalStateException e) {
            return new Renewal.Refused(String.valueOf(e.getMessage()), shown.until());
        } catch (Exception e) {
            return new Renewal.Refused(
                    tls.certificate() + " and " + tls.key() + " can't be used for TLS: " + e,
                    shown.until());
        }
    }

    private void requireValid(Identity next, Tls tls) {
        Instant now = clock.instant();
        if (now.isAfter(next.until())) {
            throw new IllegalStateException(
                    "the certificate in "
                            + tls.certificate()
                            + " has expired at "
                            + next.until()
                            + "; renew it");
        }
        if (now.isBefore(next.from())) {
            throw new IllegalStateException(
                    "the certificate in "
                            + tls.certificate()
                            + " is not valid before "
                            + next.from()
                            + "; wait until then, or see whether the clock of this host is right");
        }
    }

    /** A factory that can't load what it is given shows nothing at all from then on. */
    private void tryOut(KeyStore store) throws Exception {
        SslContextFactory.Server trial = factory(store, password);
        trial.start();
        trial.stop();
    }

    private static SslContextFactory.Server factory(KeyStore store, String password) {
        SslContextFactory.Server made = new SslContextFactory.Server();
        made.setKeyStore(store);
        made.setKeyStorePassword(password);
        return made;
    }

    private static KeyStore store(Identity identity, Tls tls, String password) {
        try {
            return identity.store(password);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the certificates in "
                            + tls.certificate()
                            + " can't be used ("
                            + e.getMessage()
                            + "); it must hold the one of "
                            + tls.key()
                            + " first, then those up to the authority behind it, in their order",
                    e);
        }
    }
}
