package dev.lull.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Gate} does. */
abstract class GateContract {
    /** More than the kernel's highest process id. */
    private static final long NOBODY = 4_194_400;

    private static final Set<Integer> DOOR = Set.of(80);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(5);

    abstract Gate gate();

    /** A process that listens on port 80 and 81; nobody is connected, nothing is refused. */
    abstract long process();

    /** Tries to connect and stays connected; false when refused. */
    abstract boolean connect(int port) throws Exception;

    /** Ends every connection of this test. */
    abstract void disconnect() throws Exception;

    @Test
    void refuses_newcomers_and_leaves_those_who_are_in() throws Exception {
        assertThat(connect(80)).isTrue();
        gate().refuse(process(), DOOR);
        assertThat(connect(80)).isFalse();
        assertThat(gate().connections(process(), DOOR)).isEqualTo(1);
        disconnect();
    }

    @Test
    void refuses_only_the_ports_that_are_named() throws Exception {
        gate().refuse(process(), DOOR);
        assertThat(connect(81)).isTrue();
        assertThat(gate().connections(process(), DOOR)).isZero();
        assertThat(gate().connections(process(), Set.of(80, 81))).isEqualTo(1);
        disconnect();
    }

    @Test
    void refusing_again_names_the_ports_anew() throws Exception {
        gate().refuse(process(), DOOR);
        gate().refuse(process(), Set.of(81));
        assertThat(connect(80)).isTrue();
        assertThat(connect(81)).isFalse();
        gate().refuse(process(), Set.of());
        assertThat(connect(81)).isTrue();
        disconnect();
    }

    @Test
    void admits_again_and_twice_is_no_error() throws Exception {
        gate().refuse(process(), DOOR);
        gate().admit(process());
        gate().admit(process());
        assertThat(connect(80)).isTrue();
        disconnect();
    }

    @Test
    void waits_until_the_last_one_has_left() throws Exception {
        assertThat(gate().awaitIdle(process(), DOOR, SHORT)).isTrue();
        connect(80);
        assertThat(gate().awaitIdle(process(), DOOR, SHORT)).isFalse();
        disconnect();
        assertThat(gate().awaitIdle(process(), DOOR, LONG)).isTrue();
    }

    @Test
    void a_process_that_has_gone_is_no_error() throws Exception {
        gate().refuse(NOBODY, DOOR);
        gate().admit(NOBODY);
        assertThat(gate().connections(NOBODY, DOOR)).isZero();
        assertThat(gate().awaitIdle(NOBODY, DOOR, SHORT)).isTrue();
    }
}
