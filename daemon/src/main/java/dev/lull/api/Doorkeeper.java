package dev.lull.api;

import dev.lull.access.AccessRole;
import dev.lull.access.AuditEntry;
import dev.lull.access.AuditLog;
import dev.lull.access.Caller;
import dev.lull.access.Session;
import dev.lull.access.Sessions;
import dev.lull.access.Token;
import dev.lull.access.TokenCheck;
import dev.lull.access.Tokens;
import dev.lull.window.JournalException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may come in, and what is kept of it: each request passes the name it was sent to, the page it
 * was sent from, who sends it, and what that one may do. What acts is written down before it is
 * done, and what is refused afterwards.
 */
final class Doorkeeper {
    /** The cookie of a browser that is logged in. */
    static final String COOKIE = "lull-session";

    /** The header that shows that a request comes from our own page. */
    static final String CSRF = "X-Lull-CSRF";

    private static final Logger LOG = LoggerFactory.getLogger(Doorkeeper.class);
    private static final String BEARER = "Bearer ";
    private static final String ENTRY = "lull.audit";
    private static final String MATCHED = "lull.matched";
    private static final String CALLER = "lull.caller";
    private static final String SESSION = "lull.session";

    /** In bytes; a body of more is not waited for. */
    private static final long MOST_DISCARDED = 4 * Api.LARGEST_BODY;

    /** Refusals for which nobody has to have acted. */
    private static final Set<Integer> REFUSALS = Set.of(401, 403, 413, 429);

    private final Names names;
    private final Tokens tokens;
    private final Sessions sessions;
    private final AuditLog audit;
    private final InstantSource clock;

    Doorkeeper(Names names, Tokens tokens, Sessions sessions, AuditLog audit, InstantSource clock) {
        this.names = names;
        this.tokens = tokens;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /** Stands at every route. */
    void guard(RoutesConfig routes) {
        routes.before(this::checkNames);
        routes.beforeMatched(this::admit);
        routes.after(this::writeDown);
    }

    /** Who asks. Only where {@link Needs} wants somebody. */
    static Caller caller(Context context) {
        return known(context).orElseThrow();
    }

    /** The session of a browser. */
    static Optional<Session> session(Context context) {
        return Optional.ofNullable(context.attribute(SESSION));
    }

    /**
     * Writes down what somebody is about to do who has become known while being served: who logs
     * in.
     */
    void begin(Context context, Caller caller) {
        context.attribute(CALLER, caller);
        context.attribute(ENTRY, audit.begin(entry(context)));
    }

    private static Optional<Caller> known(Context context) {
        return Optional.ofNullable(context.attribute(CALLER));
    }

    private void checkNames(Context context) {
        if (!Connection.isUnixSocket(context)) {
            names.check(context);
        }
    }

    private void admit(Context context) {
        context.attribute(MATCHED, true);
        identify(context);
        if (context.req().getContentLengthLong() > Api.LARGEST_BODY) {
            discard(context);
            throw ApiProblem.tooLarge();
        }
    }

    /** Who is still sending when the connection closes never reads the answer. */
    private static void discard(Context context) {
        if (context.req().getContentLengthLong() > MOST_DISCARDED) {
            return;
        }
        try {
            context.req().getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            LOG.debug("a body that is too large ended early: {}", e.getMessage());
        }
    }

    private void identify(Context context) {
        if (context.routeRoles().contains(Needs.NOTHING)) {
            return;
        }
        // What has no role, such as the HEAD of a route, is not for everybody.
        AccessRole needed =
                context.routeRoles().stream()
                        .map(Needs.class::cast)
                        .flatMap(needs -> needs.role().stream())
                        .findFirst()
                        .orElse(AccessRole.ADMIN);
        Caller caller = recognize(context);
        context.attribute(CALLER, caller);
        if (!caller.role().allows(needed)) {
            throw new ApiProblem(
                    403,
                    "forbidden",
                    "Not with this role",
                    caller.who()
                            + " is "
                            + caller.role().word()
                            + " here; this needs the role "
                            + needed.word());
        }
        if (acts(context, needed)) {
            begin(context, caller);
        }
    }

    /**
     * A viewer sees, also what has to be asked with a body; but whoever logs out does something.
     */
    private static boolean acts(Context context, AccessRole needed) {
        return !isLooking(context)
                && (needed != AccessRole.VIEWER || context.method().equals(HandlerType.DELETE));
    }

    private Caller recognize(Context context) {
        if (Connection.isUnixSocket(context)) {
            return new Caller(Connection.peer(context), AccessRole.ADMIN, Caller.SOCKET);
        }
        String from = names.address(context);
        String authorization = context.header("Authorization");
        if (authorization != null && authorization.startsWith(BEARER)) {
            Token token = check(authorization.substring(BEARER.length()).strip());
            return new Caller(token.name(), token.role(), from);
        }
        String cookie = context.cookie(COOKIE);
        if (cookie == null) {
            throw unauthenticated("say who you are: log in, or send the secret of a token");
        }
        Session session =
                sessions.check(cookie)
                        .orElseThrow(() -> unauthenticated("this session is over: log in again"));
        context.attribute(SESSION, session);
        Token token = session.token();
        Caller caller = new Caller(token.name(), token.role(), from);
        context.attribute(CALLER, caller);
        if (!isLooking(context) && !isOwn(session, context)) {
            throw new ApiProblem(
                    403,
                    "csrf",
                    "Not from our own page",
                    "a browser has to send the session's csrf in the header " + CSRF);
        }
        return caller;
    }

    /** Whether who asked would still be let in: an answer may take long. */
    boolean isStillWelcome(Context context) {
        try {
            recognize(context);
            return true;
        } catch (ApiProblem e) {
            return false;
        }
    }

    /**
     * The token that a secret is of.
     *
     * @throws ApiProblem 401 if it is worth nothing
     */
    Token check(String secret) {
        return switch (tokens.check(secret)) {
            case TokenCheck.Known known -> known.token();
            case TokenCheck.Unknown _ -> throw unauthenticated("no token has this secret");
            case TokenCheck.Expired expired ->
                    throw unauthenticated("the token '" + expired.token().name() + "' has expired");
            case TokenCheck.Revoked revoked ->
                    throw unauthenticated("the token '" + revoked.token().name() + "' was revoked");
        };
    }

    private static boolean isOwn(Session session, Context context) {
        String shown = context.header(CSRF);
        return shown != null && session.isOwn(shown);
    }

    /** Where a request comes from. */
    String address(Context context) {
        return Connection.isUnixSocket(context) ? Caller.SOCKET : names.address(context);
    }

    private static ApiProblem unauthenticated(String detail) {
        return new ApiProblem(
                401,
                "unauthenticated",
                "Who is there?",
                detail + "; an admin makes one on the host with 'lull token create'");
    }

    private static boolean isLooking(Context context) {
        return context.method().equals(HandlerType.GET)
                || context.method().equals(HandlerType.HEAD);
    }

    /** Something that failed; nobody can act at an address that is not there. */
    private static boolean isAttempt(Context context, int status) {
        return status >= 400
                && !isLooking(context)
                && Boolean.TRUE.equals(context.attribute(MATCHED));
    }

    private AuditEntry entry(Context context) {
        Optional<Caller> caller = known(context);
        return new AuditEntry(
                clock.instant(),
                caller.map(Caller::who).orElse(""),
                caller.map(Caller::role),
                caller.map(Caller::from).orElseGet(() -> address(context)),
                context.method().name(),
                context.path());
    }

    private void writeDown(Context context) {
        Long begun = context.attribute(ENTRY);
        int status = context.statusCode();
        String problem = Failures.problem(context);
        try {
            if (begun != null) {
                audit.end(begun, status, problem);
            } else if (REFUSALS.contains(status) || isAttempt(context, status)) {
                audit.record(entry(context), status, problem);
            }
        } catch (JournalException e) {
            LOG.error(
                    "what became of {} {} is not in the audit log: {}",
                    context.method(),
                    context.path(),
                    e.getMessage());
        }
    }
}
