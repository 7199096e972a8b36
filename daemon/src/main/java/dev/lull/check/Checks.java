package dev.lull.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.docker.Endpoint;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.docker.LogLine;
import dev.lull.stack.Command;
import dev.lull.stack.Durations;
import dev.lull.stack.HttpCheck;
import dev.lull.stack.ServiceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells whether containers work: they run, are healthy, answer, and log no error. Touches nothing.
 */
public final class Checks {
    private static final Duration EXEC = Duration.ofSeconds(60);
    private static final Duration START_STAMP_LATE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    private final Engine engine;
    private final HttpProbe http;

    public Checks(Engine engine, HttpProbe http) {
        this.engine = engine;
        this.http = http;
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

    /** How long a thing that should be well anyway may take to show it. */
    public Duration shortPatience() {
        return Duration.ofSeconds(5);
    }

    /** Looks once. Empty when everything passes. */
    public Optional<String> failure(Subject subject) throws InterruptedException {
        Optional<Inspect> found = engine.inspect(subject.id());
        if (found.isEmpty()) {
            return Optional.of(subject.name() + " is gone");
        }
        Inspect container = found.get();
        if (!container.isRunning()) {
            return Optional.of(notRunning(subject, container));
        }
        Optional<String> failure = health(container);
        for (HttpCheck check : subject.settings().http()) {
            if (failure.isEmpty()) {
                failure = http.failure(address(subject, container), check);
            }
        }
        for (Command command : subject.settings().exec()) {
            if (failure.isEmpty()) {
                failure = exec(container, command);
            }
        }
        return failure.map(f -> subject.name() + ": " + f).or(() -> badLog(subject, container));
    }

    /**
     * Waits until everything passes. A container that ended or logged an error fails at once: more
     * time would not help.
     *
     * @return what was wrong at the end, or empty when it passed
     */
    public Optional<String> await(List<Subject> subjects, Duration atMost)
            throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        for (Subject subject : subjects) {
            Optional<String> failure = awaitOne(subject, end);
            if (failure.isPresent()) {
                return failure.map(f -> hopeless(subject) ? f : f + late(atMost));
            }
        }
        return Optional.empty();
    }

    private static String late(Duration atMost) {
        return " (still so after " + Durations.print(atMost) + ")";
    }

    private Optional<String> awaitOne(Subject subject, long end) throws InterruptedException {
        while (true) {
            Optional<String> failure = failure(subject);
            if (failure.isEmpty() || System.nanoTime() >= end || hopeless(subject)) {
                return failure;
            }
            Thread.sleep(BETWEEN_TRIES);
        }
    }

    private boolean hopeless(Subject subject) {
        Optional<Inspect> found = engine.inspect(subject.id());
        return found.isEmpty()
                || !found.get().isRunning()
                || badLog(subject, found.get()).isPresent();
    }

    /**
     * Watches for a time: everything must pass all the while, and nothing may restart.
     *
     * @return the first thing that went wrong, or empty
     */
    public Optional<String> watch(List<Subject> subjects, Duration time)
            throws InterruptedException {
        List<Instant> starts = subjects.stream().map(this::startedAt).toList();
        long end = System.nanoTime() + time.toNanos();
        do {
            for (int i = 0; i < subjects.size(); i++) {
                Optional<String> failure = watchOne(subjects.get(i), starts.get(i));
                if (failure.isPresent()) {
                    return failure;
                }
            }
            Thread.sleep(
                    Math.clamp((end - System.nanoTime()) / 1_000_000, 0, BETWEEN_LOOKS.toMillis()));
        } while (System.nanoTime() < end);
        return Optional.empty();
    }

    private Optional<String> watchOne(Subject subject, Instant start) throws InterruptedException {
        Optional<String> failure = failure(subject);
        if (failure.isEmpty() && !startedAt(subject).equals(start)) {
            return Optional.of(subject.name() + " restarted while it was watched");
        }
        if (failure.isEmpty() || hopeless(subject)) {
            return failure;
        }
        Thread.sleep(BETWEEN_TRIES);
        return failure(subject);
    }

    private Instant startedAt(Subject subject) {
        return engine.inspect(subject.id()).map(Inspect::startedAt).orElse(Instant.EPOCH);
    }

    /** The address under which the host reaches a container; empty when there is none. */
    public static String address(Subject subject, Inspect container) {
        Endpoint chosen = container.networks().get(subject.network());
        Stream<Endpoint> endpoints =
                chosen != null ? Stream.of(chosen) : container.networks().values().stream();
        return endpoints
                .map(Endpoint::address)
                .filter(a -> !a.isEmpty())
                .findFirst()
                .orElse("127.0.0.1");
    }

    private static String notRunning(Subject subject, Inspect container) {
        String reason = container.error().isEmpty() ? "" : ": " + container.error();
        return subject.name()
                + " does not run ("
                + container.state()
                + ", exit code "
                + container.exitCode()
                + ")"
                + reason;
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
        List<String> test = new ArrayList<>();
        for (JsonNode word : container.raw().path("Config").path("Healthcheck").path("Test")) {
            test.add(word.asText());
        }
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
        }
    }

    private static String tail(List<String> output) {
        return output.isEmpty() ? "" : ": " + output.getLast();
    }

    /** Docker stamps the start after the first output, but never before the last end. */
    private static Instant logsFrom(Subject subject, Inspect container) {
        Instant early = container.startedAt().minus(START_STAMP_LATE);
        boolean endedBefore = container.isRunning() && container.finishedAt().isAfter(early);
        Instant start = endedBefore ? container.finishedAt() : early;
        return start.isAfter(subject.logsFrom()) ? start : subject.logsFrom();
    }

    private Optional<String> badLog(Subject subject, Inspect container) {
        List<LogLine> lines = engine.logs(container.id(), logsFrom(subject, container));
        return LogGate.firstFailure(lines, subject.settings())
                .map(line -> subject.name() + " logged: " + line.text());
    }
}
