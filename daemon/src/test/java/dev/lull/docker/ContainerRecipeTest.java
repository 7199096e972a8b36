package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerRecipeTest {
    private static final String OLD = "a".repeat(64);
    private static final String NEW = "b".repeat(64);

    private static Inspect saved(String config, String host, String mounts) throws Exception {
        return new Inspect(
                Reply.JSON.readTree(
                        """
                        {"Id":"%s","Config":{"Image":"app:1"%s},"HostConfig":{%s},"Mounts":[%s]}
                        """
                                .formatted("c".repeat(64), config, host, mounts)));
    }

    private static JsonNode spec(Inspect saved) throws Exception {
        return Reply.JSON.readTree(
                new ContainerRecipe(saved, "app:1", Map.of(), Map.of(OLD, NEW)).spec());
    }

    private static final String VOLUME =
            """
            {"Type":"volume","Name":"%s","Source":"/v","Destination":"/queue","RW":true}
            """
                    .formatted(OLD);

    @Test
    void one_that_shares_with_another_shares_with_its_successor() throws Exception {
        Inspect sidecar =
                saved(
                        "",
                        """
                        "NetworkMode":"container:%1$s","PidMode":"container:%1$s",
                        "IpcMode":"container:%1$s","VolumesFrom":["%1$s:ro","%2$s"]
                        """
                                .formatted(OLD, "d".repeat(64)),
                        "");

        assertThat(sidecar.leansOn()).containsExactly(OLD, "d".repeat(64));
        JsonNode host = spec(sidecar).path("HostConfig");
        assertThat(host.path("NetworkMode").asText()).isEqualTo("container:" + NEW);
        assertThat(host.path("PidMode").asText()).isEqualTo("container:" + NEW);
        assertThat(host.path("IpcMode").asText()).isEqualTo("container:" + NEW);
        assertThat(host.path("VolumesFrom").get(0).asText()).isEqualTo(NEW + ":ro");
        assertThat(host.path("VolumesFrom").get(1).asText()).isEqualTo("d".repeat(64));
    }

    @Test
    void what_the_engine_filled_in_from_the_other_container_is_left_to_it() throws Exception {
        Inspect sidecar =
                saved(
                        """
                        ,"Hostname":"front","Domainname":"example.org","ExposedPorts":{"80/tcp":{}}
                        """,
                        "\"NetworkMode\":\"container:" + OLD + "\"",
                        "");

        JsonNode spec = spec(sidecar);
        assertThat(spec.has("Hostname")).isFalse();
        assertThat(spec.has("Domainname")).isFalse();
        assertThat(spec.has("ExposedPorts")).isFalse();
    }

    @Test
    void one_that_shares_with_nobody_keeps_its_name_and_ports() throws Exception {
        Inspect app =
                saved(
                        """
                        ,"Hostname":"front","Domainname":"example.org","ExposedPorts":{"80/tcp":{}}
                        """,
                        "\"NetworkMode\":\"none\",\"PidMode\":\"host\"",
                        "");

        assertThat(app.leansOn()).isEmpty();
        JsonNode spec = spec(app);
        assertThat(spec.path("Hostname").asText()).isEqualTo("front");
        assertThat(spec.path("ExposedPorts").has("80/tcp")).isTrue();
        assertThat(spec.path("HostConfig").path("PidMode").asText()).isEqualTo("host");
    }

    @Test
    void an_anonymous_volume_of_the_compose_file_is_named() throws Exception {
        Inspect worker =
                saved("", "\"Mounts\":[{\"Type\":\"volume\",\"Target\":\"/queue\"}]", VOLUME);

        JsonNode host = spec(worker).path("HostConfig");
        assertThat(host.path("Mounts").get(0).path("Source").asText()).isEqualTo(OLD);
        assertThat(host.path("Binds").isEmpty()).isTrue();
    }

    @Test
    void an_anonymous_volume_of_the_image_is_bound_by_its_name() throws Exception {
        JsonNode host = spec(saved("", "\"Binds\":null", VOLUME)).path("HostConfig");

        assertThat(host.path("Binds").get(0).asText()).isEqualTo(OLD + ":/queue:rw");
    }
}
