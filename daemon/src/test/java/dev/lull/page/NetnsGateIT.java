package dev.lull.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.testbed.TestBed;
import dev.lull.testbed.Wait;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NetnsGateIT extends GateContract {
    private static Servers docker;
    private static String network;
    private static String server;
    private static String client;

    private final Gate gate = new NetnsGate();
    private final List<Socket> connected = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        TestBed.requiredNft();
        docker = new Servers();
        network = docker.network("gate");
        server = docker.server("--network", network, "--network-alias", "app");
        client = docker.client(network);
    }

    @AfterAll
    static void stop() throws Exception {
        if (docker != null) {
            docker.close();
        }
    }

    @AfterEach
    void admit() throws IOException, InterruptedException {
        gate.admit(process());
        disconnect();
        assertThat(gate.awaitIdle(process(), Set.of(80, 81), Duration.ofSeconds(5))).isTrue();
    }

    @Override
    Gate gate() {
        return gate;
    }

    @Override
    long process() {
        return docker.pid(server);
    }

    @Override
    boolean connect(int port) throws Exception {
        try {
            Socket socket = Clients.connect(docker.address(server), port);
            connected.add(socket);
            return true;
        } catch (ConnectException refused) {
            return false;
        }
    }

    @Override
    void disconnect() throws IOException {
        for (Socket socket : connected) {
            socket.close();
        }
        connected.clear();
    }

    @Test
    void a_container_beside_it_is_refused_at_once_and_its_slow_request_finishes() throws Exception {
        FutureTask<String> slow =
                new FutureTask<>(() ->
                        inClient(
                                "printf 'GET /slow HTTP/1.0\\r\\n' >&3;"
                                        + " until [ -e /tmp/go ]; do sleep 0.1; done;"
                                        + " printf '\\r\\n' >&3; cat <&3"));
        Thread.ofVirtual().start(slow);
        Wait.until("somebody is in", () -> gate.connections(process(), Set.of(80)) > 0);

        gate.refuse(process(), Set.of(80, 81));
        assertThatThrownBy(() -> inClient("true")).hasMessageContaining("Connection refused");
        assertThat(slow.isDone()).isFalse();
        assertThat(gate.connections(process(), Set.of(80))).isEqualTo(1);

        docker.docker("exec", client, "touch", "/tmp/go");
        assertThat(gate.awaitIdle(process(), Set.of(80), Duration.ofSeconds(60))).isTrue();
        assertThat(slow.get(20, TimeUnit.SECONDS)).contains("200 OK").endsWith("x".repeat(8192));
    }

    @Test
    void the_container_still_reaches_itself() throws Exception {
        gate.refuse(process(), Set.of(80));
        docker.docker("exec", server, "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/80");
    }

    @Test
    void the_gate_goes_with_the_container() throws Exception {
        gate.refuse(process(), Set.of(80, 81));
        docker.docker("restart", "-t", "1", server);
        docker.awaitAnswer(server, 80);
        assertThat(connect(80)).isTrue();
    }

    @Test
    void the_host_is_never_gated() {
        long self = ProcessHandle.current().pid();
        assertThatThrownBy(() -> gate.refuse(self, Set.of(39011)))
                .isInstanceOf(DoorException.Permanent.class)
                .hasMessageContaining("host's network");
        gate.admit(self);
    }

    private static String inClient(String script) {
        return docker.docker(
                "exec", client, "bash", "-c", "exec 3<>/dev/tcp/app/80 || exit 1; " + script);
    }
}
