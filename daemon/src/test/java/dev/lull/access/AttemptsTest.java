package dev.lull.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private Instant now = Instant.parse("2026-03-01T02:03:04Z");
    private final Attempts attempts = new Attempts(() -> now);

    private void fail(String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(attempts.begin(address)).isEmpty();
        }
    }

    @Test
    void five_a_minute_may_fail_from_one_address() {
        fail("192.0.2.1", 4);
        now = now.plusSeconds(20);
        fail("192.0.2.1", 1);
        assertThat(attempts.begin("192.0.2.1")).contains(Duration.ofSeconds(40));
        fail("192.0.2.2", 5);
        now = now.plusSeconds(40);
        fail("192.0.2.1", 4);
        assertThat(attempts.begin("192.0.2.1")).contains(Duration.ofSeconds(20));
    }

    @Test
    void one_that_has_to_wait_does_not_wait_longer_for_asking_again() {
        fail("192.0.2.1", 5);
        for (int i = 0; i < 100; i++) {
            assertThat(attempts.begin("192.0.2.1")).contains(Duration.ofMinutes(1));
        }
        now = now.plusSeconds(60);
        fail("192.0.2.1", 5);
    }

    @Test
    void what_strangers_try_keeps_nobody_else_out() {
        for (int i = 0; i < 200; i++) {
            fail("192.0.2." + i, 5);
        }
        fail("198.51.100.1", 5);
        assertThat(attempts.begin("198.51.100.1")).isPresent();
        fail("127.0.0.1", 1);
        fail(Caller.SOCKET, 1);
    }

    @Test
    void who_has_an_address_of_a_network_of_ipv6_has_all() {
        fail("2001:db8:0:1::1", 3);
        fail("[2001:db8:0:1:ffff::7]", 2);
        assertThat(attempts.begin("2001:db8:0:1::2")).isPresent();
        fail("2001:db8:0:2::1", 5);
        attempts.succeeded("2001:db8:0:1::9");
        fail("2001:db8:0:1::2", 1);
        fail("::ffff:192.0.2.1", 5);
        assertThat(attempts.begin("192.0.2.1")).isPresent();
    }

    @Test
    void of_many_addresses_the_newest_thousand_are_kept() {
        fail("198.51.100.1", 5);
        for (int i = 0; i < 5_000; i++) {
            fail("10.0." + i / 250 + "." + i % 250, 1);
        }
        assertThat(attempts.addresses()).isEqualTo(1_000);
        fail("198.51.100.1", 1);
        now = now.plusSeconds(60);
        fail("10.1.0.1", 1);
        assertThat(attempts.addresses()).isEqualTo(1);
    }

    @Test
    void those_that_succeed_do_not_count() {
        fail("192.0.2.1", 4);
        for (int i = 0; i < 50; i++) {
            assertThat(attempts.begin("192.0.2.1")).isEmpty();
            attempts.succeeded("192.0.2.1");
        }
        attempts.succeeded("192.0.2.9");
        fail("192.0.2.1", 1);
        assertThat(attempts.begin("192.0.2.1")).isPresent();
    }

    @Test
    void a_clock_that_is_set_keeps_nobody_out_for_longer() {
        fail("192.0.2.1", 5);
        now = now.minus(Duration.ofHours(5));
        fail("192.0.2.1", 5);
        now = now.plus(Duration.ofHours(10));
        fail("192.0.2.1", 5);
    }
}
