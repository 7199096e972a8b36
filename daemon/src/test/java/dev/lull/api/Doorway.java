package dev.lull.api;

import dev.lull.access.AccessRole;
import dev.lull.access.Attempts;
import dev.lull.access.AuditLog;
import dev.lull.access.MemorySessionStore;
import dev.lull.access.MemoryTokenStore;
import dev.lull.access.Sessions;
import dev.lull.access.Tokens;
import io.javalin.Javalin;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** The doorkeeper and the routes of browser sessions alone, on loopback, with any audit log. */
final class Doorway implements AutoCloseable {
    private static final String LOGIN = "POST /api/v1/session HTTP/1.1";
    private static final String LOCAL = "Host: localhost";

    private final Clock clock = Clock.systemUTC();
    private final MemoryTokenStore tokenStore = new MemoryTokenStore();
    private final Tokens tokens = new Tokens(tokenStore, clock, new SecureRandom());
    private final Sessions sessions =
            new Sessions(new MemorySessionStore(tokenStore), tokens, clock, new SecureRandom());
    private final Javalin javalin;

    Doorway(AuditLog audit) {
        Json json = new Json();
        Doorkeeper doorkeeper =
                new Doorkeeper(new Names(Set.of(), false, false), tokens, sessions, audit, clock);
        javalin =
                Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.startup.showOldJavalinVersionWarning = false;
                    config.startup.startupWatcherEnabled = false;
                    config.jetty.host = "127.0.0.1";
                    config.jetty.port = 0;
                    doorkeeper.guard(config.routes);
                    new SessionRoutes(doorkeeper, sessions, new Attempts(clock), false, json)
                            .add(new Routes(config.routes));
                    new Failures(json).map(config.routes);
                });
        javalin.start();
    }

    /** The secret of a new one. */
    String token(String name) {
        return tokens.create(name, AccessRole.OPERATOR, "root", Optional.empty()).secret();
    }

    /** The whole answer. */
    String login(String secret) throws IOException {
        return Http.send(javalin.port(), "{\"token\":\"" + secret + "\"}", LOGIN, LOCAL);
    }

    /** The whole answer to who shows nothing. */
    String show() throws IOException {
        return Http.tcp(javalin.port(), "GET /api/v1/session HTTP/1.1", LOCAL);
    }

    /** The same with what a browser got when it logged in. */
    String show(String cookie) throws IOException {
        return Http.tcp(javalin.port(), "GET /api/v1/session HTTP/1.1", LOCAL, "Cookie: " + cookie);
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
