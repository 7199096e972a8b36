package dev.lull.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lull.testbed.Ports;
import dev.lull.testbed.TestBed;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NftHoldIT extends HoldContract {
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Beside the real one: a daemon on this machine is not disturbed. */
    private final Hold hold = new NftHold("lull_test");

    @BeforeAll
    static void need() {
        TestBed.requiredNft();
    }

    @BeforeEach
    void sweep() {
        hold.clear();
    }

    @AfterEach
    void leaves_nothing_behind() {
        hold.release(hold.held());
        assertThat(tables()).doesNotContain("lull_test");
    }

    @Override
    Hold hold() {
        return hold;
    }

    @Override
    void pass(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Test
    void the_last_release_takes_the_table_along() {
        hold.hold(Set.of(39011, 39012), LONG);
        hold.release(Set.of(39011));
        assertThat(tables()).contains("lull_test");
        hold.release(Set.of(39012));
        assertThat(tables()).doesNotContain("lull_test");
    }

    @Test
    void a_newcomer_waits_and_gets_in_after_the_release() throws Exception {
        waits_and_gets_in("127.0.0.1");
    }

    @Test
    void likewise_over_ipv6() throws Exception {
        assumeTrue(
                NetworkInterface.getByInetAddress(InetAddress.ofLiteral("::1")) != null,
                "needs ::1 on this machine");
        waits_and_gets_in("::1");
    }

    private void waits_and_gets_in(String loopback) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral(loopback))) {
            int port = server.getLocalPort();
            hold.hold(Set.of(port), LONG);
            FutureTask<Boolean> visitor = Clients.connecting(loopback, port);
            Thread.sleep(300);
            assertThat(visitor.isDone()).as("not refused, not in").isFalse();
            hold.release(Set.of(port));
            assertThat(visitor.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_newcomer_is_not_refused_while_nobody_listens() throws Exception {
        int port = Ports.free();
        hold.hold(Set.of(port), LONG);
        FutureTask<Boolean> visitor = Clients.connecting("127.0.0.1", port);
        Thread.sleep(200);
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        try (ServerSocket server = new ServerSocket(port, 50, loopback)) {
            assertThat(visitor.isDone()).isFalse();
            hold.release(Set.of(server.getLocalPort()));
            assertThat(visitor.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void the_kernel_lets_newcomers_in_when_the_time_is_over() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"))) {
            hold.hold(Set.of(server.getLocalPort()), Duration.ofMillis(500));
            FutureTask<Boolean> visitor = Clients.connecting("127.0.0.1", server.getLocalPort());
            assertThat(visitor.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void who_is_in_goes_on() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
                Socket visitor = Clients.connect("127.0.0.1", server.getLocalPort());
                Socket host = server.accept()) {
            hold.hold(Set.of(server.getLocalPort()), LONG);
            Clients.send(visitor, "still here");
            visitor.shutdownOutput();
            assertThat(Clients.rest(host)).isEqualTo("still here");
        }
    }

    @Test
    void a_published_port_is_held_for_the_host_and_for_containers_and_nothing_else()
            throws Exception {
        try (Servers docker = new Servers()) {
            String network = docker.network("hold");
            String gateway = docker.inspect(network, "{{(index .IPAM.Config 0).Gateway}}");
            int port = Ports.free();
            String server = docker.server("--network", network, "-p", gateway + ":" + port + ":80");
            String client = docker.client(network);
            assertThat(Clients.get(gateway, port, "/")).startsWith("HTTP/1.1 ");

            hold.hold(Set.of(port, 80), LONG);
            FutureTask<Boolean> host = Clients.connecting(gateway, port);
            FutureTask<Boolean> container =
                    new FutureTask<>(() -> connectFrom(docker, client, gateway, port));
            Thread.ofVirtual().start(container);
            Thread.sleep(500);
            assertThat(host.isDone() || container.isDone()).as("they wait").isFalse();
            assertThat(Clients.get(docker.address(server), 80, "/"))
                    .as("port 80 of another address is not ours to hold")
                    .startsWith("HTTP/1.1 ");

            hold.release(Set.of(port, 80));
            assertThat(host.get(20, TimeUnit.SECONDS)).isTrue();
            assertThat(container.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean connectFrom(Servers docker, String client, String host, int port) {
        docker.docker("exec", client, "bash", "-c", "exec 3<>/dev/tcp/" + host + "/" + port);
        return true;
    }

    private static String tables() {
        return HostCommand.run(List.of("nft", "list", "tables", "inet"), "").output();
    }
}
