package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class InspectTest {
    /** Engines before 25 list it, and a later one refuses to have it given back. */
    @Test
    void the_short_id_is_no_alias_of_a_person() {
        Inspect inspect =
                new Inspect(
                        Reply.parse(
                                """
                                {"Id": "0123456789abcdef0123456789abcdef",
                                 "NetworkSettings": {"Networks": {"shop_default":
                                    {"Aliases": ["shop-app-1", "app", "0123456789ab"]}}}}
                                """));

        assertThat(inspect.networks())
                .hasEntrySatisfying(
                        "shop_default",
                        e -> assertThat(e.aliases()).isEqualTo(List.of("shop-app-1", "app")));
    }
}
