package dev.lull.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.testbed.DatagramSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceManagerTest {
    private static final long PID = 42;

    @TempDir private Path folder;

    @Test
    void systemd_hears_that_it_serves_that_it_lives_and_that_it_stops() throws Throwable {
        String address = folder.resolve("notify").toString();
        try (DatagramSocket systemd = new DatagramSocket(address);
                ServiceManager manager =
                        new ServiceManager(
                                Map.of(
                                        "NOTIFY_SOCKET", address,
                                        "WATCHDOG_USEC", "20000",
                                        "WATCHDOG_PID", "42"),
                                PID)) {
            manager.ready(() -> {});
            assertThat(systemd.receive()).isEqualTo("READY=1");
            assertThat(systemd.receive()).isEqualTo("WATCHDOG=1");
            assertThat(systemd.receive()).isEqualTo("WATCHDOG=1");
        }
    }

    @Test
    void one_that_does_not_answer_itself_does_not_say_that_it_lives() throws Throwable {
        String address = folder.resolve("notify").toString();
        AtomicBoolean asked = new AtomicBoolean();
        try (DatagramSocket systemd = new DatagramSocket(address);
                ServiceManager manager =
                        new ServiceManager(
                                Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "20000"), PID)) {
            manager.ready(() -> {
                if (!asked.getAndSet(true)) {
                    throw new IllegalStateException("stuck");
                }
            });
            assertThat(systemd.receive()).isEqualTo("READY=1");
            assertThat(systemd.receive()).isEqualTo("WATCHDOG=1");
            assertThat(asked).as("it was asked twice").isTrue();
        }
    }

    @Test
    void systemd_hears_when_the_configuration_is_read_again_and_when_that_is_over()
            throws Throwable {
        String address = folder.resolve("notify").toString();
        try (DatagramSocket systemd = new DatagramSocket(address);
                ServiceManager manager =
                        new ServiceManager(Map.of("NOTIFY_SOCKET", address), PID)) {
            manager.reloading();
            assertThat(systemd.receive()).matches("RELOADING=1\nMONOTONIC_USEC=\\d+");
            manager.reloaded();
            assertThat(systemd.receive()).isEqualTo("READY=1");
        }
    }

    @Test
    void an_abstract_socket_is_one_too() throws Throwable {
        String address = "@lull-test-" + folder.getFileName();
        try (DatagramSocket systemd = new DatagramSocket(address);
                ServiceManager manager =
                        new ServiceManager(Map.of("NOTIFY_SOCKET", address), PID)) {
            manager.stopping();
            assertThat(systemd.receive()).isEqualTo("STOPPING=1");
        }
    }

    @Test
    void nothing_fails_where_nobody_listens() {
        try (ServiceManager nobody =
                        new ServiceManager(
                                Map.of("NOTIFY_SOCKET", folder.resolve("none").toString()), PID);
                ServiceManager none = new ServiceManager(Map.of("WATCHDOG_USEC", "1"), PID)) {
            nobody.ready(() -> {});
            nobody.stopping();
            none.ready(() -> {
                throw new AssertionError("it was asked");
            });
        }
    }
}
