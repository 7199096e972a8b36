package dev.lull.check;

import dev.lull.docker.Endpoint;
import dev.lull.docker.FakeEngine;
import dev.lull.docker.Faults;
import dev.lull.docker.Inspect;
import dev.lull.stack.HttpCheck;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;

/** Asks the containers of a {@link FakeEngine} at the addresses that they have there. */
public final class FakeHttpProbe implements HttpProbe {

    /** What a container answers. */
    public record Answer(int status, Map<String, String> headers) {}

    /** A fault of this port: there is no answer. */
    public static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Faults faults = new Faults();
    private final FakeEngine engine;
    private final BiFunction<Inspect, HttpCheck, Optional<Answer>> answers;

    /**
     * Asks these containers.
     *
     * @param answers what a running container answers; empty when it listens on no such port
     */
    public FakeHttpProbe(
            FakeEngine engine, BiFunction<Inspect, HttpCheck, Optional<Answer>> answers) {
        this.engine = engine;
        this.answers = answers;
    }

    /** What is to fail, each with {@link NoAnswer}. */
    public Faults faults() {
        return faults;
    }

    @Override
    public Optional<String> failure(String address, HttpCheck check) {
        Optional<Answer> answer = ask("failure", address, check);
        if (answer.isEmpty()) {
            return Optional.of(check + " was not answered: Connection refused");
        }
        int status = answer.get().status();
        return status == check.status()
                ? Optional.empty()
                : Optional.of(check + " was answered with " + status);
    }

    @Override
    public Optional<String> header(String address, int port, String name) {
        return ask("header", address, new HttpCheck("GET", port, "/", 200))
                .flatMap(a -> Optional.ofNullable(a.headers().get(name)));
    }

    @Override
    public OptionalLong length(String address, HttpCheck check) {
        return ask("length", address, check)
                .filter(a -> a.status() == check.status())
                .flatMap(a -> Optional.ofNullable(a.headers().get("Content-Length")))
                .map(length -> OptionalLong.of(Long.parseLong(length)))
                .orElse(OptionalLong.empty());
    }

    private Optional<Answer> ask(String call, String address, HttpCheck check) {
        try {
            return faults.perform(call, () -> ask(address, check));
        } catch (NoAnswer e) {
            return Optional.empty();
        }
    }

    private Optional<Answer> ask(String address, HttpCheck check) {
        return engine.all().stream()
                .filter(c -> c.state().equals("running"))
                .filter(c ->
                        c.networks().values().stream()
                                .map(Endpoint::address)
                                .anyMatch(a -> !a.isEmpty() && a.equals(address)))
                .findFirst()
                .flatMap(c -> answers.apply(c, check));
    }
}
