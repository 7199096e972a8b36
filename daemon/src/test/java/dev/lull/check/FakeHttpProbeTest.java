package dev.lull.check;

import dev.lull.docker.FakeEngine;
import dev.lull.docker.Inspect;
import dev.lull.stack.HttpCheck;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

class FakeHttpProbeTest extends HttpProbeContract {
    private final FakeEngine engine = new FakeEngine().withImage("app:1", 1);
    private final HttpProbe probe = new FakeHttpProbe(engine, FakeHttpProbeTest::answer);

    private static Optional<FakeHttpProbe.Answer> answer(Inspect container, HttpCheck check) {
        if (check.port() != 80) {
            return Optional.empty();
        }
        return Optional.of(
                switch (check.path()) {
                    case "/healthz" -> new FakeHttpProbe.Answer(204, Map.of("Lull-Page", "7"));
                    case "/five" ->
                            new FakeHttpProbe.Answer(
                                    200, Map.of("Lull-Page", "7", "Content-Length", "5"));
                    default -> new FakeHttpProbe.Answer(404, Map.of("Lull-Page", "7"));
                });
    }

    @BeforeEach
    void start() {
        engine.create("app", "{\"Image\":\"app:1\"}");
        engine.start("app");
    }

    @Override
    HttpProbe probe() {
        return probe;
    }

    @Override
    String address() {
        return engine.inspect("app").orElseThrow().networks().values().iterator().next().address();
    }

    @Override
    int port() {
        return 80;
    }

    @Override
    int closedPort() {
        return 81;
    }
}
