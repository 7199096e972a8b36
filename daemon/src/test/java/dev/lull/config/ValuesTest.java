package dev.lull.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final Values FILE = Reading.of("state: /file\npage_image: file\n").values();

    @Test
    void the_command_line_wins_over_the_environment_over_the_file_over_the_default() {
        Map<String, String> environment = Map.of("LULL_STATE", "/environment");
        Values line = Values.none().with(Keys.STATE, Path.of("/line"));

        assertThat(line.orFrom(environment).over(FILE).get(Keys.STATE)).hasToString("/line");
        assertThat(Values.none().orFrom(environment).over(FILE).get(Keys.STATE))
                .hasToString("/environment");
        assertThat(Values.none().orFrom(Map.of()).over(FILE).get(Keys.STATE)).hasToString("/file");
        assertThat(Values.none().get(Keys.STATE)).hasToString("/var/lib/lull");
    }

    @Test
    void each_variable_reaches_its_key() {
        Values values =
                Values.none()
                        .orFrom(
                                Map.of(
                                        "LULL_STATE", "state",
                                        "LULL_SOCKET", "sock",
                                        "LULL_LISTEN", "none",
                                        "DOCKER_HOST", "tcp://127.0.0.1:2375",
                                        "LULL_PAGE_IMAGE", "an-image"));

        assertThat(Configuration.of(values))
                .isEqualTo(
                        new Configuration(
                                Path.of("state"),
                                Path.of("sock"),
                                Listen.parse("none"),
                                false,
                                Hosts.NONE,
                                Optional.empty(),
                                URI.create("tcp://127.0.0.1:2375"),
                                "an-image",
                                3,
                                0,
                                Recipients.NONE,
                                Path.of("/etc/lull/age.key"),
                                256L << 20,
                                Verify.SAMPLE,
                                Optional.empty(),
                                1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " "})
    void a_blank_variable_counts_as_none(String blank) {
        Values values =
                Values.none().orFrom(Map.of("LULL_PAGE_IMAGE", blank, "LULL_LISTEN", blank));

        assertThat(values.names()).isEmpty();
        assertThat(values.over(FILE).get(Keys.PAGE_IMAGE)).isEqualTo("file");
    }

    @ParameterizedTest
    @CsvSource({
        "LULL_LISTEN, 0.0.0.0, 'LULL_LISTEN is ''0.0.0.0'', which is not an address with its port'",
        "DOCKER_HOST, a b, 'DOCKER_HOST is ''a b'', which is not a unix socket'",
    })
    void a_variable_that_can_not_be_read_is_named(String name, String value, String said) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Values.none().orFrom(Map.of(name, value)))
                .withMessageStartingWith(said);
    }

    @Test
    void a_variable_is_not_looked_at_where_the_command_line_has_its_say() {
        Values line = Values.none().with(Keys.LISTEN, Listen.parse("none"));

        assertThat(line.orFrom(Map.of("LULL_LISTEN", "rubbish")).get(Keys.LISTEN))
                .hasToString("none");
    }

    @Test
    void what_was_given_is_named_in_the_order_in_which_people_are_shown_it() {
        assertThat(Reading.of("snapshot: {reserve: 1G}\nstate: /a").values().names())
                .containsExactly("state", "snapshot.reserve");
    }

    @Test
    void no_daemon_is_configured_that_tells_tokens_to_the_network_whoever_says_so() {
        Values file = Reading.of("hosts: maintenance.example.org").values();
        Values environment = Values.none().orFrom(Map.of("LULL_LISTEN", "0.0.0.0:80"));
        Values line = Values.none().with(Keys.LISTEN, Listen.parse("[::]:80"));

        for (Values told : List.of(environment, line)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Configuration.of(told.over(file)))
                    .withMessageStartingWith("listen is " + told.get(Keys.LISTEN) + ", which other")
                    .withMessageContaining("behind_proxy: true")
                    .withMessageEndingWith("such as 127.0.0.1:7410.");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Configuration.of(told))
                    .withMessageEndingWith("such as maintenance.example.org.");
            Values proxied = file.with(Keys.BEHIND_PROXY, true);
            assertThat(Configuration.of(told.over(proxied)).behindProxy()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:7410, 127.0.0.1:7410, false",
        ":7410, 127.0.0.1:7410, false",
        "localhost:7410, localhost:7410, false",
        "[::1]:7410, [::1]:7410, false",
        "[0:0:0:0:0:0:0:1]:7410, [::1]:7410, false",
        "none, none, false",
        "0.0.0.0:7410, 0.0.0.0:7410, true",
        "192.0.2.1:7410, 192.0.2.1:7410, true",
        "[::]:7410, [::]:7410, true",
        "[2001:DB8::10:0:0:1]:80, [2001:db8::10:0:0:1]:80, true",
        "[fe80::1]:80, [fe80::1]:80, true",
    })
    void who_can_reach_an_address_is_known(String text, String printed, boolean open) {
        Listen listen = Listen.parse(text);

        assertThat(listen).hasToString(printed);
        assertThat(listen.isOpenToOthers()).isEqualTo(open);
    }
}
