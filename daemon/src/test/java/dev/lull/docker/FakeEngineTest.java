package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract against the fake, and what the fake has for tests. */
class FakeEngineTest extends EngineContract {
    private final FakeEngine engine = new FakeEngine().withImage(IMAGE, 1);

    @Override
    Engine engine() {
        return engine;
    }

    @Override
    Behaviour behaviour() {
        return new Behaviour() {
            @Override
            public void ends(String container, int exitCode, String... output) {
                engine.ends(container, exitCode, output);
            }

            @Override
            public void execEnds(
                    String container, List<String> argv, int exitCode, String... output) {
                engine.execEnds(container, argv, exitCode, output);
            }

            @Override
            public void streams(String container, FakeStreams tool) {
                engine.streams(container, tool);
            }

            @Override
            public void execHangs(String container, List<String> argv) {
                engine.execHangs(container, argv);
            }

            @Override
            public void isPaused(String container) {
                engine.becomes(container, "paused");
            }

            @Override
            public void restarts(String container) {
                engine.becomes(container, "restarting");
            }
        };
    }

    @Test
    void an_ordered_failure_comes_at_its_call_before_or_after_the_effect() {
        String id = sleeper("faulty", "");
        engine.failBefore("start", 1, new EngineException.Transient("not yet"));
        engine.failAfter("start", 2, new EngineException.Unknown("who knows"));

        assertThatThrownBy(() -> engine.start(id)).hasMessage("not yet");
        assertThat(inspect(id).isRunning()).isFalse();
        assertThatThrownBy(() -> engine.start(id)).hasMessage("who knows");
        assertThat(inspect(id).isRunning()).isTrue();
        engine.start(id);
    }

    @Test
    void what_could_not_be_removed_refuses_to_start_and_can_be_removed_again() {
        String id = running("odd");
        engine.becomes(id, "dead");
        assertThat(inspect(id).isGoing()).isTrue();
        assertThatThrownBy(() -> engine.start(id)).hasMessageContaining("marked for removal");
        engine.remove(id);
        assertThat(engine.inspect(id)).isEmpty();
    }

    @Test
    void what_was_changed_is_told_by_names() {
        String id = running("changed");
        network("n");
        engine.connect(name("n"), id, Endpoint.of(List.of("db")));

        assertThat(engine.mutations())
                .containsExactly(
                        "create " + name("changed"),
                        "start " + name("changed"),
                        "createNetwork " + name("n"),
                        "connect " + name("n") + " " + name("changed"));
        assertThat(engine.resolve(name("n"), "db")).containsExactly(name("changed"));
    }

    @Test
    void a_restart_of_the_engine_revives_by_policy_and_breaks_the_events() {
        String always = sleeper("a", ",\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"always\"}}");
        String unless =
                sleeper("u", ",\"HostConfig\":{\"RestartPolicy\":{\"Name\":\"unless-stopped\"}}");
        String never = running("n");
        List.of(always, unless).forEach(engine::start);
        List.of(always, unless).forEach(engine::stop);
        List<String> ended = new ArrayList<>();
        engine.events(event -> {}, ended::add);

        engine.restart();

        assertThat(inspect(always).isRunning()).isTrue();
        assertThat(inspect(unless).isRunning()).isFalse();
        assertThat(inspect(never).isRunning()).isFalse();
        assertThat(ended).hasSize(1);
    }
}
