package dev.lull.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.page.Detour.Turn;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.Wait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NetnsDetourIT extends DetourContract {
    private static final Duration LONG = Duration.ofSeconds(60);

    private static Servers docker;
    private static String server;
    private static String client;

    private final Detour detour = new NetnsDetour();

    @BeforeAll
    static void start() throws Exception {
        TestBed.requiredNft();
        docker = new Servers();
        String network = docker.network("detour");
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
    void lift() {
        detour.lift(proxy());
    }

    @Override
    Detour detour() {
        return detour;
    }

    @Override
    long proxy() {
        return docker.pid(client);
    }

    @Override
    String server() {
        return docker.address(server);
    }

    /** The last address of its network: Docker gives them from the first on. */
    @Override
    String nobody() {
        return server().replaceFirst("\\d+$", "250");
    }

    @Override
    boolean reaches(String address, int port) {
        return inClient(
                        "timeout 10 bash -c 'exec 3<>/dev/tcp/%s/%d' && echo yes || echo no"
                                .formatted(address, port))
                .endsWith("yes");
    }

    @Override
    void pass(Duration time) throws InterruptedException {
        Thread.sleep(time);
    }

    @Test
    void connections_that_are_there_go_on() throws Exception {
        FutureTask<String> slow =
                new FutureTask<>(() ->
                        inClient(
                                "exec 3<>/dev/tcp/app/80; touch /tmp/in;"
                                        + " until [ -e /tmp/go ]; do sleep 0.1; done;"
                                        + " printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3"));
        Thread.ofVirtual().start(slow);
        Wait.until("it is in", () -> inClient("[ ! -e /tmp/in ] || echo in").equals("in"));

        detour.lay(proxy(), List.of(new Turn(server(), 80, nobody())), LONG);
        assertThat(reaches("app", 80)).isFalse();
        inClient("touch /tmp/go");

        assertThat(slow.get(20, TimeUnit.SECONDS)).contains("200 OK").endsWith("fast");
    }

    @Test
    void the_host_is_never_turned() {
        long self = ProcessHandle.current().pid();
        List<Turn> turns = List.of(new Turn(nobody(), 80, server()));
        assertThatThrownBy(() -> detour.lay(self, turns, LONG))
                .isInstanceOf(DoorException.Permanent.class)
                .hasMessageContaining("host's network");
        detour.lift(self);
    }

    @Test
    void what_is_no_address_never_reaches_nft() {
        List<Turn> turns = List.of(new Turn("1.2.3.4 }; flush ruleset", 80, server()));
        assertThatThrownBy(() -> detour.lay(proxy(), turns, LONG))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String inClient(String script) {
        return docker.docker("exec", client, "bash", "-c", script);
    }
}
