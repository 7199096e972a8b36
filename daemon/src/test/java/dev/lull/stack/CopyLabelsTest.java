package dev.lull.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.stack.DataCopy.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a data store comes into the rollback point, by its labels and its image. */
class CopyLabelsTest {
    private final List<Problem> problems = new ArrayList<>();

    private DataCopy read(String image, String... labels) {
        Map<String, String> all = new TreeMap<>(Map.of("lull.role", "db"));
        for (int i = 0; i < labels.length; i += 2) {
            all.put("lull." + labels[i], labels[i + 1]);
        }
        return Labels.read("shop/db", all, image, problems).copy();
    }

    private DataCopy good(String image, String... labels) {
        DataCopy copy = read(image, labels);
        assertThat(problems).isEmpty();
        return copy;
    }

    private void refused(String label, String what, String fix) {
        assertThat(problems)
                .anyMatch(p ->
                        p.isError()
                                && p.where().equals("shop/db " + label)
                                && p.toString().contains(what)
                                && p.toString().contains(fix));
    }

    @Test
    void a_store_is_stopped_for_the_copy_unless_it_says_otherwise() {
        assertThat(good("postgres:17").sentence())
                .isEqualTo("stopped for the copy (cold: the default)");
        assertThat(good("postgres:17", "snapshot.mode", "cold").sentence())
                .isEqualTo("stopped for the copy (cold: lull.snapshot.mode)");
    }

    @ParameterizedTest
    @CsvSource({
        "postgres:17, pg_dumpall, postgres",
        "docker.io/library/postgres@sha256:ab, pg_dumpall, postgres",
        "postgis/postgis:17-3.5, pg_dumpall, postgres",
        "timescale/timescaledb:latest-pg17, pg_dumpall, postgres",
        "registry.example:5000/bitnami/postgresql, pg_dumpall, postgres",
        "mariadb, mariadb-dump, mariadb",
        "lscr.io/linuxserver/mariadb:11, mariadb-dump, mariadb",
        "mysql:8.4, mysqldump, mysql",
        "redis:7-alpine, redis-cli --rdb, redis",
        "valkey/valkey:8, redis-cli --rdb, redis",
    })
    void a_database_is_known_by_its_image(String image, String tool, String preset) {
        DataCopy copy = good(image, "snapshot.mode", "dump");
        assertThat(copy.sentence())
                .isEqualTo(
                        "dumped while it runs, with %s (preset %s, by its image)"
                                .formatted(tool, preset));
        assertThat(copy.dump()).isPresent();
        assertThat(copy.restore()).isPresent();
        assertThat(copy.check()).isPresent();
        assertThat(good(image, "snapshot.mode", "live").before()).isPresent();
    }

    @Test
    void a_preset_is_for_images_of_other_names() {
        assertThat(good("shop-db:1", "snapshot.mode", "dump", "snapshot.preset", "redis").why())
                .isEqualTo("redis-cli --rdb (preset redis)");
    }

    @Test
    void own_commands_come_before_a_preset() {
        DataCopy copy =
                good(
                        "postgres:17",
                        "snapshot.mode",
                        "dump",
                        "snapshot.dump",
                        "my dump",
                        "snapshot.restore",
                        "my restore",
                        "snapshot.check",
                        "my check");
        assertThat(copy.why()).isEqualTo("'my dump' (lull.snapshot.dump)");
        assertThat(copy.restore()).contains(Command.parse("my restore"));
        assertThat(copy.check()).contains(Command.parse("my check"));
        DataCopy live =
                good(
                        "shop-db:1",
                        "snapshot.mode",
                        "live",
                        "snapshot.before",
                        "freeze",
                        "snapshot.after",
                        "thaw");
        assertThat(live.sentence())
                .isEqualTo("copied while it runs, after 'freeze' (lull.snapshot.before)");
        assertThat(live.after()).contains(Command.parse("thaw"));
    }

    @Test
    void a_dump_of_ones_own_without_a_check_is_warned_of() {
        DataCopy copy =
                read(
                        "shop-db:1",
                        "snapshot.mode",
                        "dump",
                        "snapshot.dump",
                        "d",
                        "snapshot.restore",
                        "r");
        assertThat(copy.mode()).isEqualTo(Mode.DUMP);
        assertThat(copy.check()).isEmpty();
        assertThat(problems).singleElement().matches(p -> !p.isError());
        assertThat(problems.getFirst().toString()).contains("lull.snapshot.check");
    }

    @Test
    void what_is_missing_is_told_and_the_store_is_stopped_for_the_copy() {
        assertThat(read("shop-db:1", "snapshot.mode", "dump")).isEqualTo(DataCopy.DEFAULT);
        refused("lull.snapshot.mode", "nothing says how it is dumped", "lull.snapshot.preset");
        assertThat(read("shop-db:1", "snapshot.mode", "live")).isEqualTo(DataCopy.DEFAULT);
        refused("lull.snapshot.mode", "made whole", "lull.snapshot.before");
        read("postgres:17", "snapshot.mode", "dump", "snapshot.dump", "d");
        refused("lull.snapshot.dump", "without lull.snapshot.restore", "puts everything back");
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after", "dump", "restore", "check"})
    void a_command_of_another_mode_is_refused(String command) {
        assertThat(read("postgres:17", "snapshot." + command, "x")).isEqualTo(DataCopy.DEFAULT);
        refused("lull.snapshot." + command, "lull.snapshot.mode is 'cold'", "or remove it");
    }

    @Test
    void all_mistakes_are_told_at_once() {
        Labels.read(
                "shop/db",
                Map.of(
                        "lull.role", "app",
                        "lull.snapshot", "none",
                        "lull.snapshot.mode", "dump",
                        "lull.snapshot.preset", "sqlite",
                        "lull.snapshot.before", "x"),
                "shop:1",
                problems);
        refused("lull.snapshot.mode", "is for data stores", "lull.role: db");
        refused("lull.snapshot.mode", "leaves all of it out", "Remove one");
        refused("lull.snapshot.preset", "is 'sqlite'", "Remove lull.snapshot.mode");
        refused("lull.snapshot.before", "is given", "lull.snapshot.mode: live");
    }

    @Test
    void a_mode_that_is_misspelt_is_the_only_mistake() {
        assertThat(read("postgres:17", "snapshot.mode", "dumb", "snapshot.dump", "d"))
                .isEqualTo(DataCopy.DEFAULT);
        assertThat(problems).hasSize(1);
        refused("lull.snapshot.mode", "'dumb'", "Did you mean 'dump'?");
    }

    @Test
    void a_preset_that_would_do_nothing_is_refused() {
        read("shop-db:1", "snapshot.preset", "postgres");
        refused("lull.snapshot.preset", "does nothing", "lull.snapshot.mode: dump");
    }

    @Test
    void a_file_of_sqlite_is_whole_when_its_app_is_stopped() {
        DataCopy copy =
                Labels.read(
                                "shop/app",
                                Map.of("lull.role", "app", "lull.snapshot.preset", "sqlite"),
                                "shop:1",
                                problems)
                        .copy();
        assertThat(problems).isEmpty();
        assertThat(copy.sentence()).startsWith("stopped for the copy (preset sqlite: ");
    }
}
