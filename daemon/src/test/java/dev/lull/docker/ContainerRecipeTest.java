package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerRecipeTest {
    private static List<String> binds(String hostConfig) throws JsonProcessingException {
        JsonNode raw =
                Reply.JSON.readTree(
                        """
                        {"Id":"0123456789abcdef","Config":{"Hostname":"0123456789ab"},
                         "HostConfig":%s,
                         "Mounts":[
                          {"Type":"volume","Name":"shop_data","Destination":"/data","RW":true},
                          {"Type":"volume","Name":"f00d","Destination":"/cache","RW":true},
                          {"Type":"volume","Name":"beef","Destination":"/seed","RW":false},
                          {"Type":"bind","Source":"/srv","Destination":"/srv","RW":true}]}\
                        """
                                .formatted(hostConfig));
        String spec = new ContainerRecipe(new Inspect(raw), "shop:1", Map.of(), Map.of()).spec();
        List<String> binds = new ArrayList<>();
        Reply.JSON
                .readTree(spec)
                .path("HostConfig")
                .path("Binds")
                .forEach(b -> binds.add(b.asText()));
        return binds;
    }

    @Test
    void anonymous_volumes_keep_their_data_in_a_container_that_is_made_again() throws Exception {
        assertThat(binds("{\"Binds\":[\"shop_data:/data:rw\",\"/srv:/srv\"]}"))
                .containsExactly(
                        "shop_data:/data:rw", "/srv:/srv", "f00d:/cache:rw", "beef:/seed:ro");
    }

    @Test
    void also_where_the_others_are_given_as_mounts() throws Exception {
        assertThat(binds("{\"Mounts\":[{\"Target\":\"/data\"},{\"Target\":\"/srv\"}]}"))
                .containsExactly("f00d:/cache:rw", "beef:/seed:ro");
    }
}
