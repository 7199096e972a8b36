package dev.lull.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link Hold} does. */
abstract class HoldContract {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(400);

    /** The same one in each test; holds nothing at its start. */
    abstract Hold hold();

    abstract void pass(Duration time) throws InterruptedException;

    @Test
    void holds_until_released() {
        hold().hold(Set.of(39011, 39012), LONG);
        assertThat(hold().held()).containsExactlyInAnyOrder(39011, 39012);
        hold().release(Set.of(39011, 39012));
        assertThat(hold().held()).isEmpty();
    }

    @Test
    void releases_only_what_is_named() {
        hold().hold(Set.of(39011), LONG);
        hold().hold(Set.of(39012), LONG);
        hold().release(Set.of(39011));
        assertThat(hold().held()).containsExactly(39012);
    }

    @Test
    void the_timeout_lifts_by_itself() throws InterruptedException {
        hold().hold(Set.of(39011), SHORT);
        pass(SHORT.multipliedBy(2));
        assertThat(hold().held()).isEmpty();
    }

    @Test
    void holding_again_renews_the_timeout() throws InterruptedException {
        hold().hold(Set.of(39011), SHORT);
        hold().hold(Set.of(39011), LONG);
        pass(SHORT.multipliedBy(2));
        assertThat(hold().held()).containsExactly(39011);
    }

    @Test
    void a_shorter_timeout_replaces_a_longer_one() throws InterruptedException {
        hold().hold(Set.of(39011), LONG);
        hold().hold(Set.of(39011), SHORT);
        pass(SHORT.multipliedBy(2));
        assertThat(hold().held()).isEmpty();
    }

    @Test
    void releasing_or_clearing_twice_is_no_error() {
        hold().hold(Set.of(39011), LONG);
        hold().release(Set.of(39011));
        hold().release(Set.of(39011));
        hold().clear();
        hold().clear();
        assertThat(hold().held()).isEmpty();
    }

    @Test
    void no_port_holds_nothing() {
        hold().hold(Set.of(), LONG);
        hold().release(Set.of());
        assertThat(hold().held()).isEmpty();
    }

    @Test
    void a_hold_without_an_end_or_of_no_port_is_refused() {
        assertThatThrownBy(() -> hold().hold(Set.of(39011), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hold().hold(Set.of(70000), LONG))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(hold().held()).isEmpty();
    }
}
