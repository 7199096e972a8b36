package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.stack.Declared;
import dev.lull.stack.HostPort;
import dev.lull.stack.Problem;
import dev.lull.stack.StackSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeclaredStackTest {
    private static final ComposeProject SHOP =
            new ComposeProject(
                    "shop",
                    Path.of("/nonexistent"),
                    List.of(Path.of("/nonexistent/compose.yaml")),
                    List.of());

    @Test
    void published_ports_have_their_address_and_protocol_and_ranges_are_left_out()
            throws Exception {
        Declared declared =
                DeclaredStack.read(
                        SHOP,
                        new ObjectMapper()
                                .readTree(
                                        """
                                        {"services": {"app": {"image": "shop:1", "ports": [
                                         {"mode": "ingress", "host_ip": "127.0.0.1", "target": 80,
                                          "published": "8080", "protocol": "tcp"},
                                         {"target": 53, "published": "53", "protocol": "udp"},
                                         {"target": 81, "published": "8100-8110"},
                                         {"target": 82, "published": "0"},
                                         {"target": 83}]}}}
                                        """),
                        Map.of(),
                        Set.of("app"));

        assertThat(declared.services().getFirst().hostPorts())
                .containsExactly(
                        new HostPort("127.0.0.1", 8080, "tcp"), new HostPort("", 53, "udp"));
        assertThat(declared.services().getFirst().ports()).containsExactly(80, 81, 82, 83);
    }

    @Test
    void a_key_without_a_value_is_reported_and_breaks_nothing() throws Exception {
        Declared declared =
                DeclaredStack.read(
                        SHOP,
                        new ObjectMapper()
                                .readTree(
                                        """
                                        {"services": {}, "x-lull": {"page": null, "wach": null,
                                         "watch": "5s"}}
                                        """),
                        Map.of(),
                        Set.of("app"));

        List<Problem> problems = new ArrayList<>();
        StackSettings.read("shop", declared.settings(), problems);
        assertThat(problems.stream().map(Problem::toString))
                .hasSize(2)
                .anySatisfy(p -> assertThat(p).contains("x-lull.wach", "Did you mean watch?"))
                .anySatisfy(p -> assertThat(p).contains("x-lull.page", "is not a mapping"));
    }
}
