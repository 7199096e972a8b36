package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Phase;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import dev.lull.window.WindowId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker on the network of a helper ({@code network_mode: service:…}), as behind a VPN. */
class SharedNetworkIT extends OnStack {
    private static final String SERVICES =
            """
              gateway:
                image: lull-single:1
                command: sleep 1000000
                init: true
                restart: unless-stopped
                labels:
                  lull.role: none

              fetcher:
                image: lull-single:1
                command: sleep 1000000
                init: true
                restart: unless-stopped
                network_mode: service:gateway
                labels:
                  lull.role: worker
                  lull.watch: 1s

            volumes:
            """;

    SharedNetworkIT() {
        super(new ExampleStack("single", "it"));
    }

    @BeforeEach
    void up() {
        stack.quick().edit("compose.yaml", "volumes:\n  data:", SERVICES + "  data:").up();
        stack.edit("compose.yaml", "command: sleep 1000000", "command: sleep 2000000");
    }

    @Test
    void an_update_makes_both_anew_and_both_run() {
        stack.set("VERSION", "2");

        WindowId id = lull.run(stack, TestLull.update());

        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(command("fetcher")).contains("2000000");
        assertShared();
        assertUnchangedByUp();
    }

    @Test
    void the_way_back_makes_both_again_the_one_on_the_other() {
        stack.set("VERSION", "2-bad-migration");

        WindowId id = lull.run(stack, TestLull.update());

        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        assertThat(command("fetcher")).contains("1000000");
        assertShared();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private void assertShared() {
        assertThat(inspect("gateway", "{{.State.Running}}")).isEqualTo("true");
        assertThat(inspect("fetcher", "{{.State.Running}}")).isEqualTo("true");
        assertThat(inspect("fetcher", "{{.HostConfig.NetworkMode}}"))
                .isEqualTo("container:" + inspect("gateway", "{{.Id}}"));
    }

    private String command(String service) {
        return inspect(service, "{{.Config.Cmd}}");
    }

    private String inspect(String service, String format) {
        String container = stack.project() + "-" + service + "-1";
        return TestBed.docker("inspect", "-f", format, container).strip();
    }
}
