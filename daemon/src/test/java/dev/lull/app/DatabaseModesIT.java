package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.api.RollbackPoints;
import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedVolume;
import dev.lull.stack.StackName;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Folders;
import dev.lull.testbed.Sh;
import dev.lull.testbed.Wait;
import dev.lull.window.Action;
import dev.lull.window.Ada;
import dev.lull.window.WindowId;
import dev.lull.window.WindowRequest;
import dev.lull.window.WindowState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * PostgreSQL, MariaDB and Redis, written to until the door closes, in each mode: whatever was
 * changed, lost and added since is as it was, by dumps of all that they hold.
 */
class DatabaseModesIT extends OnStack {
    private static final String POSTGRES =
            """
            CREATE ROLE "o'd d" LOGIN PASSWORD 'x'; CREATE ROLE several; GRANT several TO "o'd d";
            CREATE TABLE things (id serial PRIMARY KEY, x text, b bytea);
            ALTER TABLE things OWNER TO "o'd d";
            INSERT INTO things (x, b)
              SELECT 'thing ' || i, decode(md5(i::text), 'hex') FROM generate_series(1, 20000) i;
            CREATE DATABASE "we ird" OWNER several; ALTER DATABASE "we ird" SET work_mem = '8MB';
            """;
    private static final String POSTGRES_DAMAGE =
            """
            UPDATE things SET x = 'bad' WHERE id < 100; DELETE FROM things WHERE id > 19000;
            CREATE ROLE since LOGIN; ALTER TABLE things OWNER TO since; DROP TABLE written;
            CREATE DATABASE since OWNER since; DROP DATABASE "we ird";
            ALTER ROLE guestbook SET work_mem = '3MB';
            """;
    private static final String MARIADB =
            """
            CREATE DATABASE shop; CREATE DATABASE `o``dd`; USE shop;
            CREATE TABLE things (id int AUTO_INCREMENT PRIMARY KEY, x varchar(99), b blob);
            INSERT INTO things (x, b) SELECT CONCAT('thing ', seq), UNHEX(MD5(seq)) FROM seq_1_to_20000;
            CREATE VIEW seen AS SELECT x FROM things; CREATE PROCEDURE p() SELECT 1;
            CREATE TRIGGER t BEFORE INSERT ON things FOR EACH ROW SET NEW.x = UPPER(NEW.x);
            CREATE USER writer@'%' IDENTIFIED BY 'secret'; GRANT ALL ON shop.* TO writer@'%';
            """;
    private static final String MARIADB_DAMAGE =
            """
            USE shop; UPDATE things SET x = 'bad' WHERE id < 100; DROP TABLE written; DROP VIEW seen;
            DROP PROCEDURE p; DROP TRIGGER t; CREATE DATABASE since; DROP DATABASE `o``dd`;
            CREATE TABLE since (a int); CREATE USER since@'%'; GRANT ALL ON *.* TO since@'%';
            """;
    private static final String KEYS =
            """
            for i in $(seq 1 500); do echo "SET key$i value$i"; done | redis-cli >/dev/null
            redis-cli -n 3 SET other 1; redis-cli HSET h a 1 b 2; redis-cli ZADD z 1 one 2 two
            """;
    private static final String KEYS_DAMAGE =
            """
            redis-cli SET key7 bad; redis-cli DEL key8 written; redis-cli -n 5 SET since 1
            redis-cli SET since 2; redis-cli -n 3 FLUSHDB
            """;

    private static final Map<String, String> PRESETS =
            Map.of("pg", "postgres", "maria", "mariadb", "keys", "redis");

    DatabaseModesIT() {
        super(ExampleStack.ofTests("databases", "modes"));
    }

    private void up(String mode) {
        PRESETS.forEach((service, preset) -> {
            String cold = "lull.snapshot.mode: cold # of " + preset;
            if (!mode.equals("cold")) {
                String label = "lull.snapshot.mode: " + mode;
                stack.edit("compose.yaml", cold, label + "\n      lull.snapshot.preset: " + preset);
            }
        });
        stack.up();
        fill("psql -q -v ON_ERROR_STOP=1 -U guestbook guestbook", "pg", POSTGRES);
        fill("mariadb -u root -psecret", "maria", MARIADB);
        in("keys", KEYS);
        Wait.until(
                () -> "the writers have begun",
                () ->
                        number(
                                                "pg",
                                                "psql -U guestbook -At guestbook -c 'SELECT max(id) FROM"
                                                        + " written'")
                                        > 5
                                && number(
                                                "maria",
                                                "mariadb -u root -psecret -N shop -e 'SELECT"
                                                        + " max(id) FROM written'")
                                        > 5
                                && number("keys", "redis-cli LLEN written") > 5);
    }

    private long number(String service, String command) {
        String said = in(service, command + " 2>/dev/null || echo 0").strip();
        return said.matches("\\d+") ? Long.parseLong(said) : 0;
    }

    private void fill(String client, String service, String sql) {
        in(service, client + " <<'SQL'\n" + sql + "SQL\n");
    }

    private String in(String service, String script) {
        return stack.compose("exec", "-T", service, "bash", "-c", script);
    }

    private void damage() {
        fill("psql -q -v ON_ERROR_STOP=1 -U guestbook guestbook", "pg", POSTGRES_DAMAGE);
        fill("mariadb -u root -psecret", "maria", MARIADB_DAMAGE);
        in("keys", KEYS_DAMAGE);
    }

    /**
     * All that each of them holds, as its own tools tell it; but for MariaDB's next numbers, which
     * it counts in memory from what is there whenever it starts.
     */
    private Map<String, String> held() {
        Map<String, String> held = new TreeMap<>();
        held.put("pg", in("pg", "pg_dumpall -U guestbook | grep -v restrict | sha256sum"));
        held.put(
                "maria",
                in(
                        "maria",
                        """
                        export MYSQL_PWD=secret
                        mariadb -u root -N -e 'SHOW DATABASES; SELECT Host, User, Priv FROM mysql.global_priv ORDER BY 1, 2'
                        mariadb -u root -N -e 'SELECT * FROM mysql.db ORDER BY 1, 2, 3'
                        mariadb-dump -u root --databases shop 'o`dd' --routines --events --skip-dump-date | sed 's/ AUTO_INCREMENT=[0-9]*//' | sha256sum
                        """));
        held.put(
                "keys",
                in("keys", "redis-cli INFO keyspace | cut -d, -f1; redis-cli DEBUG DIGEST"));
        return held;
    }

    /** A person looks at the quiet stack, does harm, and goes back. */
    private WindowId thereAndBack() {
        WindowId id = lull.run(stack, new Change.None());
        assertThat(lull.state(id).held().orElseThrow().step())
                .as(lull.story(id))
                .isEqualTo(StepKind.WORK);
        Map<String, String> before = held();
        damage();
        Map<String, String> damaged = held();
        assertThat(damaged.entrySet()).doesNotContainAnyElementsOf(before.entrySet());

        WindowState end = lull.ask(id, Action.ROLLBACK, Optional.of(stack.project()));

        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        assertThat(held()).isEqualTo(before);
        assertUnchangedByUp();
        return id;
    }

    private RollbackPoint point(WindowId id) {
        String point = String.valueOf(lull.state(id).notes().get("point"));
        return lull.wiring().points().find(new PointId(point)).orElseThrow();
    }

    private List<String> plan(WindowId id) {
        return lull.state(id).forward().stream()
                .filter(s -> s.kind() == StepKind.SNAPSHOT)
                .flatMap(s -> s.step().details().stream())
                .toList();
    }

    @Test
    void stopped_for_the_copy() {
        up("cold");
        WindowId id = thereAndBack();
        assertThat(point(id).volumes()).hasSize(3);
        assertThat(plan(id)).contains("pg: stopped for the copy (cold: lull.snapshot.mode)");
    }

    @Test
    void copied_while_they_run() {
        up("live");
        WindowId id = thereAndBack();
        assertThat(point(id).volumes()).extracting(SavedVolume::name).hasSize(3);
        assertThat(plan(id))
                .contains("keys: copied while it runs, after it has saved (preset redis)");
    }

    @Test
    void dumped_while_they_run_and_restored_once_more_later_and_on_another_host() throws Exception {
        up("dump");
        WindowId id = thereAndBack();
        RollbackPoint point = point(id);
        assertThat(point.volumes()).isEmpty();
        assertThat(point.dumps()).hasSize(3);
        assertThat(plan(id))
                .contains("maria: dumped while it runs, with mariadb-dump (preset mariadb)");
        Map<String, String> before = held();
        damage();

        WindowId later = lull.run(stack, new Change.Restore(point.id().value()));

        assertThat(lull.state(later).phase()).as(lull.story(later)).isEqualTo(Phase.DONE);
        assertThat(held()).isEqualTo(before);
        assertThat(point(later).dumps()).as("a restore may bring other files").isEmpty();

        theHostIsLost(point);
        WindowId there = openHeldBefore(StepKind.REOPEN_WORKERS, point);

        assertThat(lull.rest(there).held().orElseThrow().step())
                .as(lull.story(there))
                .isEqualTo(StepKind.REOPEN_WORKERS);
        assertThat(held()).isEqualTo(before);
        WindowState end = lull.ask(there, Action.APPROVE, Optional.empty());
        assertThat(end.phase()).as(lull.story(there)).isEqualTo(Phase.DONE);
    }

    /** But for its images, and a copy of the point's folder, which is taken over. */
    private void theHostIsLost(RollbackPoint point) throws Exception {
        Path points = lull.wiring().points().root();
        Path home = Folders.make("backup");
        try {
            Path copy = home.resolve("monday");
            Sh.run("mv", points.resolve(point.id().value()).toString(), copy.toString());
            stack.compose("down", "--volumes");
            Folders.delete(stack.directory());

            RollbackPoints.Adopted adopted = lull.wiring().rollbackPoints().adopt(copy, line -> {});

            assertThat(adopted.problems()).isEmpty();
            assertThat(adopted.made())
                    .contains("volume " + stack.project() + "_maria")
                    .contains("container " + stack.project() + "-pg-1, not started");
        } finally {
            Folders.delete(home);
        }
    }

    /** The writers of a new container write again. */
    private WindowId openHeldBefore(StepKind step, RollbackPoint point) {
        return lull.wiring()
                .windows()
                .open(
                        new WindowRequest(
                                new StackName(stack.project()),
                                new Change.Restore(point.id().value()),
                                Ada.ORIGIN,
                                Duration.ofMinutes(2),
                                Set.of(step)));
    }
}
