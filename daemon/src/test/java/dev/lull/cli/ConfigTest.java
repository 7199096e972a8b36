package dev.lull.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lull.config.Configuration;
import dev.lull.config.Key;
import dev.lull.config.Keys;
import dev.lull.config.Listen;
import dev.lull.config.Rereading;
import dev.lull.config.Told;
import dev.lull.config.Values;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration file on the command line. No daemon runs. */
class ConfigTest {
    private static final int REFUSED = 3;
    private static final int USAGE = 2;

    private final List<Told> begun = new ArrayList<>();
    private final List<Configuration> started = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir private Path folder = Path.of("");

    @BeforeEach
    void name() {
        environment.put("LULL_CONFIG", "/dev/null");
    }

    private int lull(String... args) {
        Terminal terminal =
                new Terminal(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        new BufferedReader(new StringReader("")),
                        false,
                        false);
        DaemonStarter starter =
                told -> {
                    begun.add(told);
                    started.add(told.configuration());
                    return 0;
                };
        return Lull.run(args, terminal, starter, "1.2.3", environment);
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("lull.yml"), text).toString();
    }

    @Test
    void a_file_without_mistakes_is_valid_and_what_it_sets_is_told() throws IOException {
        String file = file("snapshot:\n  reserve: 1G\nlisten: none\n");

        assertThat(lull("config", "check", file)).isZero();
        assertThat(out)
                .hasToString(file + " is valid. It sets listen, snapshot.reserve." + newline());
        assertThat(err.toString()).isEmpty();
    }

    private static String newline() {
        return System.lineSeparator();
    }

    @Test
    void every_mistake_is_listed_with_its_line_and_way_out() throws IOException {
        String file = file("listn: none\nstate: here\nsnapshot:\n  reserve: 5\n");

        assertThat(lull("config", "check", file)).isEqualTo(REFUSED);
        assertThat(err.toString().lines())
                .containsExactly(
                        "lull: " + file + " has 3 mistakes; nothing was touched",
                        "  - line 1, listn: is not a key that Lull knows. Did you mean listen?"
                                + " Otherwise remove it.",
                        "  - line 2, state: is 'here', which is not an absolute path. Write an"
                                + " absolute path, or leave the key out for /var/lib/lull.",
                        "  - line 4, snapshot.reserve: is '5', which has no unit. Write a size with"
                                + " its unit, such as 500M or 10G, up to 1024T, or leave the key out"
                                + " for 256 MiB.");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void the_file_that_the_daemon_would_read_is_checked_where_none_is_named() throws IOException {
        environment.put("LULL_CONFIG", file("page_image: [nginx]\n"));

        assertThat(lull("config", "check")).isEqualTo(REFUSED);
        assertThat(err.toString()).contains("has a mistake", "line 1, page_image: is a list");
    }

    @Test
    void a_file_that_was_named_and_is_not_there_is_a_mistake() {
        String missing = folder.resolve("missing.yml").toString();

        assertThat(lull("config", "check", missing)).isEqualTo(REFUSED);
        assertThat(lull("daemon", "--config", missing)).isEqualTo(REFUSED);
        environment.put("LULL_CONFIG", missing);
        assertThat(lull("daemon")).isEqualTo(REFUSED);
        assertThat(lull("stacks")).isEqualTo(REFUSED);
        assertThat(err.toString().lines())
                .hasSize(4)
                .containsOnly("lull: " + missing + " is not there: write it, or name another file");
        assertThat(started).isEmpty();
    }

    @Test
    void a_file_that_nobody_named_may_be_missing() {
        ConfigFile standard = ConfigFile.of(null, Map.of("LULL_CONFIG", " "));
        assertThat(standard.path()).hasToString("/etc/lull/lull.yml");
        assertThat(standard.named()).isFalse();

        ConfigFile missing = new ConfigFile(folder.resolve("missing.yml"), false);
        assertThat(missing.isMissed()).isTrue();
        assertThat(missing.values().names()).isEmpty();
    }

    @Test
    void what_is_no_text_file_is_told_as_what_it_is() throws IOException {
        Path latin = Files.write(folder.resolve("latin"), new byte[] {'#', (byte) 0xe4, '\n'});
        Path large = Files.write(folder.resolve("large"), new byte[2 << 20]);

        assertThat(lull("config", "check", latin.toString())).isEqualTo(REFUSED);
        assertThat(lull("config", "check", large.toString())).isEqualTo(REFUSED);
        assertThat(lull("config", "check", folder.toString())).isEqualTo(REFUSED);
        assertThat(err.toString())
                .contains(latin + " is no text in UTF-8: save it as that")
                .contains(large + " is larger than 1 MiB")
                .contains(folder + " can't be read: ");
    }

    @Test
    void a_daemon_is_told_what_the_file_says() throws IOException {
        String file = file("state: /srv/lull\nsnapshot: {compression: {level: 19}}\n");

        assertThat(lull("daemon", "--config", file)).isZero();
        assertThat(started)
                .containsExactly(
                        Configuration.of(
                                Values.none()
                                        .with(Keys.STATE, Path.of("/srv/lull"))
                                        .with(Keys.LEVEL, 19)));
    }

    @Test
    void what_the_file_says_now_is_read_when_the_daemon_asks_again() throws IOException {
        String file = file("snapshot: {reserve: 1G}\nlisten: :1\n");
        assertThat(lull("daemon", "--config", file, "--listen", "none")).isZero();
        file("snapshot: {reserve: 2G}\nlisten: :2\nstate: /srv/lull\n");

        Told again = valid(begun.getFirst().again());

        assertThat(begun.getFirst().differences(again))
                .as("the command line still wins over the file")
                .isEqualTo(List.of(Keys.STATE, Keys.RESERVE));
        assertThat(again.configuration().reserve()).isEqualTo(2L << 30);
    }

    private static Told valid(Rereading reading) {
        return switch (reading) {
            case Rereading.Valid valid -> valid.told();
            case Rereading.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    @Test
    void a_file_that_has_mistakes_when_the_daemon_asks_again_is_refused_with_all_of_them()
            throws IOException {
        String file = file("listen: none\n");
        assertThat(lull("daemon", "--config", file)).isZero();

        file("listen: here\nstat: /srv\n");
        assertThat(begun.getFirst().again())
                .isInstanceOfSatisfying(
                        Rereading.Refused.class,
                        refused -> {
                            assertThat(refused.why()).startsWith(file + " has 2 mistakes");
                            assertThat(refused.problems())
                                    .hasSize(2)
                                    .anySatisfy(p -> assertThat(p).contains("line 2, stat"));
                        });
        file("listen: 0.0.0.0:80\nhosts: a.example.org\nbehind_proxy: false\n");
        assertThat(begun.getFirst().again()).isInstanceOf(Rereading.Refused.class);
        Files.delete(Path.of(file));
        assertThat(begun.getFirst().again())
                .isEqualTo(
                        new Rereading.Refused(
                                file + " is not there: write it, or name another file", List.of()));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void a_credential_is_what_systemd_has_handed_over() throws IOException {
        Files.writeString(folder.resolve("restic.password"), "secret");
        environment.put("CREDENTIALS_DIRECTORY", folder.toString());

        assertThat(lull("daemon", "--config", file(restic("restic.password")))).isZero();
        assertThat(started.getFirst().restic())
                .hasValueSatisfying(r ->
                        assertThat(r.passwordFile()).isEqualTo(folder.resolve("restic.password")));
    }

    @Test
    void a_credential_that_nobody_has_handed_over_is_refused_with_the_way_out() throws IOException {
        environment.put("CREDENTIALS_DIRECTORY", folder.toString());
        String file = file(restic("other"));

        assertThat(lull("daemon", "--config", file)).isEqualTo(REFUSED);
        environment.put("CREDENTIALS_DIRECTORY", folder.resolve("missing").toString());
        assertThat(lull("daemon", "--config", file)).isEqualTo(REFUSED);
        environment.remove("CREDENTIALS_DIRECTORY");
        assertThat(lull("daemon", "--config", file)).isEqualTo(REFUSED);

        String begins =
                "lull: nothing was touched: offsite.restic.password_file is credential:other, ";
        String ends =
                " Write LoadCredential=other:PATH into Lull's unit ('systemctl edit lull') and"
                        + " start it again, or write the path of a file here.";
        assertThat(err.toString().lines())
                .containsExactly(
                        begins
                                + "which is not among the credentials in "
                                + folder
                                + " (lull.yml)."
                                + ends,
                        begins
                                + "which is not among the credentials in "
                                + folder.resolve("missing")
                                + " (there are none)."
                                + ends,
                        begins + "and systemd has handed no credentials to this daemon." + ends);
        assertThat(started).isEmpty();
        assertThat(lull("config", "check", file)).as("which has no credentials").isZero();
    }

    private static String restic(String credential) {
        return "offsite:\n  restic:\n    repository: /srv/restic\n    password_file: credential:"
                + credential
                + "\n";
    }

    @Test
    void a_daemon_whose_file_has_mistakes_is_not_started() throws IOException {
        String file = file("snapshot:\n  compression:\n    level: 25\nstat: /srv\n");

        assertThat(lull("daemon", "--config", file, "--listen", "none")).isEqualTo(REFUSED);
        assertThat(started).isEmpty();
        assertThat(err.toString())
                .contains("has 2 mistakes; nothing was touched")
                .contains("line 3, snapshot.compression.level: is '25'")
                .contains("line 4, stat: is not a key that Lull knows. Did you mean state?");
    }

    @ParameterizedTest
    @CsvSource({
        "/line, /environment, /file, /line",
        "'', /environment, /file, /environment",
        "'', '', /file, /file",
    })
    void the_command_line_wins_over_the_environment_over_the_file(
            String line, String variable, String inFile, String wins) throws IOException {
        environment.put("LULL_STATE", variable);
        environment.put("LULL_SOCKET", variable);
        String file = file("state: " + inFile + "\nsocket: " + inFile + "\n");
        List<String> args = new ArrayList<>(List.of("daemon", "--config", file));
        if (!line.isEmpty()) {
            args.addAll(List.of("--state", line, "--socket", line));
        }

        assertThat(lull(args.toArray(String[]::new))).isZero();
        assertThat(started.getFirst().state()).hasToString(wins);
        assertThat(started.getFirst().socket()).hasToString(wins);
    }

    @Test
    void what_the_environment_says_of_engine_page_and_address_is_heard() throws IOException {
        environment.put("DOCKER_HOST", "unix:///run/other.sock");
        environment.put("LULL_PAGE_IMAGE", "other:1");
        environment.put("LULL_LISTEN", "none");

        assertThat(lull("daemon", "--config", file("docker: unix:///x\nlisten: :1\n"))).isZero();
        Configuration told = started.getFirst();
        assertThat(told.docker()).hasToString("unix:///run/other.sock");
        assertThat(told.pageImage()).isEqualTo("other:1");
        assertThat(told.listen()).isEqualTo(Listen.parse("none"));
    }

    @Test
    void a_variable_that_can_not_be_read_is_named() {
        environment.put("LULL_LISTEN", "everywhere");

        assertThat(lull("daemon")).isEqualTo(USAGE);
        assertThat(err.toString()).contains("LULL_LISTEN is 'everywhere', which is not an address");
        assertThat(started).isEmpty();
        assertThat(lull("daemon", "--listen", "none")).isZero();
    }

    static Stream<Key<?>> keysWithVariables() {
        return Keys.ALL.stream().filter(k -> !k.variable().isEmpty());
    }

    /** Too long for any path, and neither an address nor the name of an image. */
    @ParameterizedTest
    @MethodSource("keysWithVariables")
    void every_variable_that_can_not_be_is_named_and_no_daemon_is_started(Key<?> key) {
        environment.put(key.variable(), "a b".repeat(2_000));

        assertThat(lull("daemon")).isEqualTo(USAGE);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("lull: " + key.variable() + " is 'a b")
                .contains("', which is ");
        assertThat(started).isEmpty();
    }

    @Test
    void a_socket_that_can_not_be_is_named_by_the_other_verbs_too() {
        environment.put("LULL_SOCKET", "/" + "x".repeat(107));

        assertThat(lull("stacks")).isEqualTo(USAGE);
        assertThat(err.toString()).contains("LULL_SOCKET is '/x", "which is longer than 107 bytes");
    }

    @ParameterizedTest
    @CsvSource({"--listen 0.0.0.0:80, ''", "'', 0.0.0.0:80", "--listen 0.0.0.0:80, none"})
    void a_daemon_that_would_tell_tokens_to_the_network_is_not_started(
            String option, String variable) throws IOException {
        environment.put("LULL_LISTEN", variable);
        environment.put("LULL_CONFIG", file("hosts: maintenance.example.org\n"));

        assertThat(lull(("daemon " + option).strip().split(" "))).isEqualTo(REFUSED);
        assertThat(started).isEmpty();
        assertThat(err.toString())
                .startsWith("lull: nothing was touched: listen is 0.0.0.0:80, which other hosts")
                .contains("tls.certificate and tls.key", "behind_proxy: true", "127.0.0.1:7410");
    }

    @Test
    void a_daemon_with_tls_or_a_proxy_before_it_listens_where_it_is_told() throws IOException {
        String tls = "tls: {certificate: /etc/lull/tls.pem, key: /etc/lull/tls.key}\n";
        String hosts = "hosts: maintenance.example.org\n";

        assertThat(lull("daemon", "--config", file(hosts + tls), "--listen", "0.0.0.0:443"))
                .isZero();
        assertThat(lull("daemon", "--config", file(hosts + "behind_proxy: true\nlisten: :80")))
                .isZero();
        assertThat(started.getFirst().tls()).isPresent();
        assertThat(started.getFirst().hosts().names()).containsExactly("maintenance.example.org");
        assertThat(started.getLast().behindProxy()).isTrue();
    }

    @Test
    void the_other_verbs_look_for_the_daemon_where_its_file_says() throws IOException {
        Path socket = folder.resolve("its.sock");
        environment.put("LULL_CONFIG", file("socket: " + socket + "\nmistake: 1\n"));

        assertThat(lull("stacks")).isEqualTo(7);
        assertThat(err.toString()).contains(socket.toString());
    }

    @Test
    void who_may_not_read_the_file_looks_where_a_daemon_is_by_default() throws IOException {
        assumeThat(Files.isReadable(Path.of("/etc/lull/lull.yml")))
                .as("this host has a configuration of its own")
                .isFalse();
        environment.clear();

        assertThat(lull("stacks")).isEqualTo(7);
        assertThat(err.toString()).contains("/run/lull/lull.sock");
    }

    @Test
    void config_alone_says_what_there_is() {
        assertThat(lull("config")).isEqualTo(USAGE);
        assertThat(err.toString()).contains("Usage: lull config", "check");
    }

    @Test
    void check_says_how_it_is_used() {
        assertThat(lull("config", "check", "--help")).isZero();
        assertThat(out.toString()).contains("lull config check ./lull.yml", "Exit codes:");
    }
}
