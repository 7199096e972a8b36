package dev.lull.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.docker.Endpoint;
import dev.lull.docker.PortBinding;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PageSpecTest {
    @Test
    void takes_the_place_of_the_app_under_labels_of_its_own() {
        JsonNode spec = spec("gb_default", Map.of("com.docker.compose.project", "gb"), List.of());
        assertThat(spec.path("Labels").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "dev.lull.page", "dev.lull.window", "dev.lull.since", "dev.lull.service");
        assertThat(spec.at("/NetworkingConfig/EndpointsConfig/gb_default/Aliases"))
                .extracting(JsonNode::asText)
                .containsExactly("app", "web");
        assertThat(spec.at("/HostConfig/NetworkMode").asText()).isEqualTo("gb_default");
        assertThat(spec.at("/HostConfig/RestartPolicy/Name").asText()).isEqualTo("always");
        assertThat(spec.path("StopSignal").asText()).isEqualTo("SIGQUIT");
    }

    @Test
    void publishes_tcp_ports_and_no_udp() {
        JsonNode bindings = spec("n", Map.of(), List.of()).at("/HostConfig/PortBindings");
        assertThat(bindings.toString())
                .isEqualTo(
                        "{\"80/tcp\":[{\"HostIp\":\"127.0.0.1\",\"HostPort\":\"8080\"},"
                                + "{\"HostIp\":\"\",\"HostPort\":\"\"}]}");
    }

    @Test
    void carries_routing_and_nothing_else_of_the_environment() {
        JsonNode spec =
                spec("n", Map.of("caddy", "x.example"), List.of("VIRTUAL_HOST=x", "SECRET=y"));
        assertThat(spec.at("/Labels/caddy").asText()).isEqualTo("x.example");
        assertThat(spec.path("Env").toString()).isEqualTo("[\"VIRTUAL_HOST=x\"]");
    }

    @Test
    void the_default_bridge_takes_no_aliases() {
        JsonNode bridge =
                spec("bridge", Map.of(), List.of()).at("/NetworkingConfig/EndpointsConfig/bridge");
        assertThat(bridge.toString()).isEqualTo("{}");
    }

    @Test
    void a_container_without_a_network_of_its_own_has_no_place_to_take() {
        assertThatThrownBy(() -> spec("host", Map.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host");
    }

    private static JsonNode spec(String network, Map<String, String> labels, List<String> env) {
        PageSpec spec =
                new PageSpec(
                        "nginx",
                        new StackName("gb"),
                        "w-1",
                        Instant.EPOCH,
                        new ServiceName("app"),
                        Set.of(80),
                        List.of(
                                new PortBinding(80, "tcp", "127.0.0.1", 8080),
                                new PortBinding(80, "tcp", "", 0),
                                new PortBinding(53, "udp", "", 53)),
                        network,
                        Endpoint.of(List.of("app", "web")),
                        labels,
                        env);
        try {
            return new ObjectMapper().readTree(spec.create());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
