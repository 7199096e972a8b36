package dev.lull.api;

import dev.lull.access.Attempts;
import dev.lull.access.Caller;
import dev.lull.access.Session;
import dev.lull.access.Sessions;
import dev.lull.access.Token;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /session}: a browser logs in, and out. */
final class SessionRoutes {
    static final String PATH = Routes.V1 + "/session";

    private final Doorkeeper doorkeeper;
    private final Sessions sessions;
    private final Attempts attempts;
    private final boolean secure;
    private final Json json;

    /**
     * @param secure whether browsers reach the daemon through TLS, and so may send the cookie
     *     through nothing else
     */
    SessionRoutes(
            Doorkeeper doorkeeper,
            Sessions sessions,
            Attempts attempts,
            boolean secure,
            Json json) {
        this.doorkeeper = doorkeeper;
        this.sessions = sessions;
        this.attempts = attempts;
        this.secure = secure;
        this.json = json;
    }

    /**
     * Who is there.
     *
     * @param csrf to be sent with whatever acts; only for a browser
     */
    record SessionView(
            String name,
            String role,
            String from,
            @Nullable String csrf,
            @Nullable Instant expiresAt) {}

    void add(Routes routes) {
        routes.post(PATH, Needs.NOTHING, "Logs a browser in with a token: sets the session cookie.")
                .takes(Bodies.LOGIN)
                .answers(SessionView.class)
                .sends(200, "Set-Cookie", "the session: " + Doorkeeper.COOKIE)
                .by(this::open);
        routes.get(PATH, Needs.VIEWER, "Who asks, and what they may do.")
                .answers(SessionView.class)
                .by(this::show);
        routes.delete(PATH, Needs.VIEWER, "Logs a browser out.").by(this::end);
    }

    private void open(Context context) {
        String secret = Requests.login(json.read(context.body()));
        String from = doorkeeper.address(context);
        Optional<Duration> wait = attempts.begin(from);
        if (wait.isPresent()) {
            throw ApiProblem.tooManyAttempts(wait.get());
        }
        Token token = doorkeeper.check(secret);
        attempts.succeeded(from);
        Caller caller = new Caller(token.name(), token.role(), from);
        doorkeeper.begin(context, caller);
        Sessions.Opened opened = sessions.open(token);
        context.cookie(cookie(opened.secret(), (int) Sessions.LIFETIME.toSeconds()));
        show(context, caller, Optional.of(opened.session()));
    }

    private void show(Context context) {
        show(context, Doorkeeper.caller(context), Doorkeeper.session(context));
    }

    private void show(Context context, Caller caller, Optional<Session> session) {
        Api.json(
                context,
                json.write(
                        new SessionView(
                                caller.who(),
                                caller.role().word(),
                                caller.from(),
                                session.map(Session::csrf).orElse(null),
                                session.map(Session::expiresAt).orElse(null))));
    }

    private void end(Context context) {
        String secret = context.cookie(Doorkeeper.COOKIE);
        if (secret != null) {
            sessions.end(secret);
            context.cookie(cookie("", 0));
        }
        context.status(204);
    }

    private Cookie cookie(String value, int seconds) {
        return new Cookie(
                Doorkeeper.COOKIE, value, Routes.V1, seconds, secure, true, null, SameSite.STRICT);
    }
}
