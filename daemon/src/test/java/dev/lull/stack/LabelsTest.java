package dev.lull.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LabelsTest {
    private final List<Problem> problems = new ArrayList<>();

    private ServiceSettings read(Map<String, String> labels) {
        return Labels.read("shop/app", labels, "shop:1", problems);
    }

    private ServiceSettings read(String label, String value) {
        return read(Map.of(label, value));
    }

    private void problem(String label, String... parts) {
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().where()).isEqualTo("shop/app " + label);
        assertThat(problems.getFirst().isError()).isTrue();
        assertThat(problems.getFirst().toString()).contains(parts);
    }

    @Test
    void without_labels_there_are_the_defaults() {
        ServiceSettings s = read(Map.of("com.docker.compose.project", "shop"));
        assertThat(problems).isEmpty();
        assertThat(s.role()).isEmpty();
        assertThat(s.drain()).isEmpty();
        assertThat(s.drained()).isEmpty();
        assertThat(s.drainTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(s.migrate()).isEmpty();
        assertThat(s.migrateTimeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(s.http()).isEmpty();
        assertThat(s.exec()).isEmpty();
        assertThat(s.checkTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(s.logsFail()).isEmpty();
        assertThat(s.logsAllow()).isEmpty();
        assertThat(s.watch()).isEqualTo(Duration.ofSeconds(30));
        assertThat(s.snapshotVolumes()).isFalse();
        assertThat(s.snapshotBind()).isEmpty();
        assertThat(s.snapshotShared()).isEmpty();
        assertThat(s.proxyReload()).isEmpty();
        assertThat(s.writesAllowed()).isEmpty();
        assertThat(s.backstage()).isEqualTo(ServiceSettings.Backstage.ISOLATED);
        assertThat(s.backstageKeep()).isEmpty();
    }

    @Test
    void every_label_is_read() {
        Map<String, String> labels = new HashMap<>();
        labels.put("lull.role", "app");
        labels.put("lull.maintenance", "swap");
        labels.put("lull.drain", "app drain");
        labels.put("lull.drained", "app idle");
        labels.put("lull.drain.timeout", "10s");
        labels.put("lull.migrate", "sh -c 'a && b'");
        labels.put("lull.migrate.timeout", "1h");
        labels.put("lull.check.http", "GET :80/ 200");
        labels.put("lull.check.exec", "smoke");
        labels.put("lull.check.timeout", "1m");
        labels.put("lull.logs.fail", "^ERR");
        labels.put("lull.logs.allow", "ERR 42");
        labels.put("lull.watch", "0s");
        labels.put("lull.snapshot", "none");
        labels.put("lull.snapshot.bind", "true");
        labels.put("lull.snapshot.shared", "false");
        labels.put("lull.snapshot.mode", "cold");
        labels.put("lull.proxy.reload", "nginx -s reload");
        labels.put("lull.writes", "allowed: metrics only");
        labels.put("lull.backstage", "open");
        labels.put("lull.backstage.keep", "mail , other_db");
        ServiceSettings s = read(labels);
        assertThat(problems).isEmpty();
        assertThat(s.role()).contains(Role.APP);
        assertThat(s.drain()).contains(Command.parse("app drain"));
        assertThat(s.drained()).contains(Command.parse("app idle"));
        assertThat(s.drainTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(s.migrate()).contains(new Command(List.of("sh", "-c", "a && b")));
        assertThat(s.migrateTimeout()).isEqualTo(Duration.ofHours(1));
        assertThat(s.http()).containsExactly(new HttpCheck("GET", 80, "/", 200));
        assertThat(s.exec()).containsExactly(Command.parse("smoke"));
        assertThat(s.checkTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(s.logsFail()).extracting(Pattern::pattern).containsExactly("^ERR");
        assertThat(s.logsAllow()).extracting(Pattern::pattern).containsExactly("ERR 42");
        assertThat(s.watch()).isZero();
        assertThat(s.snapshotVolumes()).isFalse();
        assertThat(s.snapshotBind()).contains(true);
        assertThat(s.snapshotShared()).contains(false);
        assertThat(s.proxyReload()).contains(Command.parse("nginx -s reload"));
        assertThat(s.writesAllowed()).contains("metrics only");
        assertThat(s.backstage()).isEqualTo(ServiceSettings.Backstage.OPEN);
        assertThat(s.backstageKeep()).containsExactly("mail", "other_db");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void every_role_has_its_word(Role role) {
        assertThat(read("lull.role", role.label()).role()).contains(role);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "app, true",
        "db, true",
        "worker, true",
        "cron, true",
        "proxy, false",
        "none, false"
    })
    void what_holds_data_is_in_a_rollback_point_unless_told_otherwise(String role, boolean in) {
        assertThat(read("lull.role", role).snapshotVolumes()).isEqualTo(in);
        assertThat(read(Map.of("lull.role", role, "lull.snapshot", "none")).snapshotVolumes())
                .isFalse();
        assertThat(read(Map.of("lull.role", role, "lull.snapshot", "volumes")).snapshotVolumes())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "lull.rol, lull.role",
        "lull.Role, lull.role",
        "lull.migration, lull.migrate",
        "lull.check.htpp, lull.check.http",
        "lull.drain.time, lull.drain.timeout",
        "lull.snapshots, lull.snapshot",
        "lull.proxy-reload, lull.proxy.reload",
        "lull.check.x.http, lull.check.http"
    })
    void an_unknown_label_names_the_nearest_known_one(String unknown, String known) {
        read(unknown, "x");
        problem(unknown, "is not a label that Lull knows", "Did you mean " + known + "?");
    }

    @Test
    void an_unknown_label_near_nothing_is_to_be_removed() {
        read("lull.completely.different.thing", "x");
        problem("lull.completely.different.thing", "Remove it");
    }

    @Test
    void labels_of_others_are_none_of_ours() {
        read(Map.of("lullaby", "x", "traefik.enable", "true", "xlull.role", "app"));
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"aap, app", "workers, worker", "database, ''", "App, app"})
    void an_unknown_role_names_the_nearest_and_all(String unknown, String nearest) {
        assertThat(read("lull.role", unknown).role()).isEmpty();
        problem(
                "lull.role",
                "'" + unknown + "' is not a role",
                "Use one of: app, worker, cron, db, proxy, none");
        if (!nearest.isEmpty()) {
            problem("lull.role", "Did you mean '" + nearest + "'?");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "lull.drain.timeout, 10, is not a duration such as 30s",
        "lull.migrate.timeout, soon, is not a duration such as 30s",
        "lull.check.timeout, 99999999999999999999s, duration",
        "lull.watch, * * * * *, is not a duration such as 30s",
        "lull.logs.fail, '(', Unclosed group",
        "lull.logs.allow, '[', Unclosed character class",
        "lull.check.http, GET 8000, 'is not of the form ''GET :PORT/PATH STATUS'''",
        "lull.check.2.http, GET :0/, no valid port",
        "lull.check.exec, '''', has a quote that is not closed",
        "lull.migrate, '', has no words",
        "lull.drain, '\"x', has a quote that is not closed",
        "lull.proxy.reload, '', has no words",
        "lull.writes, yes, 'Write ''allowed: '' and the reason'",
        "lull.writes, 'allowed:', the reason",
        "lull.maintenance, native, Use one of: swap",
        "lull.snapshot, volume, Did you mean 'volumes'?",
        "lull.snapshot.bind, yes, 'Use one of: true, false'",
        "lull.snapshot.mode, warm, 'Use one of: cold, live, dump'",
        "lull.backstage, private, 'Use one of: isolated, open, none'"
    })
    void a_value_that_makes_no_sense_is_told_with_the_way_out(
            String label, String value, String part) {
        read(label, value);
        problem(label, part);
    }

    @Test
    void a_command_is_not_repeated_where_it_may_hold_a_secret() {
        read("lull.migrate", "psql postgresql://app:hunter2@db 'x");
        problem("lull.migrate", "has a quote that is not closed");
        assertThat(problems).noneMatch(p -> p.toString().contains("hunter2"));
    }

    @Test
    void a_bad_value_counts_as_not_given() {
        ServiceSettings s = read(Map.of("lull.watch", "x", "lull.check.2.http", "x"));
        assertThat(s.watch()).isEqualTo(Duration.ofSeconds(30));
        assertThat(s.http()).isEmpty();
        assertThat(problems).hasSize(2);
    }

    @Test
    void numbered_checks_come_in_the_order_of_their_numbers_after_the_plain_one() {
        ServiceSettings s =
                read(
                        Map.of(
                                "lull.check.10.http", "GET :80/ten",
                                "lull.check.2.http", "GET :80/two",
                                "lull.check.http", "GET :80/plain",
                                "lull.check.3.exec", "three",
                                "lull.check.1.exec", "one"));
        assertThat(s.http()).extracting(HttpCheck::path).containsExactly("/plain", "/two", "/ten");
        assertThat(s.exec()).extracting(Command::toString).containsExactly("one", "three");
        assertThat(problems).isEmpty();
    }

    @Test
    void the_same_number_written_in_another_way_is_no_label_and_not_a_lost_check() {
        read(Map.of("lull.check.2.http", "GET :80/a", "lull.check.02.http", "GET :80/b"));
        problem("lull.check.02.http", "is not a label");
    }

    @Test
    void a_number_too_large_is_no_label() {
        read("lull.check.99999999999.http", "GET :80/");
        problem("lull.check.99999999999.http", "is not a label");
    }

    @Test
    void all_problems_come_at_once() {
        read(
                Map.of(
                        "lull.role", "ap",
                        "lull.wach", "1s",
                        "lull.watch", "1",
                        "lull.logs.fail", "(",
                        "lull.check.http", "x",
                        "lull.backstage", "x"));
        assertThat(problems)
                .extracting(p -> p.where().replace("shop/app ", ""))
                .containsExactlyInAnyOrder(
                        "lull.role",
                        "lull.wach",
                        "lull.watch",
                        "lull.logs.fail",
                        "lull.check.http",
                        "lull.backstage");
    }
}
