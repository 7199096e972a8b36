package dev.lull.app;

import dev.lull.check.FakeHttpProbe;
import dev.lull.check.HttpProbe;
import dev.lull.docker.Compose;
import dev.lull.docker.ComposeFile;
import dev.lull.docker.ComposeLabels;
import dev.lull.docker.ComposeProject;
import dev.lull.docker.Endpoint;
import dev.lull.docker.Engine;
import dev.lull.docker.FakeCompose;
import dev.lull.docker.FakeEngine;
import dev.lull.docker.Faults;
import dev.lull.docker.Inspect;
import dev.lull.docker.Volume;
import dev.lull.notify.FakePost;
import dev.lull.page.FakeDetour;
import dev.lull.page.FakeGate;
import dev.lull.page.FakeHold;
import dev.lull.page.Hold;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.ArchivedPoints;
import dev.lull.snapshot.FakeOffsite;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.stack.HttpCheck;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import dev.lull.window.Event;
import dev.lull.window.Journal;
import dev.lull.window.MemoryJournal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A host with one stack on it: what a daemon works on and what outlives it. Its app is honest: it
 * answers well only while the schema in the data store's volume is the one of its version, and its
 * new version writes files of its own as soon as it runs.
 *
 * <p>It watches the door all the while: an app that is open must have been checked since it was
 * started, must fit its schema, and visitors must always meet somebody.
 */
final class World {
    static final String LABEL_PAGE = "dev.lull.page";
    static final String PAGE_IMAGE = "lull-page:1";

    private static final String SCHEMA = "schema";

    /** Which example it is. */
    enum Shape {
        /** A proxy in front of the app, workers, cron, two networks, and a helper. */
        GUESTBOOK("guestbook"),
        /** An app that publishes its own port. */
        SINGLE("single");

        @SuppressWarnings("ImmutableEnumChecker")
        final StackName stack;

        Shape(String stack) {
            this.stack = new StackName(stack);
        }

        String compose() {
            return this == GUESTBOOK ? GUESTBOOK_FILE : SINGLE_FILE;
        }

        String front() {
            return stack + "_default";
        }
    }

    private static final String GUESTBOOK_FILE =
            """
            name: guestbook
            x-lull: {watch: 0s}
            services:
              proxy:
                image: nginx:1
                restart: always
                ports: [{target: 80, published: "18080"}]
                networks: {default: null}
                depends_on: {app: {}}
                labels: {lull.role: proxy, lull.check.timeout: 300ms}
              app:
                image: guestbook:1 # edited in place
                restart: unless-stopped
                expose: ["8000"]
                environment: {SECRET: hunter2}
                networks: {default: null, back: null}
                volumes: [{type: volume, source: uploads, target: /uploads}]
                depends_on: {db: {}}
                labels:
                  lull.role: app
                  lull.migrate: guestbook migrate
                  lull.check.http: GET :8000/healthz 200
                  lull.check.exec: guestbook smoke
                  lull.check.timeout: 300ms
                  lull.watch: 0s
              worker:
                image: guestbook:1
                restart: unless-stopped
                networks: {back: null}
                labels:
                  lull.role: worker
                  lull.drain: guestbook drain
                  lull.drained: guestbook drained
                  lull.check.timeout: 300ms
                  lull.watch: 0s
              cron:
                image: guestbook:1
                restart: unless-stopped
                networks: {back: null}
                labels: {lull.role: cron, lull.check.timeout: 300ms, lull.watch: 0s}
              db:
                image: postgres:1
                restart: always
                networks: {back: null}
                volumes: [{type: volume, source: db-data, target: /var/lib/postgresql/data}]
                labels: {lull.role: db, lull.check.timeout: 300ms}
              mail:
                image: mail:1
                restart: always
                networks: {default: null, back: null}
                labels: {lull.role: none}
            networks:
              default: {name: guestbook_default}
              back: {name: guestbook_back}
            volumes:
              db-data: {name: guestbook_db-data}
              uploads: {name: guestbook_uploads}
            """;

    private static final String SINGLE_FILE =
            """
            name: single
            x-lull: {watch: 0s}
            services:
              app:
                image: guestbook:1
                restart: always
                ports: [{target: 8000, published: "18081"}]
                networks: {default: null}
                volumes: [{type: volume, source: data, target: /data}]
                labels:
                  lull.role: app
                  lull.migrate: guestbook migrate
                  lull.check.http: GET :8000/healthz 200
                  lull.check.timeout: 300ms
                  lull.watch: 0s
            networks:
              default: {name: single_default}
            volumes:
              data: {name: single_data}
            """;

    final Shape shape;
    final FakeEngine engine = new FakeEngine();
    final AtomicLong breaks = new AtomicLong();
    private final Set<String> wentDown = new LinkedHashSet<>();
    final FakeCompose compose = new FakeCompose(engine);
    final MemoryJournal memory;
    Journal journal;
    final ComposeProject project;
    final Points points;
    final FakePost post = new FakePost();
    volatile Optional<FakeOffsite> offsite = Optional.empty();
    final Clock clock;

    private final Path folder;
    private final FakeHold hold;
    private final FakeGate gate = new FakeGate();
    private final FakeDetour detour;
    private final FakeHttpProbe http;
    private final Set<String> checked = Collections.synchronizedSet(new LinkedHashSet<>());
    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    private final List<String> silences = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, String> before;
    private final Map<String, String> data;
    private volatile boolean migrationFails;
    private volatile boolean newVersionIsIll;
    private volatile String newVersionLogs = "";
    private volatile String workerLogs = "";
    private volatile boolean illOnceOpen;
    private volatile Consumer<Event> onEvent = event -> {};
    private volatile boolean oldVersionIsIll;
    private volatile Runnable whenReopening = () -> {};
    private volatile Runnable whileAway = () -> {};
    private final Map<String, Runnable> incidents = new ConcurrentHashMap<>();

    World(Shape shape, Path folder) {
        this.shape = shape;
        this.folder = folder;
        this.clock = clock(engine.clock());
        this.memory = new MemoryJournal(clock);
        this.journal = memory;
        this.hold = new FakeHold(clock);
        this.detour = new FakeDetour(clock);
        this.http = new FakeHttpProbe(engine, this::answer);
        engine.withImage("guestbook:1", 1).withImage("guestbook:2", 2);
        engine.withImage("postgres:1", 3).withImage("nginx:1", 4).withImage(PAGE_IMAGE, 5);
        engine.withImage("mail:1", 6).withImage("mail:2", 7);
        Path file = folder.resolve("compose.yaml");
        try {
            engine.volumesIn(Files.createDirectories(folder.resolve("volumes")));
            Files.writeString(file, shape.compose());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        points = ArchivedPoints.in(folder.resolve("points"), clock);
        project = new ComposeProject(shape.stack.value(), folder, List.of(file), List.of());
        engine.onStart(this::started);
        compose.up(project);
        write(SCHEMA, "1");
        write("entries", "ada was here\n");
        engine.all().stream().filter(this::isApp).map(World::start).forEach(checked::add);
        before = containers();
        data = data();
        engine.onMutation(this::watchTheDoor);
        engine.forgetMutations();
    }

    private static Clock clock(InstantSource source) {
        return new Clock() {
            @Override
            public Instant instant() {
                return source.instant();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    /** Its daemon copies rollback points elsewhere. */
    World copiesOffsite() {
        offsite = Optional.of(new FakeOffsite(points));
        return this;
    }

    // --- How it misbehaves.

    World migrationFails() {
        migrationFails = true;
        return this;
    }

    World newVersionIsIll() {
        newVersionIsIll = true;
        return this;
    }

    /** Now, and whenever it is started. */
    World workerLogs(String line) {
        workerLogs = line;
        engine.log("guestbook-worker-1", line);
        return this;
    }

    World newVersionLogs(String line) {
        newVersionLogs = line;
        return this;
    }

    /** The final watch finds that the new version logs an error. */
    World illOnceOpen() {
        illOnceOpen = true;
        return this;
    }

    /** Somebody makes a service's containers anew when this step begins. */
    void recreateOn(StepKind step, String service) {
        when(
                step,
                () -> {
                    engine.all().stream()
                            .filter(c -> service.equals(c.labels().get(ComposeLabels.SERVICE)))
                            .forEach(c -> {
                                engine.stop(c.id());
                                engine.remove(c.id());
                            });
                    compose.up(project);
                });
    }

    /** Something else happens whenever this step begins. */
    void when(StepKind step, Runnable incident) {
        onEvent =
                event -> {
                    if (event instanceof Event.StepStarted started && started.step() == step) {
                        incident.run();
                    }
                };
    }

    /**
     * Something else happens right after the engine has done this, once.
     *
     * @param mutation as {@link FakeEngine#mutations} has it
     */
    void after(String mutation, Runnable incident) {
        incidents.put(mutation, incident);
    }

    /** The app answers with an error, and did so before any window. */
    World oldVersionIsIll() {
        oldVersionIsIll = true;
        return this;
    }

    /** Something else happens right before the app is let to its visitors. */
    World whenReopening(Runnable incident) {
        whenReopening = incident;
        return this;
    }

    /** This happens while no daemon lives. */
    World whileAway(Runnable incident) {
        whileAway = incident;
        return this;
    }

    /** The daemon is dead, and nobody has started it again. */
    void daemonIsAway() {
        whileAway.run();
    }

    /** Is told each event right before it is appended. */
    void happens(Event event) {
        onEvent.accept(event);
        if (event instanceof Event.StepStarted started && started.step() == StepKind.REOPEN_APP) {
            whenReopening.run();
            whenReopening = () -> {};
        }
        if (illOnceOpen
                && event instanceof Event.StepStarted started
                && started.step() == StepKind.WATCH
                && engine.all().stream().noneMatch(c -> c.labels().containsKey(LABEL_PAGE))) {
            write("entries", "ada was here\nand bob, after the reopening\n");
            engine.log(shape.stack + "-app-1", "panic: the new version is not well");
        }
    }

    /** A visitor writes this, and is told that it is saved. */
    void visitorWrites(String entries) {
        write("entries", entries);
    }

    /** What visitors find. */
    String entries() {
        return read("entries");
    }

    /** Docker is killed and started again. What was open may come back as it was. */
    void killDocker() {
        killDockerUnheard();
        breaks.incrementAndGet();
    }

    /** Likewise, while its events were not followed anyway. */
    void killDockerUnheard() {
        engine.all().stream()
                .filter(this::isOpen)
                .filter(c -> checked.contains(start(c)))
                .map(Inspect::id)
                .forEach(wentDown::add);
        engine.restartAfterKill();
    }

    /** Containers, networks, volumes and their data are gone; the files and images are not. */
    void loseEverything() throws IOException {
        engine.onMutation(mutation -> {});
        for (Inspect c : engine.all()) {
            engine.stop(c.id());
            engine.remove(c.id());
        }
        for (Volume volume : engine.volumes()) {
            engine.loseVolume(volume.name());
            try (Stream<Path> files = Files.walk(Path.of(volume.mountpoint()))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        }
        for (String network : engine.networkNames()) {
            if (!network.equals("bridge")) {
                engine.removeNetwork(network);
            }
        }
    }

    // --- What a daemon is given. Each is a port, so that a dead one can be cut off.

    Engine engine() {
        return engine;
    }

    Compose compose() {
        return compose;
    }

    Hold hold() {
        return hold;
    }

    FakeGate gate() {
        return gate;
    }

    FakeDetour detour() {
        return detour;
    }

    HttpProbe http() {
        return http;
    }

    /** What is to fail of each port, by the port's name. */
    Map<String, Faults> faults() {
        return Map.of(
                "engine", engine.faults(),
                "compose", compose.faults(),
                "hold", hold.faults(),
                "gate", gate.faults(),
                "detour", detour.faults(),
                "http", http.faults());
    }

    // --- The app.

    private void started(Inspect container) {
        boolean oneOff = "True".equals(container.labels().get(ComposeLabels.ONE_OFF));
        String version = version(container);
        if (oneOff) {
            boolean fails = migrationFails;
            write(SCHEMA, fails ? "half-way" : version);
            engine.ends(container.name(), fails ? 1 : 0, fails ? "relation exists" : "migrated");
        } else if (isApp(container) && version.equals("2")) {
            write("cache-2", "of the new version");
            if (!newVersionLogs.isEmpty()) {
                engine.log(container.name(), newVersionLogs);
            }
            if (newVersionIsIll) {
                engine.ends(container.name(), 3, "no such option");
            }
        } else {
            engine.runsOn(container.name());
        }
        if (container.name().equals("guestbook-worker-1") && !workerLogs.isEmpty()) {
            engine.log(container.name(), workerLogs);
        }
        if (container.name().equals("guestbook-db-1")) {
            engine.health(container.id(), "healthy");
        }
    }

    private Optional<FakeHttpProbe.Answer> answer(Inspect container, HttpCheck check) {
        if (container.labels().containsKey(LABEL_PAGE)) {
            if (check.path().equals("/lull-visits")) {
                return Optional.of(new FakeHttpProbe.Answer(200, Map.of("Content-Length", "14")));
            }
            String window = container.labels().get("dev.lull.window");
            return Optional.of(new FakeHttpProbe.Answer(503, Map.of("Lull-Page", window)));
        }
        if (!isApp(container) || check.port() != 8000) {
            return Optional.empty();
        }
        boolean well = fits(container) && reachesData(container) && !oldVersionIsIll;
        if (well) {
            checked.add(start(container));
        }
        return Optional.of(new FakeHttpProbe.Answer(well ? 200 : 500, Map.of()));
    }

    private boolean fits(Inspect app) {
        return version(app).equals(read(SCHEMA));
    }

    private boolean reachesData(Inspect app) {
        return shape == Shape.SINGLE
                || engine.all().stream()
                        .filter(c -> c.name().equals("guestbook-db-1") && c.isRunning())
                        .anyMatch(db ->
                                db.networks().keySet().stream()
                                        .anyMatch(app.networks()::containsKey));
    }

    private static String version(Inspect container) {
        String image = container.image();
        return image.startsWith("sha256:")
                ? Integer.toString(Integer.parseInt(image.substring(7), 16))
                : image.substring(image.indexOf(':') + 1);
    }

    private static String start(Inspect container) {
        return container.id() + "@" + container.startedAt();
    }

    private boolean isApp(Inspect container) {
        return shape.stack.value().equals(container.labels().get(ComposeLabels.PROJECT))
                && "app".equals(container.labels().get(ComposeLabels.SERVICE))
                && "False".equals(container.labels().get(ComposeLabels.ONE_OFF));
    }

    private boolean isOpen(Inspect container) {
        return container.isRunning()
                && isApp(container)
                && container.networks().containsKey(shape.front());
    }

    // --- The door.

    private void watchTheDoor(String mutation) {
        Optional.ofNullable(incidents.remove(mutation)).ifPresent(Runnable::run);
        List<Inspect> open = engine.all().stream().filter(this::isOpen).toList();
        for (Inspect app : open) {
            if (!checked.contains(start(app)) && !wentDown.contains(app.id())) {
                violations.add("open and never checked: " + app.name() + " after " + mutation);
            }
            if (!fits(app)) {
                violations.add("open on another schema: " + app.name() + " after " + mutation);
            }
        }
        boolean answered =
                shape == Shape.GUESTBOOK
                        ? !engine.resolve(shape.front(), "app").isEmpty()
                        : engine.publisher(18081).isPresent() || hold.heldNow().contains(18081);
        if (!answered) {
            silences.add("nobody answers visitors after " + mutation);
        }
    }

    /** When visitors met nobody: never, as long as the engine does what it is asked. */
    List<String> silences() {
        return List.copyOf(silences);
    }

    /** What was wrong at the door at any time. */
    List<String> violations() {
        return List.copyOf(violations);
    }

    // --- What is there.

    private Path volume() {
        return Path.of(
                engine.volumes().stream()
                        .filter(v -> v.name().endsWith("data"))
                        .map(Volume::mountpoint)
                        .findFirst()
                        .orElseThrow());
    }

    private void write(String file, String content) {
        try {
            Files.writeString(volume().resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String file) {
        Path path = volume().resolve(file);
        try {
            return Files.exists(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String composeFile() {
        try {
            return Files.readString(folder.resolve("compose.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file of every volume, with its content. */
    Map<String, String> data() {
        Map<String, String> data = new TreeMap<>();
        for (Volume volume : engine.volumes()) {
            Path root = Path.of(volume.mountpoint());
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    data.put(volume.name() + "/" + root.relativize(file), Files.readString(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return data;
    }

    /** Each container by name, in words, without what may differ: ids, addresses, times. */
    Map<String, String> containers() {
        Map<String, String> containers = new TreeMap<>();
        for (Inspect c : engine.all()) {
            Map<String, Set<String>> networks = new TreeMap<>();
            c.networks().forEach((network, endpoint) -> networks.put(network, aliases(endpoint)));
            networks.remove(shape.stack + "_lull_backstage");
            Map<String, Object> words = new LinkedHashMap<>();
            words.put("running", c.isRunning());
            words.put("image", c.image());
            words.put("policy", c.restartPolicy());
            words.put("networks", networks);
            words.put("ports", c.publishedPorts());
            words.put("mounts", c.mounts());
            words.put("labels", new TreeMap<>(c.labels()));
            words.put("env", c.raw().path("Config").path("Env").toString());
            containers.put(c.name(), words.toString());
        }
        return containers;
    }

    private static Set<String> aliases(Endpoint endpoint) {
        return new TreeSet<>(endpoint.aliases());
    }

    // --- How it must be at the end.

    /** What differs from how it was before any window. */
    List<String> differencesFromBefore() {
        List<String> wrong = new ArrayList<>(leftovers());
        compare("container", before, containers(), wrong);
        compare("data", data, data(), wrong);
        if (!composeFile().equals(shape.compose())) {
            wrong.add("the compose file is not what it was: " + composeFile());
        }
        return wrong;
    }

    /** What differs from an update of these services to these images, migrated. */
    List<String> differencesFromUpdated(Map<ServiceName, String> images) {
        List<String> wrong = new ArrayList<>(leftovers());
        Set<String> changes = compose.wouldChange(project);
        if (!changes.isEmpty()) {
            wrong.add("'docker compose up -d' would change " + changes);
        }
        Path other = folder.resolve("expected");
        try {
            World fresh = new World(shape, Files.createDirectories(other));
            ComposeFile file = new ComposeFile(other.resolve("compose.yaml"));
            images.forEach((service, image) -> file.setImage(service, image, digest -> {}));
            fresh.engine.onMutation(mutation -> {});
            fresh.compose.up(fresh.project);
            Map<String, String> expected = new TreeMap<>();
            fresh.containers()
                    .forEach((name, words) ->
                            expected.put(name, words.replace(other + "", folder + "")));
            compare("container", expected, containers(), wrong);
            if (!composeFile().equals(fresh.composeFile())) {
                wrong.add("the compose file is " + composeFile());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> expected = new TreeMap<>(data);
        expected.replaceAll((name, text) -> name.endsWith("/" + SCHEMA) ? "2" : text);
        String volume = volume().resolveSibling("").getFileName().toString();
        expected.put(volume + "/cache-2", "of the new version");
        compare("data", expected, data(), wrong);
        return wrong;
    }

    /** Rollback points that are to be elsewhere and are not. */
    List<String> notCopied() {
        return offsite.stream()
                .flatMap(o ->
                        points.list().points().stream()
                                .map(RollbackPoint::id)
                                .filter(id -> !o.has(id)))
                .map(id -> id + " was not copied off-site")
                .toList();
    }

    private static void compare(
            String what,
            Map<String, String> expected,
            Map<String, String> actual,
            List<String> wrong) {
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            String was = expected.getOrDefault(name, "not there");
            String is = actual.getOrDefault(name, "not there");
            if (!was.equals(is)) {
                wrong.add(what + " " + name + " should be " + was + " and is " + is);
            }
        }
    }

    private List<String> leftovers() {
        List<String> wrong = new ArrayList<>();
        if (!hold.heldNow().isEmpty()) {
            wrong.add("ports are still held: " + hold.heldNow());
        }
        for (Inspect c : engine.all()) {
            if (c.isRunning() && gate.isRefused(c.pid(), 8000)) {
                wrong.add("the gate of " + c.name() + " is still closed");
            }
            if (c.isRunning() && !detour.turns(c.pid()).isEmpty()) {
                wrong.add(c.name() + " is still turned: " + detour.turns(c.pid()));
            }
        }
        Set<String> networks = new TreeSet<>(engine.networkNames());
        networks.removeAll(
                Set.of(
                        "bridge",
                        shape.front(),
                        shape.stack + "_back",
                        shape.stack + "_lull_backstage"));
        networks.forEach(n -> wrong.add("network " + n + " was left behind"));
        try (Stream<Path> files = Files.list(points.root())) {
            Set<String> whole =
                    points.list().points().stream()
                            .map(RollbackPoint::id)
                            .map(Object::toString)
                            .collect(Collectors.toSet());
            files.map(f -> f.getFileName().toString())
                    .filter(f -> !whole.contains(f))
                    .forEach(f -> wrong.add(f + " was left behind in the points"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wrong;
    }
}
