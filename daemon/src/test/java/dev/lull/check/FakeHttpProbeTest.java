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
        return check.port() == 80
                ? Optional.of(
                        new FakeHttpProbe.Answer(
                                check.path().equals("/healthz") ? 204 : 404,
                                Map.of("Lull-Page", "7")))
                : Optional.empty();
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
