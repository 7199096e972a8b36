package dev.lull.check;

import dev.lull.docker.Endpoint;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.stack.Command;
import dev.lull.stack.Durations;
import dev.lull.stack.HttpCheck;
import dev.lull.stack.ServiceSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Tells whether containers work: they run, are healthy, answer, and log no error. Touches nothing.
 */
public final class Checks {
    private static final Duration EXEC = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    private static final Duration BETWEEN_GLANCES = Duration.ofMillis(100);

    private final Engine engine;
    private final HttpProbe http;
    private final InstantSource clock;
    private final LongSupplier nanos;

    /**
     * @param clock that of the engine's host, by which logs are stamped; somebody may set it
     */
    public Checks(Engine engine, HttpProbe http, InstantSource clock) {
        this(engine, http, clock, System::nanoTime);
    }

    Checks(Engine engine, HttpProbe http, InstantSource clock, LongSupplier nanos) {
        this.engine = engine;
        this.http = http;
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * A container to check.
     *
     * @param id of the container
     * @param name for messages
     * @param settings how to check it
     * @param network on which the host reaches it; empty for any
     * @param logsFrom what it logged before does not count; the epoch for everything since its
     *     start
     */
    public record Subject(
            String id, String name, ServiceSettings settings, String network, Instant logsFrom) {}

    LogReader log(Subject subject) {
        return new LogReader(engine, subject, clock, nanos);
    }

    /** How long a thing that should be well anyway may take to show it. */
    public Duration shortPatience() {
        return Duration.ofSeconds(5);
    }

    /** Whether Docker tells how healthy the container is. */
    public boolean hasHealthCheck(Subject subject) {
        return engine.inspect(subject.id()).flatMap(Inspect::health).isPresent();
    }

    /** Looks once. Empty when everything passes. */
    public Optional<String> failure(Subject subject) throws InterruptedException {
        return look(subject).failure();
    }

    /** Looks once, runs only these of its commands, and reads on in its log. */
    Optional<String> failure(Subject subject, List<Command> commands, LogReader log)
            throws InterruptedException {
        return look(subject, commands, log).failure();
    }

    /**
     * One look at a container.
     *
     * @param started the start of the container that was looked at
     * @param answered when its health and HTTP checks were over, by the nanosecond clock
     */
    private record Look(Optional<String> failure, Instant started, long answered) {
        static Look failed(String failure) {
            return new Look(Optional.of(failure), Instant.EPOCH, 0);
        }
    }

    private Look look(Subject subject) throws InterruptedException {
        return look(subject, subject.settings().exec(), log(subject));
    }

    private Look look(Subject subject, List<Command> commands, LogReader log)
            throws InterruptedException {
        Optional<Inspect> found = engine.inspect(subject.id());
        if (found.isEmpty()) {
            return Look.failed(subject.name() + " is gone");
        }
        Inspect container = found.get();
        Optional<String> idle = Pulse.failure(subject, container);
        if (idle.isPresent()) {
            return Look.failed(idle.get());
        }
        Optional<String> failure = health(container);
        if (failure.isEmpty()) {
            failure = answer(subject, container);
        }
        long answered = nanos.getAsLong();
        for (Command command : commands) {
            if (failure.isEmpty()) {
                failure = exec(container, command);
            }
        }
        return new Look(
                failure.map(f -> subject.name() + ": " + f).or(() -> log.failure(container)),
                container.startedAt(),
                answered);
    }

    private Optional<String> answer(Subject subject, Inspect container)
            throws InterruptedException {
        if (subject.settings().http().isEmpty()) {
            return Optional.empty();
        }
        String address = address(subject, outward(container));
        if (address.isEmpty()) {
            return Optional.of("has no address at which the host reaches it");
        }
        for (HttpCheck check : subject.settings().http()) {
            Optional<String> failure = http.failure(address, check);
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    /**
     * Waits until everything passes. A container that ended or logged an error fails at once: more
     * time would not help.
     *
     * @return what was wrong at the end, or empty when it passed
     */
    public Optional<String> await(List<Subject> subjects, Duration atMost)
            throws InterruptedException {
        return await(subjects, atMost, new ArrayList<>());
    }

    /**
     * Waits until everything passes, then until the containers have settled: for some break a
     * moment after their first answers. From its health and HTTP checks on each must go on running
     * and log no error for a time, in which its commands are already run; at the end its HTTP
     * checks must pass once more.
     *
     * @return what was wrong, or empty
     */
    public Optional<String> awaitSettled(List<Subject> subjects, Duration atMost, Duration settle)
            throws InterruptedException {
        List<Look> passed = new ArrayList<>();
        Optional<String> failure = await(subjects, atMost, passed);
        for (int i = 0; i < subjects.size() && failure.isEmpty(); i++) {
            failure = settle(subjects.get(i), passed.get(i), settle);
        }
        return failure;
    }

    private Optional<String> await(List<Subject> subjects, Duration atMost, List<Look> passed)
            throws InterruptedException {
        long end = nanos.getAsLong() + atMost.toNanos();
        for (Subject subject : subjects) {
            Look look = awaitOne(subject, end);
            if (look.failure().isPresent()) {
                return look.failure().map(f -> hopeless(subject) ? f : f + late(atMost));
            }
            passed.add(look);
        }
        return Optional.empty();
    }

    private Optional<String> settle(Subject subject, Look passed, Duration settle)
            throws InterruptedException {
        long end = passed.answered() + settle.toNanos();
        while (true) {
            boolean last = nanos.getAsLong() >= end;
            Optional<String> failure = glance(subject, passed.started());
            if (failure.isPresent()) {
                return failure;
            }
            if (last) {
                return answerAgain(subject);
            }
            long left = (end - nanos.getAsLong()) / 1_000_000 + 1;
            Thread.sleep(Math.clamp(left, 1, BETWEEN_GLANCES.toMillis()));
        }
    }

    /** What costs the container nothing: that it runs, is the same, and logs no error. */
    private Optional<String> glance(Subject subject, Instant started) {
        Optional<Inspect> found = engine.inspect(subject.id());
        if (found.isEmpty()) {
            return Optional.of(subject.name() + " is gone");
        }
        Inspect container = found.get();
        Optional<String> idle = Pulse.failure(subject, container);
        if (idle.isPresent()) {
            return idle;
        }
        if (!container.startedAt().equals(started)) {
            return Optional.of(restarted(subject));
        }
        if (container.health().filter("unhealthy"::equals).isPresent()) {
            return health(container).map(f -> subject.name() + ": " + f);
        }
        return log(subject).failure(container);
    }

    private Optional<String> answerAgain(Subject subject) throws InterruptedException {
        Optional<Inspect> found = engine.inspect(subject.id());
        return found.isEmpty()
                ? Optional.of(subject.name() + " is gone")
                : answer(subject, found.get()).map(f -> subject.name() + ": " + f);
    }

    private static String late(Duration atMost) {
        return " (still so after " + Durations.print(atMost) + ")";
    }

    private Look awaitOne(Subject subject, long end) throws InterruptedException {
        Duration pause = FIRST_PAUSE;
        while (true) {
            Look look = look(subject);
            if (look.failure().isEmpty() || nanos.getAsLong() >= end || hopeless(subject)) {
                return look;
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(BETWEEN_TRIES) > 0 ? BETWEEN_TRIES : pause;
        }
    }

    private boolean hopeless(Subject subject) {
        return hopeless(subject, log(subject));
    }

    /** Whether more time would not help: it ended, or logged an error. */
    boolean hopeless(Subject subject, LogReader log) {
        Optional<Inspect> found = engine.inspect(subject.id());
        return found.isEmpty()
                || !Pulse.mayCome(found.get())
                || log.failure(found.get()).isPresent();
    }

    /**
     * Watches for a time: everything must pass all the while, and nothing may restart. Its commands
     * are run more seldom than the rest is looked at.
     *
     * @return the first thing that went wrong, or empty
     */
    public Optional<String> watch(List<Subject> subjects, Duration time)
            throws InterruptedException {
        return new Watch(engine, this, nanos, subjects).failure(time);
    }

    static String restarted(Subject subject) {
        return subject.name() + " restarted while it was watched";
    }

    /** Whose network it is on: its own, or that of the container which it shares. */
    private Inspect outward(Inspect container) {
        String mode = container.networkMode();
        return mode.startsWith("container:")
                ? engine.inspect(mode.substring("container:".length())).orElse(container)
                : container;
    }

    /**
     * The address under which the host reaches a container; empty while Docker has not given it
     * one.
     */
    public static String address(Subject subject, Inspect container) {
        Endpoint chosen = container.networks().get(subject.network());
        Stream<Endpoint> endpoints =
                chosen != null ? Stream.of(chosen) : container.networks().values().stream();
        return endpoints
                .map(Endpoint::address)
                .filter(a -> !a.isEmpty())
                .findFirst()
                .orElse(container.networkMode().equals("host") ? "127.0.0.1" : "");
    }

    /**
     * Docker's first probe waits a whole interval; until then the container's own health command is
     * run here, so that visitors don't wait for Docker's clock.
     */
    private Optional<String> health(Inspect container) {
        Optional<String> health = container.health();
        if (health.isEmpty() || health.get().equals("healthy")) {
            return Optional.empty();
        }
        Optional<Command> own = healthCommand(container);
        if (health.get().equals("starting") && own.isPresent()) {
            return exec(container, own.get()).map(f -> "not healthy yet: " + f);
        }
        String output = container.healthOutput();
        return Optional.of("is " + health.get() + (output.isEmpty() ? "" : ": " + output));
    }

    private static Optional<Command> healthCommand(Inspect container) {
        List<String> test = container.healthTest();
        if (test.size() < 2) {
            return Optional.empty();
        }
        return switch (test.getFirst()) {
            case "CMD" -> Optional.of(new Command(test.subList(1, test.size())));
            case "CMD-SHELL" -> Optional.of(new Command(List.of("/bin/sh", "-c", test.get(1))));
            default -> Optional.empty();
        };
    }

    private Optional<String> exec(Inspect container, Command command) {
        List<String> output = new ArrayList<>();
        try {
            int code = engine.exec(container.id(), command.argv(), EXEC, output::add);
            return code == 0
                    ? Optional.empty()
                    : Optional.of("'" + command + "' exited with " + code + tail(output));
        } catch (EngineException.Permanent e) {
            return Optional.of("'" + command + "' could not be run: " + e.getMessage());
        } catch (EngineException.Overdue e) {
            return Optional.of("'" + command + "' " + e.getMessage());
        }
    }

    private static String tail(List<String> output) {
        return output.isEmpty() ? "" : ": " + output.getLast();
    }
}
