package dev.lull.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.stack.HostPort;
import dev.lull.stack.Problem;
import dev.lull.stack.Stack;
import dev.lull.stack.TestStack;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPortsTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("127.0.0.2");

    private static List<String> problems(HostPort... ports) {
        Stack stack =
                new TestStack("shop")
                        .service("app", "shop:1", "lull.role", "app")
                        .publishing("app", ports)
                        .build();
        return HostPorts.problems(stack).stream().map(Problem::toString).toList();
    }

    private static ServerSocket tcp(InetAddress address) throws IOException {
        return new ServerSocket(0, 1, address);
    }

    @Test
    void a_port_is_tried_on_the_address_that_it_is_published_on() throws IOException {
        try (ServerSocket other = tcp(THERE)) {
            int port = other.getLocalPort();
            assertThat(problems(new HostPort("127.0.0.1", port, "tcp"))).isEmpty();
            assertThat(problems(new HostPort("127.0.0.2", port, "tcp")))
                    .singleElement()
                    .asString()
                    .contains("shop/app", "port 127.0.0.2:" + port + " of this host is taken")
                    .contains("ss -ltnp sport = :" + port);
            assertThat(problems(new HostPort("", port, "tcp")))
                    .singleElement()
                    .asString()
                    .contains("port " + port + " of this host is taken");
        }
    }

    @Test
    void a_process_on_every_address_has_the_port_on_each() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            int port = other.getLocalPort();
            assertThat(problems(new HostPort("127.0.0.1", port, "tcp"))).hasSize(1);
            assertThat(problems(new HostPort("0.0.0.0", port, "tcp"))).hasSize(1);
        }
    }

    @Test
    void udp_and_tcp_are_two_things() throws IOException {
        try (DatagramSocket other = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
            int port = other.getLocalPort();
            assertThat(problems(new HostPort("127.0.0.1", port, "udp")))
                    .singleElement()
                    .asString()
                    .contains("port 127.0.0.1:" + port + "/udp of this host is taken")
                    .contains("ss -lunp sport = :" + port);
            assertThat(problems(new HostPort("127.0.0.2", port, "udp"))).isEmpty();
            assertThat(problems(new HostPort("", port, "udp"))).hasSize(1);
        }
        try (ServerSocket other = tcp(HERE)) {
            assertThat(problems(new HostPort("127.0.0.1", other.getLocalPort(), "udp"))).isEmpty();
        }
    }

    @Test
    void an_address_of_another_host_is_told() {
        assertThat(problems(new HostPort("192.0.2.1", 18080, "tcp")))
                .singleElement()
                .asString()
                .contains("192.0.2.1 is no address of this host", "ip address");
        assertThat(problems(new HostPort("localhost", 18080, "tcp")))
                .singleElement()
                .asString()
                .contains("'localhost' is no address");
    }

    @Test
    void a_port_that_the_stack_has_itself_is_not_tried() throws IOException {
        try (ServerSocket own = tcp(HERE)) {
            int port = own.getLocalPort();
            Stack stack =
                    new TestStack("shop")
                            .inFile("app", "shop:1", "lull.role", "app")
                            .container(
                                    "app",
                                    "shop:1",
                                    TestStack.published(new HostPort("127.0.0.1", port, "tcp")),
                                    "lull.role",
                                    "app")
                            .publishing("app", new HostPort("", port, "tcp"))
                            .build();
            assertThat(HostPorts.problems(stack)).isEmpty();
        }
    }
}
