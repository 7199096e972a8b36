package dev.lull.api;

import dev.lull.access.Attempts;
import dev.lull.access.AuditLog;
import dev.lull.access.Sessions;
import dev.lull.access.ThriftyAuditLog;
import dev.lull.access.Tokens;
import dev.lull.report.History;
import dev.lull.schedule.Schedules;
import dev.lull.stack.Stacks;
import dev.lull.window.Forecaster;
import dev.lull.window.JournalException;
import dev.lull.window.Planner;
import dev.lull.window.Survey;
import dev.lull.window.Windows;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP API, and the web pages that use it: on the unix socket, and on TCP for who has a token.
 */
public final class Api implements AutoCloseable {
    static final long LARGEST_BODY = 256 * 1024L;

    private static final int MOST_GZIP = 9;
    private static final int SMALLEST_PACKED = 300;

    /** Of each answer, where nothing else is said there. */
    static final Map<String, String> HEADERS =
            Map.of(
                    "Cache-Control",
                    "no-store",
                    "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                            + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'",
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "no-referrer",
                    "Cross-Origin-Resource-Policy",
                    "same-origin");

    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    private final Settings settings;
    private final Optional<ServedTls> served;
    private final ThriftyAuditLog audit;
    private final EventStream stream;
    private final Javalin javalin;
    private volatile boolean started;

    /**
     * Where to listen, and for whom.
     *
     * @param socket path of the unix socket
     * @param tcp empty for none. An address that is not of loopback needs {@code tls} or a proxy
     * @param tls empty for none
     * @param hosts names under which browsers may ask, beside those of loopback
     * @param behindProxy whether a proxy that does TLS stands before, and says for whom it asks
     * @param heartbeat how often a silent event stream shows that it lives
     * @param patience with a client that neither reads nor writes: then it is dropped
     * @param group whose members may open the unix socket, where the host has it
     * @param strangers how many refusals of callers whom nobody knows are written to the audit log
     *     one by one in a minute
     */
    public record Settings(
            Path socket,
            Optional<InetSocketAddress> tcp,
            Optional<Tls> tls,
            Set<String> hosts,
            boolean behindProxy,
            Duration heartbeat,
            Duration patience,
            String group,
            int strangers) {
        /** The group whose members may use {@code lull} without being root. */
        public static final String GROUP = "lull";

        private static final Duration HEARTBEAT = Duration.ofSeconds(5);
        private static final Duration PATIENCE = Duration.ofSeconds(30);

        public Settings {
            hosts = Set.copyOf(hosts);
            boolean isSafe = tls.isPresent() || behindProxy;
            tcp.filter(a -> a.isUnresolved() || !a.getAddress().isLoopbackAddress())
                    .filter(_ -> !isSafe)
                    .ifPresent(a -> {
                        throw new IllegalArgumentException(
                                "without TLS or a proxy the API listens on loopback only, not on "
                                        + a);
                    });
        }

        /** The same, with the usual times, group and number. */
        public Settings(
                Path socket,
                Optional<InetSocketAddress> tcp,
                Optional<Tls> tls,
                Set<String> hosts,
                boolean behindProxy) {
            this(
                    socket,
                    tcp,
                    tls,
                    hosts,
                    behindProxy,
                    HEARTBEAT,
                    PATIENCE,
                    GROUP,
                    ThriftyAuditLog.USUAL);
        }

        /** For trials: with other times, and each refusal of a stranger written one by one. */
        public Settings(
                Path socket,
                Optional<InetSocketAddress> tcp,
                Optional<Tls> tls,
                Set<String> hosts,
                boolean behindProxy,
                Duration heartbeat,
                Duration patience) {
            this(
                    socket,
                    tcp,
                    tls,
                    hosts,
                    behindProxy,
                    heartbeat,
                    patience,
                    GROUP,
                    Integer.MAX_VALUE);
        }

        private boolean isSecure() {
            return tls.isPresent() || behindProxy;
        }
    }

    /** What is shown and asked of. */
    public record Parts(
            Stacks stacks,
            Planner planner,
            Forecaster forecaster,
            Windows windows,
            Schedules schedules,
            Survey survey,
            RollbackPoints points,
            Tokens tokens,
            Sessions sessions,
            AuditLog audit,
            Readiness readiness,
            String version,
            InstantSource clock) {}

    /**
     * Made of its parts; it does not listen yet.
     *
     * @throws IllegalStateException that says which file of TLS is wrong, and what to do
     */
    public Api(Settings settings, Parts parts) {
        this.settings = settings;
        this.served =
                settings.tcp()
                        .flatMap(_ -> settings.tls())
                        .map(tls -> new ServedTls(tls, parts.clock()));
        this.audit = new ThriftyAuditLog(parts.audit(), parts.clock(), settings.strangers());
        Json json = new Json();
        Views views = new Views(json);
        History history = new History(parts.windows(), parts.clock());
        this.stream = new EventStream(parts.windows(), json, settings.heartbeat());
        Doorkeeper doorkeeper =
                new Doorkeeper(
                        new Names(
                                settings.hosts(),
                                settings.tls().isPresent(),
                                settings.behindProxy()),
                        parts.tokens(),
                        parts.sessions(),
                        audit,
                        parts.clock());
        Metrics metrics =
                new Metrics(
                        parts.windows(),
                        history,
                        parts.points(),
                        stream,
                        parts.version(),
                        parts.clock());
        this.javalin =
                Javalin.create(config -> {
                    basics(config);
                    listen(config, settings, served);
                    refuse(config, new BadRequests(json));
                    config.routes.before(Api::head);
                    doorkeeper.guard(config.routes);
                    Routes routes = new Routes(config.routes);
                    new StackRoutes(
                                    parts.stacks(),
                                    parts.planner(),
                                    new Forecasts(parts.forecaster(), parts.clock()),
                                    parts.windows(),
                                    history,
                                    views,
                                    json)
                            .add(routes);
                    new WindowRoutes(
                                    parts.windows(),
                                    parts.points(),
                                    parts.survey(),
                                    stream,
                                    doorkeeper,
                                    history,
                                    views,
                                    json,
                                    parts.clock())
                            .add(routes);
                    new ScheduleRoutes(parts.schedules(), json, parts.clock()).add(routes);
                    new PointRoutes(parts.points(), json).add(routes);
                    new SessionRoutes(
                                    doorkeeper,
                                    parts.sessions(),
                                    new Attempts(parts.clock()),
                                    settings.isSecure(),
                                    json)
                            .add(routes);
                    new TokenRoutes(parts.tokens(), json).add(routes);
                    new AuditRoutes(audit, json).add(routes);
                    new HealthRoutes(
                                    parts.version(),
                                    new Probes(parts.readiness(), audit, parts.clock()),
                                    metrics,
                                    json)
                            .add(routes);
                    Site.add(routes);
                    new Failures(json).map(config.routes);
                });
    }

    private static void basics(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = LARGEST_BODY;
        config.http.compressionStrategy = compression();
        config.http.prefer405over404 = true;
        config.http.defaultContentType = "text/plain; charset=utf-8";
    }

    /** Both before a request is one of a route, and after. */
    private static void refuse(JavalinConfig config, BadRequests badRequests) {
        config.jetty.modifyServer(server -> server.setErrorHandler(badRequests));
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(badRequests));
    }

    /** The web pages are many small files. */
    private static CompressionStrategy compression() {
        CompressionStrategy gzip = new CompressionStrategy(null, new Gzip(MOST_GZIP));
        gzip.setDefaultMinSizeForCompression(SMALLEST_PACKED);
        return gzip;
    }

    private static void listen(
            JavalinConfig config, Settings settings, Optional<ServedTls> served) {
        config.jetty.addConnector((server, http) -> unix(server, http, settings));
        settings.tcp()
                .ifPresent(address ->
                        config.jetty.addConnector(
                                (server, http) -> tcp(server, http, address, settings, served)));
    }

    private static Connector unix(Server server, HttpConfiguration http, Settings settings) {
        UnixDomainServerConnector connector =
                new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setUnixDomainPath(settings.socket());
        connector.setIdleTimeout(settings.patience().toMillis());
        return connector;
    }

    private static Connector tcp(
            Server server,
            HttpConfiguration http,
            InetSocketAddress address,
            Settings settings,
            Optional<ServedTls> served) {
        ServerConnector connector =
                served.map(t -> secured(server, http, t))
                        .orElseGet(() ->
                                new ServerConnector(server, 1, 1, new HttpConnectionFactory(http)));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(settings.patience().toMillis());
        return connector;
    }

    private static ServerConnector secured(Server server, HttpConfiguration http, ServedTls tls) {
        HttpConfiguration https = new HttpConfiguration(http);
        // Names are checked by Names, for all ways alike.
        https.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(
                server,
                1,
                1,
                new SslConnectionFactory(tls.factory(), HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(https));
    }

    private static void head(Context context) {
        HEADERS.forEach(context::header);
    }

    static void json(Context context, String body) {
        context.contentType("application/json").header("Cache-Control", "no-store").result(body);
    }

    /**
     * Listens.
     *
     * @throws IllegalStateException when an address can't be had, with the way out
     */
    public void start() {
        try {
            boolean made = UnixSocket.makeRoom(settings.socket());
            javalin.start();
            started = true;
            UnixSocket.admit(settings.socket(), made, settings.group());
        } catch (JavalinException e) {
            throw new IllegalStateException(cannotListen(e), e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the unix socket " + settings.socket() + " can't be made: " + e.getMessage(),
                    e);
        }
    }

    private String cannotListen(JavalinException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        Optional<String> address = settings.tcp().map(a -> a.getHostString() + ":" + a.getPort());
        return cause instanceof BindException && address.isPresent()
                ? "another program listens on "
                        + address.get()
                        + " ('ss -ltnp' names it); stop it, or choose another --listen, or none"
                : "the addresses can't be listened on: " + cause.getMessage();
    }

    /**
     * Reads a certificate and its key, which may be in other files or have another content than
     * before, and shows them on TCP from now on. Connections that are open go on. Nothing fails of
     * it, and what can't be used changes nothing.
     */
    public Renewal renew(Tls tls) {
        return served.map(s -> s.renew(tls)).orElseGet(Renewal.Same::new);
    }

    /** The TCP port that it listens on, also where 0 was asked for. */
    public int port() {
        return Arrays.stream(javalin.jettyServer().server().getConnectors())
                .filter(ServerConnector.class::isInstance)
                .mapToInt(c -> ((ServerConnector) c).getLocalPort())
                .findFirst()
                .orElseThrow();
    }

    /** Ends what is being served, then the listening. Windows are not touched. */
    @Override
    public void close() {
        stream.close();
        javalin.stop();
        writeDownTheRest();
        if (!started) {
            return; // The socket that is there is another daemon's.
        }
        try {
            Files.deleteIfExists(settings.socket());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeDownTheRest() {
        try {
            audit.flush();
        } catch (JournalException e) {
            LOG.warn("refusals that were counted are not in the audit log: {}", e.getMessage());
        }
    }
}
