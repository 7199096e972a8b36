package dev.lull.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.access.Audited;
import dev.lull.access.MemoryAuditLog;
import dev.lull.access.MemorySessionStore;
import dev.lull.access.MemoryTokenStore;
import dev.lull.access.Sessions;
import dev.lull.access.Tokens;
import dev.lull.plan.Forecast;
import dev.lull.plan.StepKind;
import dev.lull.stack.Declared;
import dev.lull.stack.Replica;
import dev.lull.stack.Role;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.step.StackPlanner;
import dev.lull.window.Boundary;
import dev.lull.window.Breach;
import dev.lull.window.Facts;
import dev.lull.window.Facts.ReplicaFact;
import dev.lull.window.Journal;
import dev.lull.window.MemoryJournal;
import dev.lull.window.Outcome;
import dev.lull.window.Planner;
import dev.lull.window.Standing;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import dev.lull.window.Survey;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import dev.lull.window.Windows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A daemon without Docker: real windows and a real API over scripted steps, with one stack that is
 * right and one without roles. It can be started again in mid-window.
 */
public final class DaemonFixture implements AutoCloseable {
    /** Stands where environment values, specs and notes do. Must never be seen outside. */
    public static final String SECRET = "s3cr3t-must-not-leak";

    /** How long a client may neither read nor write. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    public static final StackName GUESTBOOK = new StackName("guestbook");
    public static final StackName BARE = new StackName("bare");

    private final Journal journal;
    private final Optional<Tls> tls;
    private final Set<String> hosts;
    private final boolean behindProxy;
    private final Map<StepKind, Step> script = new ConcurrentHashMap<>();
    private final MovedClock clock = new MovedClock();
    private final MemoryTokenStore tokenStore = new MemoryTokenStore();
    private final Tokens tokens = new Tokens(tokenStore, clock, new SecureRandom());
    private final MemorySessionStore sessions = new MemorySessionStore(tokenStore);
    private final MemoryAuditLog audit = new MemoryAuditLog();
    private final List<String> unready = new CopyOnWriteArrayList<>();
    private final Path directory;
    private volatile @Nullable Instant told;
    private volatile Standing standing = new Standing(List.of(), List.of());
    private final FixtureStacks stacks = new FixtureStacks();
    private final FixturePoints points = new FixturePoints(stacks);
    private final Planner planner = new StackPlanner(stacks);
    private final FixtureSchedules schedules = new FixtureSchedules();
    private Windows windows;
    private Api api;

    public DaemonFixture() {
        this(new MemoryJournal(Clock.systemUTC()));
    }

    /**
     * @param journal that windows are written to
     */
    public DaemonFixture(Journal journal) {
        this(journal, Optional.empty(), Set.of(), false);
    }

    /** One that browsers reach by another way, as {@link Api.Settings} has it. */
    DaemonFixture(Optional<Tls> tls, Set<String> hosts, boolean behindProxy) {
        this(new MemoryJournal(Clock.systemUTC()), tls, hosts, behindProxy);
    }

    private DaemonFixture(
            Journal journal, Optional<Tls> tls, Set<String> hosts, boolean behindProxy) {
        this.journal = journal;
        this.tls = tls;
        this.hosts = Set.copyOf(hosts);
        this.behindProxy = behindProxy;
        try {
            directory = Files.createTempDirectory("lull-api");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        windows = new Windows(journal, planner, steps(), new Door(), Clock.systemUTC());
        api = newApi();
        api.start();
    }

    private Api newApi() {
        return new Api(
                new Api.Settings(
                        socket(),
                        Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                        tls,
                        hosts,
                        behindProxy,
                        Duration.ofMillis(100),
                        PATIENCE),
                new Api.Parts(
                        stacks,
                        planner,
                        (_, _) -> FORECAST,
                        windows,
                        schedules.start(stacks, windows, clock),
                        new Pages(),
                        points,
                        tokens,
                        new Sessions(sessions, tokens, clock, new SecureRandom()),
                        audit,
                        () -> List.copyOf(unready),
                        "1.2.3",
                        clock));
    }

    private static final Forecast FORECAST =
            new Forecast(
                    List.of(
                            new Forecast.Volume(
                                    "guestbook_db",
                                    "archive",
                                    "its file system shares no blocks",
                                    3L << 30,
                                    1L << 30,
                                    Duration.ofSeconds(61))),
                    List.of("the bind mount /srv/films: no label says lull.snapshot.bind"),
                    8L << 30);

    /** A page that has met seven visitors. */
    private final class Pages implements Survey {
        @Override
        public Standing of(WindowId window, WindowState state) {
            return standing;
        }

        @Override
        public Map<String, Long> met(WindowState state) {
            return Map.of("page", 7L);
        }
    }

    /** Nothing breaks it; it keeps what visitors were told last. */
    private final class Door implements Boundary {
        @Override
        public List<Breach> breaches(WindowState state) {
            return List.of();
        }

        @Override
        public void tell(WindowId window, WindowState state, Instant expectedBack) {
            told = expectedBack;
        }
    }

    /** When visitors were told last to come again. */
    public @Nullable Instant told() {
        return told;
    }

    /** Who may come in over TCP. */
    public Tokens tokens() {
        return tokens;
    }

    /** What was asked, newest first. */
    public List<Audited> audited() {
        return audit.read(1_000, Long.MAX_VALUE);
    }

    /** The API document. */
    public JsonNode document() throws IOException {
        try (Http http = new Http(socket())) {
            return http.get("/openapi.json").json();
        }
    }

    /** Each route of the API document, {@code GET /healthz}, and the role that it needs. */
    public Map<String, String> routes() throws IOException {
        Map<String, String> routes = new TreeMap<>();
        for (var path : document().path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                routes.put(
                        method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(),
                        method.getValue().path("x-role").asText("–"));
            }
        }
        return routes;
    }

    /** The names of the numbers for Prometheus, with a window that is over and one that is open. */
    public Set<String> numbers() throws IOException {
        try (Http http = new Http(socket())) {
            for (String change : List.of("update", "none")) {
                http.post(
                        "/api/v1/windows?wait=end",
                        "{\"stack\":\"guestbook\",\"change\":{\"type\":\"" + change + "\"}}");
            }
            return http.get("/metrics")
                    .body()
                    .lines()
                    .filter(l -> l.startsWith("# TYPE "))
                    .map(l -> l.split(" ", -1)[2])
                    .collect(Collectors.toSet());
        }
    }

    /** From now on this is in the way of any window. */
    public DaemonFixture unready(String why) {
        unready.add(why);
        return this;
    }

    /** From now on it is that much later. */
    public DaemonFixture pass(Duration time) {
        clock.pass(time);
        return this;
    }

    /** From now on this kind of step does this; otherwise it is done at once. */
    public DaemonFixture when(StepKind kind, Step step) {
        script.put(kind, step);
        return this;
    }

    /** From now on this is asked of Docker first whenever a stack is looked at. */
    public DaemonFixture asks(Runnable docker) {
        stacks.asks(docker);
        return this;
    }

    /** From now on each stack stands so against what it was before its window. */
    public DaemonFixture stands(Standing standing) {
        this.standing = standing;
        return this;
    }

    /** Its stacks. */
    Stacks stacks() {
        return stacks;
    }

    /** Its rollback points. */
    RollbackPoints points() {
        return points;
    }

    /** From now on there is a third stack, whose labels have mistakes. */
    public DaemonFixture mislabelled() {
        stacks.add(Mislabelled.stack());
        return this;
    }

    public Path socket() {
        return directory.resolve("run").resolve("lull.sock");
    }

    public int port() {
        return api.port();
    }

    public Windows windows() {
        return windows;
    }

    /** What is due when. */
    public FixtureSchedules schedules() {
        return schedules;
    }

    /** From now on there is another stack, whose compose file plans a window. */
    public DaemonFixture scheduled() {
        stacks.add(Scheduled.stack());
        return this;
    }

    /** Has it show this from now on, if it can be used. */
    Renewal renew(Tls tls) {
        return api.renew(tls);
    }

    /** Stops in mid-window. */
    public void stop() {
        api.close();
        schedules.stop();
        windows.close();
    }

    /** Goes on with the journal as it is. */
    public void startAgain() {
        windows = new Windows(journal, planner, steps(), new Door(), Clock.systemUTC());
        windows.recover();
        api = newApi();
        api.start();
    }

    private Map<StepKind, Step> steps() {
        Map<StepKind, Step> steps = new EnumMap<>(StepKind.class);
        for (StepKind kind : StepKind.values()) {
            steps.put(kind, context -> perform(kind, context));
        }
        return steps;
    }

    private Outcome perform(StepKind kind, StepContext context) throws InterruptedException {
        if (kind == StepKind.PREPARE && context.note("taken").isEmpty()) {
            context.take(facts());
            context.note("taken", SECRET);
        }
        if (kind == StepKind.SNAPSHOT) {
            context.note("point", "gb-1");
            context.note("certificate", "{\"writers\":[]}");
        }
        Step scripted = script.get(kind);
        if (scripted != null) {
            return scripted.perform(context);
        }
        return kind == StepKind.WORK
                ? new Outcome.Waits("do the work, then 'lull reopen'")
                : new Outcome.Done(kind.word() + " is so");
    }

    private static Facts facts() {
        Declared declared = FixtureStacks.declared(GUESTBOOK, true);
        ReplicaFact fact =
                new ReplicaFact(
                        new Replica(new ServiceName("app"), 1),
                        Role.APP,
                        "c0ffee",
                        "guestbook-app-1",
                        "sha256:1",
                        "guestbook:1",
                        true,
                        "always",
                        0,
                        "{\"Config\":{\"Env\":[\"PASSWORD=" + SECRET + "\"]}}");
        return new Facts(Instant.now(), declared, List.of(fact));
    }

    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
