package dev.lull.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.page.Detour.Turn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Detour} does. */
abstract class DetourContract {
    /** More than the kernel's highest process id. */
    private static final long NO_PROCESS = 4_194_400;

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(400);

    abstract Detour detour();

    /** A process whose container's connections are turned; they go straight at first. */
    abstract long proxy();

    /** Where something listens on port 80 and 81. */
    abstract String server();

    /** Where nobody is. */
    abstract String nobody();

    /** Whether the proxy reaches something there. */
    abstract boolean reaches(String address, int port);

    abstract void pass(Duration time) throws InterruptedException;

    private Turn turn(int port) {
        return new Turn(nobody(), port, server());
    }

    @Test
    void leads_to_the_one_that_answers_now_until_it_is_lifted() {
        assertThat(reaches(nobody(), 80)).isFalse();
        detour().lay(proxy(), List.of(turn(80), turn(81)), LONG);
        assertThat(reaches(nobody(), 80)).isTrue();
        assertThat(reaches(nobody(), 81)).isTrue();
        assertThat(reaches(server(), 80)).isTrue();
        detour().lift(proxy());
        detour().lift(proxy());
        assertThat(reaches(nobody(), 80)).isFalse();
        assertThat(reaches(server(), 80)).isTrue();
    }

    @Test
    void turns_only_the_ports_that_are_named_and_names_them_anew() {
        detour().lay(proxy(), List.of(turn(80)), LONG);
        assertThat(reaches(nobody(), 81)).isFalse();
        detour().lay(proxy(), List.of(turn(81)), LONG);
        assertThat(reaches(nobody(), 80)).isFalse();
        assertThat(reaches(nobody(), 81)).isTrue();
        detour().lay(proxy(), List.of(), LONG);
        assertThat(reaches(nobody(), 81)).isFalse();
    }

    @Test
    void ends_by_itself() throws InterruptedException {
        detour().lay(proxy(), List.of(turn(80)), LONG);
        assertThat(reaches(nobody(), 80)).isTrue();
        detour().lay(proxy(), List.of(turn(80)), SHORT);
        pass(SHORT.multipliedBy(2));
        assertThat(reaches(nobody(), 80)).isFalse();
    }

    @Test
    void a_process_that_has_gone_is_no_error() {
        detour().lay(NO_PROCESS, List.of(turn(80)), LONG);
        detour().lift(NO_PROCESS);
    }
}
