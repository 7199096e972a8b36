package dev.lull.transport;

import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * TLS for clients that never speak it, but ask for some: to read all authorities that are trusted,
 * which they would do otherwise, takes a while.
 */
public final class NoAuthorities {
    private NoAuthorities() {}

    /** One that trusts nobody. */
    public static SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
