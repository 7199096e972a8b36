package dev.lull.api;

import dev.lull.stack.Stacks;
import dev.lull.window.Planner;
import dev.lull.window.Survey;
import dev.lull.window.Windows;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
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
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.unixdomain.server.UnixDomainServerConnector;

/**
 * The HTTP API: everything on the unix socket, for looking only on TCP, where it serves the web
 * pages too.
 */
public final class Api implements AutoCloseable {
    private static final long LARGEST_BODY = 256 * 1024L;
    private static final Map<String, String> HEADERS =
            Map.of(
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

    private final Settings settings;
    private final EventStream stream;
    private final Javalin javalin;
    private volatile boolean started;

    /**
     * Where to listen.
     *
     * @param socket path of the unix socket
     * @param tcp a loopback address; empty for none
     * @param heartbeat how often a silent event stream shows that it lives
     */
    public record Settings(Path socket, Optional<InetSocketAddress> tcp, Duration heartbeat) {
        public Settings {
            tcp.filter(a -> a.isUnresolved() || !a.getAddress().isLoopbackAddress())
                    .ifPresent(a -> {
                        throw new IllegalArgumentException(
                                "the API listens on loopback only, not on " + a);
                    });
        }

        public Settings(Path socket, Optional<InetSocketAddress> tcp) {
            this(socket, tcp, Duration.ofSeconds(5));
        }
    }

    public Api(
            Settings settings,
            Stacks stacks,
            Planner planner,
            Windows windows,
            Survey survey,
            RollbackPoints points,
            String version,
            InstantSource clock) {
        this.settings = settings;
        Json json = new Json();
        Views views = new Views(json);
        this.stream = new EventStream(windows, json, settings.heartbeat());
        this.javalin =
                Javalin.create(config -> {
                    basics(config);
                    listen(config, settings);
                    RoutesConfig routes = config.routes;
                    routes.before(Api::guard);
                    new StackRoutes(stacks, planner, windows, json).add(routes);
                    new WindowRoutes(windows, survey, stream, views, json, clock).add(routes);
                    new PointRoutes(points, json).add(routes);
                    small(routes, version, json);
                    routes.get("/", Site::index);
                    routes.get("/ui/{file}", Site::file);
                    new Failures(json).map(routes);
                });
    }

    private static void basics(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.maxRequestSize = LARGEST_BODY;
        config.http.prefer405over404 = true;
        config.http.defaultContentType = "text/plain; charset=utf-8";
    }

    private static void listen(JavalinConfig config, Settings settings) {
        config.jetty.addConnector((server, http) -> unix(server, http, settings.socket()));
        settings.tcp()
                .ifPresent(address ->
                        config.jetty.addConnector((server, http) -> tcp(server, http, address)));
    }

    private static Connector unix(Server server, HttpConfiguration http, Path socket) {
        UnixDomainServerConnector connector =
                new UnixDomainServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setUnixDomainPath(socket);
        return connector;
    }

    private static Connector tcp(Server server, HttpConfiguration http, InetSocketAddress address) {
        ServerConnector connector =
                new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        return connector;
    }

    private static void guard(Context context) {
        HEADERS.forEach(context::header);
        Access.check(context);
    }

    private static void small(RoutesConfig routes, String version, Json json) {
        routes.get(
                "/api/v1/version",
                context -> json(context, json.write(new Views.VersionView(version))));
        routes.get("/api/v1/healthz", Api::healthy);
        routes.get("/healthz", Api::healthy);
    }

    private static void healthy(Context context) {
        context.result("ok\n");
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
            UnixSocket.makeRoom(settings.socket());
            javalin.start();
            started = true;
            UnixSocket.admitGroup(settings.socket());
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
        if (!started) {
            return; // The socket that is there is another daemon's.
        }
        try {
            Files.deleteIfExists(settings.socket());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
