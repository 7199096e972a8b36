package dev.lull.check;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.stack.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One watch over containers: they pass all the while, and none restarts. */
final class Watch {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    /** They are processes in the user's container, and may cost it as much as a visitor's work. */
    static final Duration BETWEEN_COMMANDS = Duration.ofSeconds(30);

    private record Watched(Checks.Subject subject, Instant start, LogReader log) {}

    private final Engine engine;
    private final Checks checks;
    private final LongSupplier nanos;
    private final List<Watched> all;

    Watch(Engine engine, Checks checks, LongSupplier nanos, List<Checks.Subject> subjects) {
        this.engine = engine;
        this.checks = checks;
        this.nanos = nanos;
        this.all = subjects.stream().map(s -> new Watched(s, startedAt(s), checks.log(s))).toList();
    }

    /**
     * Looks again and again. Commands are run in the first look, in the last, and between them
     * after each {@link #BETWEEN_COMMANDS}. Logs are read whole in the first look and in the last.
     *
     * @return the first thing that went wrong, or empty
     */
    Optional<String> failure(Duration time) throws InterruptedException {
        long end = nanos.getAsLong() + time.toNanos();
        long nextCommands = nanos.getAsLong();
        while (true) {
            long now = nanos.getAsLong();
            boolean last = now - end >= 0;
            boolean commands = last || now - nextCommands >= 0;
            if (last) {
                all.forEach(one -> one.log().startOver());
            }
            Optional<String> failure = round(commands);
            if (failure.isPresent() || last) {
                return failure;
            }
            if (commands) {
                nextCommands = nanos.getAsLong() + BETWEEN_COMMANDS.toNanos();
            }
            long left = (end - nanos.getAsLong()) / 1_000_000 + 1;
            Thread.sleep(Math.clamp(left, 0, BETWEEN_LOOKS.toMillis()));
        }
    }

    private Optional<String> round(boolean commands) throws InterruptedException {
        for (Watched one : all) {
            Optional<String> failure =
                    failure(one, commands ? one.subject().settings().exec() : List.of());
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    private Optional<String> failure(Watched one, List<Command> commands)
            throws InterruptedException {
        Optional<String> failure = checks.failure(one.subject(), commands, one.log());
        if (failure.isEmpty()) {
            return restarted(one);
        }
        if (checks.hopeless(one.subject(), one.log())) {
            return failure;
        }
        Thread.sleep(BETWEEN_TRIES);
        return checks.failure(one.subject(), commands, one.log()).or(() -> restarted(one));
    }

    private Optional<String> restarted(Watched one) {
        return startedAt(one.subject()).equals(one.start())
                ? Optional.empty()
                : Optional.of(Checks.restarted(one.subject()));
    }

    private Instant startedAt(Checks.Subject subject) {
        return engine.inspect(subject.id()).map(Inspect::startedAt).orElse(Instant.EPOCH);
    }
}
