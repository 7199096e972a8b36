package dev.lull.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.access.Audited;
import dev.lull.access.MemoryAuditLog;
import dev.lull.access.MemorySessionStore;
import dev.lull.access.MemoryTokenStore;
import dev.lull.access.Sessions;
import dev.lull.access.Tokens;
import dev.lull.api.RollbackPoints.Point;
import dev.lull.plan.Forecast;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.RestorePreview;
import dev.lull.snapshot.RestorePreview.Fate;
import dev.lull.snapshot.VolumeChanges;
import dev.lull.snapshot.VolumeChanges.Names;
import dev.lull.stack.Declared;
import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.Observed;
import dev.lull.stack.Replica;
import dev.lull.stack.Role;
import dev.lull.stack.ServiceName;
import dev.lull.stack.Stack;
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
import dev.lull.window.RefusedException;
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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A daemon without Docker: real windows and a real API over scripted steps, with one stack that is
 * right and one without roles. It can be started again in mid-window.
 */
public final class DaemonFixture implements AutoCloseable, Stacks, RollbackPoints {
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
    private volatile Runnable docker = () -> {};
    private volatile Standing standing = new Standing(List.of(), List.of());
    private final Map<StackName, Declared> more = new ConcurrentHashMap<>();
    private final Planner planner = new StackPlanner(this);
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
                        this,
                        planner,
                        (_, _) -> FORECAST,
                        windows,
                        new Pages(),
                        this,
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

    /** Runs on, and can be put forward. */
    private static final class MovedClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        void pass(Duration time) {
            ahead = ahead.plus(time);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    /** From now on this kind of step does this; otherwise it is done at once. */
    public DaemonFixture when(StepKind kind, Step step) {
        script.put(kind, step);
        return this;
    }

    /** From now on this is asked of Docker first whenever a stack is looked at. */
    public DaemonFixture asks(Runnable docker) {
        this.docker = docker;
        return this;
    }

    /** From now on each stack stands so against what it was before its window. */
    public DaemonFixture stands(Standing standing) {
        this.standing = standing;
        return this;
    }

    /** From now on there is a third stack, whose labels have mistakes. */
    public DaemonFixture mislabelled() {
        more.put(Mislabelled.NAME, Mislabelled.stack());
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

    /** Stops in mid-window. */
    public void stop() {
        api.close();
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
        Declared declared = declared(GUESTBOOK, true);
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

    private static Declared declared(StackName name, boolean labelled) {
        return new Declared(
                name,
                Path.of("/srv", name.value()),
                List.of(Path.of("/srv", name.value(), "compose.yaml")),
                List.of(),
                List.of(),
                Map.of(),
                List.of(
                        service("app", labelled ? "app" : ""),
                        service("db", labelled ? "db" : ""),
                        service("worker", labelled ? "worker" : "")));
    }

    private static DeclaredService service(String name, String role) {
        Map<String, String> labels =
                role.isEmpty()
                        ? Map.of("token", SECRET)
                        : name.equals("app")
                                ? Map.of("lull.role", role, "lull.migrate", "./migrate up")
                                : Map.of("lull.role", role, "token", SECRET);
        return service(name, labels);
    }

    /** A service of a compose file, with these labels and with nothing special about it. */
    static DeclaredService service(String name, Map<String, String> labels) {
        return new DeclaredService(
                new ServiceName(name),
                name + ":2",
                "",
                false,
                labels,
                "",
                List.of(),
                new TreeSet<>(),
                name.equals("app"),
                List.of(),
                1,
                Duration.ofSeconds(10),
                "hash-2",
                List.of(),
                List.of());
    }

    private static Observed observed(DeclaredService service, StackName stack) {
        return new Observed(
                new Replica(service.name(), 1),
                "id-of-" + service.name(),
                stack + "-" + service.name() + "-1",
                service.name() + ":1",
                "sha256:1",
                "running",
                true,
                "Up 3 minutes (healthy)",
                service.labels(),
                "hash-1",
                false,
                List.of(),
                List.of(),
                List.of());
    }

    @Override
    public List<Stack> all() {
        return Stream.concat(Stream.of(BARE, GUESTBOOK), more.keySet().stream())
                .sorted()
                .map(n -> find(n).orElseThrow())
                .toList();
    }

    @Override
    public Optional<Stack> find(StackName name) {
        docker.run();
        return declared(name)
                .map(declared ->
                        Stack.of(
                                declared,
                                declared.services().stream().map(s -> observed(s, name)).toList()));
    }

    private Optional<Declared> declared(StackName name) {
        return name.equals(GUESTBOOK) || name.equals(BARE)
                ? Optional.of(declared(name, name.equals(GUESTBOOK)))
                : Optional.ofNullable(more.get(name));
    }

    /** The rollback points, as the API sees them. */
    private final List<Point> points =
            new CopyOnWriteArrayList<>(
                    List.of(
                            point("gb-1", 1, "2026-03-01T02:03:04Z"),
                            point("gb-0", 1, "2026-02-01T02:03:04Z")));

    private static Point point(String id, long window, String created) {
        return new Point(
                id,
                GUESTBOOK,
                new WindowId(window),
                Instant.parse(created),
                5_000_000,
                List.of(new RollbackPoints.Volume("guestbook_db", "archive", 4_000_000)),
                Map.of("app", "sha256:1"),
                true);
    }

    @Override
    public List<Point> points() {
        return List.copyOf(points);
    }

    @Override
    public Optional<Point> point(String id) {
        return points.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    @Override
    public List<Unreadable> unreadable() {
        return List.of(new Unreadable("gb-torn", "manifest.json is not there"));
    }

    /** A window needs the newest. */
    @Override
    public boolean delete(String id) {
        if (points.getFirst().id().equals(id)) {
            throw new RefusedException(
                    RefusedException.Reason.CONFLICT,
                    "rollback point " + id + " is needed by a window that has not ended");
        }
        return points.removeIf(p -> p.id().equals(id));
    }

    /** The stack keeps one. */
    @Override
    public List<Pruned> prune(Optional<StackName> stack, boolean dryRun) {
        if (stack.filter(s -> find(s).isEmpty()).isPresent()) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_FOUND, "there is no stack '" + stack.get() + "'");
        }
        List<Point> surplus = List.copyOf(points.subList(1, points.size()).reversed());
        if (!dryRun) {
            points.removeAll(surplus);
        }
        return surplus.stream()
                .map(p -> new Pruned(p, "more than x-lull.retention keeps"))
                .toList();
    }

    /** The older one is damaged. */
    @Override
    public Optional<Verified> verify(String id, Consumer<String> progress) {
        return point(id)
                .map(p -> {
                    progress.accept("verifying " + id + ": 2.4 MiB of 4.8 MiB (50 %), 1.2 MiB/s");
                    return new Verified(
                            p.bytes(),
                            id.equals("gb-0")
                                    ? List.of("volumes/guestbook_db.tar.zst is 3 bytes too short")
                                    : List.of());
                });
    }

    /** The older one is damaged. */
    @Override
    public Optional<RestorePreview> preview(String id, Consumer<String> progress) {
        return point(id).map(p -> id.equals("gb-0") ? damaged(p) : changing(p));
    }

    /** In the folder {@code gb-1} lies that one, and the stack is made again; else nothing does. */
    @Override
    public Adopted adopt(Path from, Consumer<String> progress) {
        progress.accept("verifying " + from.getFileName() + ": 2.4 MiB of 4.8 MiB (50 %)");
        return point(from.getFileName().toString())
                .map(p ->
                        new Adopted(
                                Optional.of(p),
                                List.of("/srv/guestbook/.env", "container guestbook-app-1"),
                                p.id().equals("gb-0")
                                        ? List.of("the image of app can't be pulled")
                                        : List.of()))
                .orElseGet(() ->
                        new Adopted(Optional.empty(), List.of(), List.of(from + " is not there")));
    }

    private static RestorePreview damaged(Point point) {
        return new RestorePreview(
                new PointId(point.id()),
                point.stack(),
                point.createdAt(),
                Duration.ofDays(30),
                List.of("volumes/guestbook_db.tar.zst: missing"),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static RestorePreview changing(Point point) {
        Optional<RestorePreview.Image> then =
                Optional.of(new RestorePreview.Image("guestbook:1", "sha256:1"));
        Optional<RestorePreview.Image> now =
                Optional.of(new RestorePreview.Image("guestbook:2", "sha256:2"));
        return new RestorePreview(
                new PointId(point.id()),
                point.stack(),
                point.createdAt(),
                Duration.ofMinutes(192),
                List.of(),
                List.of(
                        new RestorePreview.Volume(
                                "guestbook_db",
                                new VolumeChanges(
                                        new Names(7, 1024, List.of("a", "b", "c", "d", "e")),
                                        new Names(1, 5, List.of("rows\u001b[31m")),
                                        new Names(0, 0, List.of())))),
                List.of(
                        new RestorePreview.ChangedFile(Path.of("/srv/guestbook/.env"), true),
                        new RestorePreview.ChangedFile(Path.of("/srv/guestbook/x.yaml"), false)),
                List.of(
                        new RestorePreview.Container("guestbook-db-1", Fate.KEPT, then, then),
                        new RestorePreview.Container("guestbook-app-1", Fate.MADE_AGAIN, then, now),
                        new RestorePreview.Container(
                                "guestbook-app-2", Fate.REMOVED, Optional.empty(), now)),
                List.of("contents were not read"));
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
