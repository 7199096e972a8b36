package dev.lull.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each key wrong in each way, and what is right. */
class ReadingTest {
    private static final String UNKNOWN = "is not a key that Lull knows";
    private static final String FINGERPRINT = "0123456789ABCDEF0123456789ABCDEF01234567";

    /** A file with one key, its groups above it. */
    private static String file(String name, String value) {
        StringBuilder text = new StringBuilder("# a file\n");
        String[] parts = name.split("\\.", -1);
        for (int i = 0; i < parts.length; i++) {
            text.append("  ".repeat(i)).append(parts[i]).append(':');
            text.append(i < parts.length - 1 ? "\n" : " " + value + "\n");
        }
        return text.toString();
    }

    private static int line(String name) {
        return 1 + name.split("\\.", -1).length;
    }

    private static Mistake only(String text) {
        List<Mistake> mistakes = Reading.of(text).mistakes();
        assertThat(mistakes).as(text).hasSize(1);
        return mistakes.getFirst();
    }

    private static List<String> mistakes(String text) {
        return Reading.of(text).mistakes().stream().map(Mistake::toString).toList();
    }

    static Stream<Arguments> every_key_with_every_wrong_form() {
        List<Arguments> rows = new ArrayList<>();
        for (Key<?> key : Keys.ALL) {
            for (String nothing : List.of("", "~", "null")) {
                rows.add(Arguments.of(key, nothing, "has no value"));
            }
            rows.add(Arguments.of(key, "[1, 2]", "is a list, not "));
            rows.add(Arguments.of(key, "{a: 1}", "is a group of keys, not "));
            if (!key.kind().forms().contains(Form.TRUTH)) {
                for (String truth : List.of("yes", "off", "true")) {
                    rows.add(Arguments.of(key, truth, "is a yes or no, not "));
                }
            }
            for (String other : List.of("2026-01-01", "!!binary aGk=", "!mine x")) {
                rows.add(Arguments.of(key, other, "is of another type, not "));
            }
            if (!key.kind().forms().contains(Form.NUMBER)) {
                rows.add(Arguments.of(key, "5", "is a number, not "));
                rows.add(Arguments.of(key, "1.5", "is a number, not "));
            }
            if (!key.kind().forms().contains(Form.TEXT)) {
                rows.add(Arguments.of(key, "five", "is text, not "));
                rows.add(Arguments.of(key, "'5'", "is text, not "));
            }
        }
        return rows.stream();
    }

    @ParameterizedTest
    @MethodSource
    void every_key_with_every_wrong_form(Key<?> key, String value, String what) {
        Mistake mistake = only(file(key.name(), value));

        assertThat(mistake.line()).isEqualTo(line(key.name()));
        assertThat(mistake.key()).isEqualTo(key.name());
        assertThat(mistake.what()).contains(what);
        assertThat(mistake.fix())
                .isEqualTo("Write " + key.words() + ", or leave the key out for " + key.printed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "state | lib/lull | is not an absolute path",
                "state | ~/lull | is not an absolute path",
                "state | / | is the root of all directories",
                "state | /x/.. | is the root of all directories",
                "state | \"/a\\tb\" | is not an absolute path",
                "state | \"/a\\0b\" | is not an absolute path",
                "state | C:\\lull | is not an absolute path",
                "socket | lull.sock | is not an absolute path",
                "socket | /LONG | is longer than 107 bytes",
                "listen | example.org:80 | is not an address with its port",
                "listen | 127.0.0.1 | is not an address with its port",
                "listen | 127.0.0.999:7410 | is not an address with its port",
                "listen | 127.1:7410 | is not an address with its port",
                "listen | 0127.0.0.1:7410 | is not an address with its port",
                "listen | 127.0.0.1:65536 | is not an address with its port",
                "listen | '::1:7410' | is not an address with its port",
                "listen | '[::1]' | is not an address with its port",
                "listen | '[::1::2]:7410' | is not an address with its port",
                "listen | '[127.0.0.1]:7410' | is not an address with its port",
                "listen | '*:7410' | is not an address with its port",
                "listen | nothing | is not an address with its port, such as 127.0.0.1:7410, and",
                "hosts | '' | is not host names such as maintenance.example.org, and not none",
                "hosts | https://example.org | is not host names",
                "hosts | example.org:7410 | is not host names",
                "hosts | '*.example.org' | is not host names",
                "hosts | none example.org | is not host names",
                "hosts | a, b | is not host names",
                "hosts | LONG.LONG.LONG | is not host names",
                "tls.certificate | cert.pem | is not an absolute path",
                "tls.certificate | 'credential:' | has no name of a credential after its colon",
                "tls.key | key.pem | is not an absolute path",
                "tls.key | credential:tls/key | has no name of a credential after its colon",
                "tls.key | credential:.. | has no name of a credential after its colon",
                "tls.key | 'credential: tls.key' | has no name of a credential after its colon",
                "tls.key | Credential:tls.key | is not an absolute path",
                "docker | /var/run/docker.sock | is not a unix socket of this host",
                "docker | tcp://127.0.0.1:2375 | is not a unix socket of this host",
                "docker | ssh://root@example.org | is not a unix socket of this host",
                "docker | unix://docker.sock | is not a unix socket of this host",
                "docker | unix:/// | is not a unix socket of this host",
                "docker | 'unix:///a b' | is not a unix socket of this host",
                "docker | unix:///a\\b | is not a unix socket of this host",
                "page_image | Nginx | is not the name of an image",
                "page_image | 'nginx:' | is not the name of an image",
                "page_image | a b | is not the name of an image",
                "page_image | https://example.org/nginx | is not the name of an image",
                "page_image | -nginx | is not the name of an image",
                "page_image | '' | is not the name of an image",
                "offsite.restic.repository | restic | is no place that restic knows",
                "offsite.restic.repository | '' | is no place that restic knows",
                "offsite.restic.repository | /srv/my restic | has a character that no repository",
                "offsite.restic.password_file | restic.password | is not an absolute path",
                "offsite.restic.password_file | credential:a:b | has no name of a credential",
                "offsite.restic.environment_file | restic.env | is not an absolute path",
                "offsite.restic.environment_file | credential:LONGLONGLONG | has no name of a",
                "offsite.restic.timeout | 6 hours | is not a duration such as",
                "offsite.restic.timeout | 59s | is not a duration such as 30m or 6h, from 1m to",
                "offsite.restic.timeout | 8d | is not a duration such as 30m or 6h, from 1m to",
                "schedule.at_once | 0 | is not a whole number from 1 to 100",
                "schedule.at_once | 101 | is not a whole number from 1 to 100",
                "schedule.at_once | -1 | is not a whole number from 1 to 100",
                "schedule.at_once | 1.5 | is not a whole number from 1 to 100",
                "schedule.at_once | 01 | is not a whole number from 1 to 100",
                "snapshot.compression.level | 0 | is not a whole number from 1 to 19",
                "snapshot.compression.level | 20 | is not a whole number from 1 to 19",
                "snapshot.compression.level | -3 | is not a whole number from 1 to 19",
                "snapshot.compression.level | 3.5 | is not a whole number from 1 to 19",
                "snapshot.compression.level | 007 | is not a whole number from 1 to 19",
                "snapshot.compression.level | 0x3 | is not a whole number from 1 to 19",
                "snapshot.compression.level | .inf | is not a whole number from 1 to 19",
                "snapshot.compression.level | 99999999999999999999 | is not a whole number",
                "snapshot.compression.threads | -1 | is not a whole number from 0 to 200",
                "snapshot.compression.threads | 201 | is not a whole number from 0 to 200",
                "snapshot.compression.threads | 0.5 | is not a whole number from 0 to 200",
                "snapshot.encryption.recipients | '' | is neither public keys of age",
                "snapshot.encryption.recipients | me@example.org | is neither public keys of age",
                "snapshot.encryption.recipients | 89ABCDEF | is neither public keys of age",
                "snapshot.encryption.recipients | none 0123456789ABCDEF0123456789ABCDEF01234567 |"
                        + " is neither public keys of age",
                "snapshot.encryption.recipients |"
                        + " age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"
                        + " 0123456789ABCDEF0123456789ABCDEF01234567 | is neither public keys of age",
                "snapshot.encryption.recipients | 5 | is neither public keys of age",
                "snapshot.encryption.identity | age.key | is not an absolute path",
                "snapshot.encryption.identity | credential:ä | has no name of a credential",
                "snapshot.reserve | 256 | has no unit",
                "snapshot.reserve | 1.5 | has no unit",
                "snapshot.reserve | '256' | has no unit",
                "snapshot.reserve | -1G | is not a size such as 500M or 10G",
                "snapshot.reserve | 10X | is not a size such as 500M or 10G",
                "snapshot.reserve | 5% | is not a size such as 500M or 10G",
                "snapshot.reserve | 1,5G | is not a size such as 500M or 10G",
                "snapshot.reserve | 1025T | is more than any disk here has",
                "snapshot.reserve | 999999999T | is more than any disk here has",
                "snapshot.verify | some | is not sample or all",
                "snapshot.verify | ALL | is not sample or all",
            })
    void a_value_that_can_not_be_is_quoted_with_what_it_is_to_be(
            String name, String value, String why) {
        Mistake mistake = only(file(name, value.replace("LONG", "x".repeat(107))));

        assertThat(mistake.line()).isEqualTo(line(name));
        assertThat(mistake.key()).isEqualTo(name);
        assertThat(mistake.what()).startsWith("is '").contains("', which " + why);
        Key<?> key = Keys.find(name).orElseThrow();
        assertThat(mistake.fix())
                .isEqualTo("Write " + key.words() + ", or leave the key out for " + key.printed());
    }

    @Test
    void no_key_is_left_out_whose_value_may_look_right_and_be_wrong() throws NoSuchMethodException {
        CsvSource rows =
                Objects.requireNonNull(
                        ReadingTest.class
                                .getDeclaredMethod(
                                        "a_value_that_can_not_be_is_quoted_with_what_it_is_to_be",
                                        String.class,
                                        String.class,
                                        String.class)
                                .getAnnotation(CsvSource.class));

        assertThat(Arrays.stream(rows.value()).map(r -> r.substring(0, r.indexOf(' '))).distinct())
                .as("all but those that YAML reads by itself")
                .containsExactlyInAnyOrderElementsOf(
                        Keys.ALL.stream()
                                .filter(k -> !k.kind().forms().equals(Set.of(Form.TRUTH)))
                                .map(Key::name)
                                .toList());
    }

    static Stream<Key<?>> keys() {
        return Keys.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void a_key_that_is_misspelt_is_named_with_the_nearest_known_one(Key<?> key) {
        Mistake mistake = only(file(key.name() + "s", key.printed()));

        assertThat(mistake.line()).isEqualTo(line(key.name()));
        assertThat(mistake.key()).isEqualTo(key.name() + "s");
        assertThat(mistake.what()).isEqualTo(UNKNOWN);
        assertThat(mistake.fix()).isEqualTo("Did you mean " + key.name() + "? Otherwise remove it");
    }

    @ParameterizedTest
    @MethodSource("keys")
    void a_key_that_is_there_twice_is_told_with_both_lines(Key<?> key) {
        String last = "  ".repeat(line(key.name()) - 2) + key.name().replaceAll(".*\\.", "");
        String text = file(key.name(), key.printed()) + last + ": " + key.printed() + "\n";

        Mistake mistake = only(text);

        assertThat(mistake.line()).isEqualTo(line(key.name()) + 1);
        assertThat(mistake.key()).isEqualTo(key.name());
        assertThat(mistake.what()).isEqualTo("is there twice, first in line " + line(key.name()));
        assertThat(mistake.fix()).isEqualTo("Keep one of them");
    }

    @Test
    void a_group_that_is_there_twice_is_told_too() {
        assertThat(mistakes("snapshot:\n  reserve: 1G\nsnapshot:\n  reserve: 2G\n"))
                .containsExactly(
                        "line 3, snapshot: is there twice, first in line 1. Keep one of them.");
    }

    /** All that have keys below them. */
    static Stream<String> groups() {
        return Keys.ALL.stream()
                .map(Key::name)
                .flatMap(n ->
                        IntStream.range(0, n.length())
                                .filter(i -> n.charAt(i) == '.')
                                .mapToObj(i -> n.substring(0, i)))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("groups")
    void what_is_no_group_is_told_what_belongs_into_it(String group) {
        for (String value : List.of("3", "fast", "yes", "[1]")) {
            Mistake mistake = only(file(group, value));
            assertThat(mistake.line()).isEqualTo(line(group));
            assertThat(mistake.key()).isEqualTo(group);
            assertThat(mistake.what()).endsWith(", not a group of keys");
            assertThat(mistake.fix())
                    .isEqualTo(
                            "Put on the lines below it, indented: "
                                    + String.join(", ", Keys.within(group)));
        }
    }

    static Stream<Key<?>> groupedKeys() {
        return Keys.ALL.stream().filter(k -> k.name().contains("."));
    }

    @ParameterizedTest
    @MethodSource("groupedKeys")
    void a_key_outside_its_groups_is_told_where_to_write_it(Key<?> key) {
        String place =
                "'"
                        + key.name().replace(".", ": ")
                        + ":', each on a line of its own and further to the right";
        String own = key.name().substring(key.name().lastIndexOf('.') + 1);

        Mistake alone = only(own + ": " + key.printed() + "\n");
        assertThat(alone.line()).isEqualTo(1);
        assertThat(alone.key()).isEqualTo(own);
        assertThat(alone.what()).isEqualTo(UNKNOWN);
        assertThat(alone.fix())
                .isEqualTo("Did you mean " + key.name() + "? Write it there: " + place);

        Mistake dotted = only(key.name() + ": " + key.printed() + "\n");
        assertThat(dotted.line()).isEqualTo(1);
        assertThat(dotted.key()).isEqualTo(key.name());
        assertThat(dotted.what()).isEqualTo(UNKNOWN);
        assertThat(dotted.fix()).isEqualTo("Write it in its groups: " + place);
    }

    /** All but the repository, of which restic knows how long it may be. */
    static Stream<Key<?>> pathKeys() {
        return Keys.ALL.stream()
                .filter(k -> k.words().startsWith("an absolute path"))
                .filter(k -> !k.equals(Keys.RESTIC_REPOSITORY));
    }

    @ParameterizedTest
    @MethodSource("pathKeys")
    void a_path_that_linux_does_not_take_is_refused_and_the_longest_is_not(Key<?> key) {
        int longest = key.equals(Keys.SOCKET) ? AbsolutePath.OF_A_SOCKET : AbsolutePath.OF_A_FILE;
        String told = "', which is longer than " + longest + " bytes";

        assertThat(only(file(key.name(), "/" + "x".repeat(longest))).what()).endsWith(told);
        assertThat(only(file(key.name(), "/" + "ä".repeat(longest / 2 + 1))).what()).endsWith(told);
        assertThat(mistakes(file(key.name(), "/" + "x".repeat(longest - 1))))
                .noneMatch(m -> m.contains(" longer "));
    }

    @Test
    void a_key_in_the_wrong_place_is_told_its_own() {
        assertThat(mistakes("level: 5\n").getFirst())
                .contains("line 1, level: " + UNKNOWN)
                .contains("Did you mean snapshot.compression.level? Write it there:")
                .contains("'snapshot: compression: level:', each on a line of its own");
        assertThat(mistakes("snapshot.reserve: 1G\n").getFirst())
                .contains("line 1, snapshot.reserve: " + UNKNOWN)
                .contains("Write it in its groups: 'snapshot: reserve:'");
        assertThat(mistakes("snapshot:\n  compression.level: 5\n").getFirst())
                .contains("line 2, snapshot.compression.level: " + UNKNOWN)
                .contains("Write it in its groups: 'snapshot: compression: level:'");
        assertThat(mistakes("snapshot.compression:\n  level: 5\n").getFirst())
                .contains("line 1, snapshot.compression: " + UNKNOWN)
                .contains("Write it in its groups: 'snapshot: compression:'");
        assertThat(mistakes("snapshot:\n  docker: unix:///x\n").getFirst())
                .contains("line 2, snapshot.docker: " + UNKNOWN)
                .contains(
                        "Did you mean docker? Write it there: 'docker:' at the beginning of a line");
        assertThat(mistakes("snapshot:\n  entirely_else: 1\n"))
                .containsExactly(
                        "line 2, snapshot.entirely_else: is not a key that Lull knows. Remove it;"
                                + " known here are compression, encryption, reserve, verify.");
    }

    @Test
    void all_mistakes_are_told_at_once_in_the_order_of_their_lines() {
        Reading reading =
                Reading.of(
                        """
                        stat: /srv/lull
                        socket: lull.sock
                        snapshot:
                          compression:
                            level: 25
                            threads: many
                          reserve: 256
                        listen: none
                        listen: 127.0.0.1:7410
                        """);

        assertThat(reading.mistakes())
                .extracting(m -> m.line() + " " + m.key())
                .containsExactly(
                        "1 stat",
                        "2 socket",
                        "5 snapshot.compression.level",
                        "6 snapshot.compression.threads",
                        "7 snapshot.reserve",
                        "9 listen");
        assertThat(reading.mistakes().get(2))
                .hasToString(
                        "line 5, snapshot.compression.level: is '25', which is not a whole number"
                                + " from 1 to 19. Write a whole number from 1 to 19, or leave the"
                                + " key out for 3.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "state: /a\\n\\tsocket: /b | 2",
                "state: [/a | 1",
                "state: 'a | 1",
                "state: /a\\n  socket: /b | 2",
                "listen: [::1]:7410 | 1",
                "state: /a\\n---\\nsocket: /b | 2",
                "state: @a | 1",
                "state: *nobody | 1",
                "state: /a\\nsocket: a\u0001b | 2",
            })
    void what_is_no_yaml_is_told_with_the_line_and_what_it_mostly_is(String text, int line) {
        Mistake mistake = only(text.replace("\\n", "\n").replace("\\t", "\t"));

        assertThat(mistake.line()).isBetween(line, line + 1);
        assertThat(mistake.key()).isEmpty();
        assertThat(mistake.what()).startsWith("the file is no YAML: ");
        assertThat(mistake.fix()).contains("spaces, no tabs", "quotes around a value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"just text", "5", "[a, b]", "- state: /a"})
    void a_file_without_keys_is_told(String text) {
        assertThat(only(text).toString())
                .startsWith("line 1: the file is ")
                .contains(", not keys with their values", "such as 'state: /var/lib/lull'");
    }

    @Test
    void a_file_that_is_made_to_hurt_is_refused_quickly() {
        StringBuilder bomb = new StringBuilder("a: &a [x, x]\n");
        for (char c = 'b'; c < 'z'; c++) {
            String before = "*" + (char) (c - 1);
            bomb.append(c).append(": &").append(c).append(" [").append(before);
            bomb.append((", " + before).repeat(9)).append("]\n");
        }

        assertThat(mistakes(bomb.toString())).hasSize(1).first().asString().contains("aliases");
        assertThat(mistakes("a: " + "[".repeat(50_000)))
                .hasSize(1)
                .first()
                .asString()
                .containsIgnoringCase("depth");
        assertThat(mistakes("snapshot: &s\n  compression: *s\n").getFirst())
                .contains("line 2, snapshot.compression.compression: " + UNKNOWN);
    }

    @Test
    void a_value_that_would_make_an_object_is_refused() {
        assertThat(mistakes("listen: none\nstate: !!java.io.File [x]\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("line 2: the file is no YAML: Global tag is not allowed");
    }

    @Test
    void a_long_value_is_cut_and_what_controls_a_terminal_is_not_repeated() {
        assertThat(only("listen: " + "x".repeat(500)).toString())
                .contains("x…'")
                .hasSizeLessThan(300);
        assertThat(only("\"a\\eb\": 1").toString()).contains("line 1, a b: " + UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# nothing\n", "---\n", "--- ~\n", "snapshot:\n", "{}"})
    void a_file_that_sets_nothing_leaves_the_defaults(String text) {
        Reading reading = Reading.of(text);

        assertThat(reading.mistakes()).isEmpty();
        assertThat(reading.values().names()).isEmpty();
        assertThat(Configuration.of(reading.values())).isEqualTo(Configuration.of(Values.none()));
    }

    @Test
    void what_is_right_is_taken() {
        Reading reading =
                Reading.of(
                        """
                        state: /srv/lull/../lull
                        socket: "/srv/lull/lull.sock"
                        listen: "[::]:8000"
                        behind_proxy: yes
                        hosts: Maintenance.example.org 192.0.2.5 [2001:db8::5]
                        tls: {certificate: /etc/lull/tls.pem, key: /etc/lull/tls.key}
                        docker: unix:///run/user/docker.sock
                        page_image: registry.example.org:5000/web/nginx_1:v1.2-A
                        schedule: {at_once: 3}
                        snapshot:
                          compression: {level: 19, threads: 2}
                          encryption: {recipients: %s %s, identity: /root/keys}
                          reserve: 1.5 GiB
                          verify: all
                        offsite:
                          restic:
                            repository: sftp:lull@backup.example.org:/srv/restic
                            password_file: /etc/lull/restic.password
                            environment_file: none
                            timeout: 1h30m
                        """
                                .formatted(FINGERPRINT, FINGERPRINT.replace('A', 'B')));

        assertThat(reading.mistakes()).isEmpty();
        assertThat(Configuration.of(reading.values()))
                .isEqualTo(
                        new Configuration(
                                Path.of("/srv/lull"),
                                Path.of("/srv/lull/lull.sock"),
                                Listen.parse("[::]:8000"),
                                true,
                                new Hosts(
                                        List.of(
                                                "maintenance.example.org",
                                                "192.0.2.5",
                                                "[2001:db8::5]")),
                                Optional.of(
                                        new Tls(
                                                Path.of("/etc/lull/tls.pem"),
                                                Path.of("/etc/lull/tls.key"))),
                                URI.create("unix:///run/user/docker.sock"),
                                "registry.example.org:5000/web/nginx_1:v1.2-A",
                                19,
                                2,
                                new Recipients(
                                        Recipients.Tool.GPG,
                                        List.of(FINGERPRINT, FINGERPRINT.replace('A', 'B'))),
                                Path.of("/root/keys"),
                                3L << 29,
                                Verify.ALL,
                                Optional.of(
                                        new Repository(
                                                "sftp:lull@backup.example.org:/srv/restic",
                                                Path.of("/etc/lull/restic.password"),
                                                Optional.empty(),
                                                Duration.ofMinutes(90))),
                                3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0B", "0 MiB", "500B", "1024T"})
    void a_reserve_may_be_nothing_or_much(String size) {
        assertThat(Reading.of(file("snapshot.reserve", size)).mistakes()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", ":7410", "localhost:1", "127.1.2.254:65535", "[::1]:7410"})
    void a_browser_is_answered_on_loopback_or_nowhere_by_itself(String address) {
        Reading reading = Reading.of(file("listen", "'" + address + "'"));

        assertThat(reading.mistakes()).isEmpty();
        assertThat(reading.values().find(Keys.LISTEN)).contains(Listen.parse(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/srv/restic",
                "/srv/a:b@c",
                "sftp:lull@backup.example.org:/srv/restic",
                "sftp://lull@backup.example.org:2222//srv/restic",
                "rest:https://backup.example.org:8000/lull/",
                "rest:https://lull@backup.example.org/",
                "s3:s3.eu-central-1.amazonaws.com/bucket/lull",
                "s3:http://127.0.0.1:9000/bucket",
                "b2:bucket:path/to/repo",
                "rclone:remote:path",
                "none"
            })
    void a_repository_is_what_restic_takes_for_one(String place) {
        assertThat(Reading.of(restic(place)).mistakes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "rest:https://lull:hunter2@backup.example.org/, holds a password",
        "sftp://lull:hunter2@backup.example.org/srv, holds a password",
        "sftp:lull:hunter2@backup.example.org:/srv, holds a password",
        "rest:https://lull:hun/ter2@backup.example.org/, has a URL without a host",
        "rest:https://lull:hun ter2@backup.example.org/, has a character that no repository has",
        "restic:https://lull:hunter2@backup.example.org/, is no place that restic knows",
    })
    void a_password_in_the_repository_is_refused_and_never_shown(String place, String why) {
        assertThat(mistakes(restic(place)))
                .singleElement()
                .asString()
                .contains(":…', which " + why)
                .doesNotContain("hun")
                .doesNotContain("ter2");
    }

    @ParameterizedTest
    @CsvSource({
        "offsite: {restic: {password_file: hunter2}}, is not an absolute path",
        "tls: {key: hunter2}, is not an absolute path",
        "snapshot: {encryption: {identity: AGE-SECRET-KEY-1hunter2}}, is not an absolute path",
        "snapshot: {encryption: {recipients: AGE-SECRET-KEY-1hunter2}}, is neither public keys",
    })
    void a_secret_in_the_place_of_its_file_is_never_shown(String text, String why) {
        assertThat(mistakes(text + "\n"))
                .anySatisfy(m -> assertThat(m.toString()).contains("is '…', which " + why))
                .noneSatisfy(m -> assertThat(m.toString()).contains("hunter2"));
    }

    private static String restic(String place) {
        return "offsite:\n  restic:\n    repository: '"
                + place
                + "'\n    password_file: /etc/lull/restic.password\n";
    }

    @Test
    void half_an_off_site_copy_is_a_mistake() {
        assertThat(mistakes("offsite: {restic: {repository: /srv/restic}}"))
                .containsExactly(
                        "line 1, offsite.restic.repository: is there without"
                                + " offsite.restic.password_file. Write that too, or leave"
                                + " offsite.restic.repository out.");
        assertThat(
                        mistakes(
                                """
                                offsite:
                                  restic:
                                    password_file: /a
                                    environment_file: /b
                                    timeout: 2h
                                """))
                .hasSize(2)
                .allMatch(m -> m.contains(" is there without offsite.restic.repository. "));
    }

    @Test
    void what_is_wrong_with_one_half_is_told_once() {
        assertThat(mistakes("offsite: {restic: {repository: /srv/restic, password_file: a}}"))
                .hasSize(1);
        assertThat(mistakes("offsite: {restic: {repository: srv, password_file: /a}}")).hasSize(1);
    }

    @Test
    void an_off_site_copy_can_be_turned_off_with_the_rest_left_as_it_is() {
        Reading reading =
                Reading.of("offsite: {restic: {repository: none, password_file: /a, timeout: 2h}}");

        assertThat(reading.mistakes()).isEmpty();
        assertThat(Configuration.of(reading.values()).restic()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:7410", "192.0.2.1:7410", "[::]:7410", "[2001:db8::1]:80"})
    void an_address_that_others_reach_needs_tls_or_a_proxy_and_a_name(String address) {
        String listen = "hosts: none\nlisten: '" + address + "'\n";

        assertThat(mistakes(listen))
                .containsExactly(
                        "line 2, listen: is "
                                + address
                                + ", which other hosts can reach, and tokens would cross the"
                                + " network in the clear. Write tls.certificate and tls.key too; or"
                                + " behind_proxy: true, if a proxy that does TLS stands before it;"
                                + " or a loopback address such as 127.0.0.1:7410.",
                        "line 2, listen: is "
                                + address
                                + " without hosts, and browsers know Lull by no name then. Write"
                                + " hosts with the name in the browser's address, such as"
                                + " maintenance.example.org.");
        String named = listen.replace("none", "maintenance.example.org");
        assertThat(mistakes(named)).singleElement().asString().contains("in the clear");
        assertThat(mistakes(named + "behind_proxy: false\n")).hasSize(1);
        assertThat(mistakes(named + "behind_proxy: true\n")).isEmpty();
        assertThat(mistakes(named + "tls: {certificate: /a.pem, key: /a.key}\n")).isEmpty();
    }

    @Test
    void a_proxy_before_loopback_needs_a_name_too() {
        assertThat(mistakes("state: /a\nbehind_proxy: true\n"))
                .singleElement()
                .asString()
                .startsWith("line 2, behind_proxy: is true without hosts, ");
        assertThat(mistakes("behind_proxy: true\nhosts: maintenance.example.org\n")).isEmpty();
    }

    @Test
    void half_of_tls_is_a_mistake() {
        assertThat(mistakes("tls: {certificate: /a.pem}"))
                .containsExactly(
                        "line 1, tls.certificate: is there without tls.key. Write that too, or"
                                + " leave tls.certificate out.");
        assertThat(mistakes("tls: {key: /a.key, certificate: none}"))
                .containsExactly(
                        "line 1, tls.key: is there without tls.certificate. Write that too, or"
                                + " leave tls.key out.");
        assertThat(mistakes("tls: {key: a.key, certificate: /a.pem}")).hasSize(1);
    }

    @Test
    void a_home_directory_of_gnupg_is_no_credential() {
        String identity =
                "snapshot:\n  encryption:\n    identity: credential:gpg\n    recipients: ";

        assertThat(mistakes(identity + FINGERPRINT))
                .containsExactly(
                        "line 3, snapshot.encryption.identity: is credential:gpg, a file, and GnuPG"
                                + " has its secret keys in a directory. Write the path of GnuPG's"
                                + " home directory, or encrypt for keys of age.");
        assertThat(mistakes(identity + "none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "behind_proxy: perhaps\nhosts: a.example.org",
                "tls: {certificate: a.pem, key: /a.key}\nhosts: a.example.org",
                "behind_proxy: true\nhosts: a/b",
            })
    void what_would_have_made_an_address_right_is_told_once(String text) {
        assertThat(mistakes("listen: 0.0.0.0:7410\n" + text)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "True, true", "yes, true", "on, true", "false, false", "No, false"})
    void a_truth_is_what_yaml_takes_for_one(String text, boolean truth) {
        Reading reading = Reading.of("behind_proxy: " + text + "\nhosts: a.example.org");

        assertThat(reading.mistakes()).isEmpty();
        assertThat(reading.values().get(Keys.BEHIND_PROXY)).isEqualTo(truth);
    }
}
