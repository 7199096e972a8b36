package dev.lull.docker;

/** The contract against the fake. */
class FakeComposeTest extends ComposeContract {
    private final FakeEngine engine = new FakeEngine().withImage("debian:bookworm-slim", 1);
    private final FakeCompose compose = new FakeCompose(engine);

    @Override
    Compose compose() {
        return compose;
    }

    @Override
    Engine engine() {
        return engine;
    }

    @Override
    void ends(String container, int exitCode, String line) {
        engine.ends(container, exitCode, line);
    }
}
