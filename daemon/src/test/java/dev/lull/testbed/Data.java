package dev.lull.testbed;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What the data stores of an example hold, row by row, to be compared before and after. */
public final class Data {
    private static final String SQLITE =
            "import sqlite3\ndb = sqlite3.connect('/data/single.db')\n";

    private static final String FILL_SQLITE =
            """
            db.executemany(
                "INSERT INTO entries (token, text) VALUES (?, ?)",
                [(f"old-{i}", f"  it's an 'old' one, with ü,\\n|{i}| ") for i in range(120)])
            db.commit()
            """;

    private static final String DUMP_SQLITE =
            """
            print(*db.execute("PRAGMA user_version").fetchone())
            print(*db.iterdump(), sep="\\n")
            """;

    /** At once: cron would queue the jobs of entries that it finds without results. */
    private static final String FILL_POSTGRES =
            """
            BEGIN;
            INSERT INTO entries (token, text, created)
                SELECT 'old-' || i, 'Ann: it''s an "old" one, with ü, ' || E'\\n|' || i,
                    timestamptz '2001-02-03 04:05:06.789012Z' + i * interval '1 hour'
                FROM generate_series(1, 120) i;
            INSERT INTO results SELECT id, 8, created FROM entries WHERE token LIKE 'old-%';
            INSERT INTO cron_runs (started, ended, entries)
                SELECT created, created, id FROM entries WHERE token LIKE 'old-%';
            COMMIT;
            """;

    private static final String FILL_REDIS =
            """
            for i = 1, 100 do redis.call('SET', 'seen:' .. i, 'visitor ' .. i) end
            redis.call('RPUSH', 'latest', 'one', 'two', 'one')
            redis.call('HSET', 'settings', 'title', "Guests'", 'empty', '')
            """;

    private static final String DUMP_REDIS =
            """
            local read = {
                string = function(key) return {redis.call('GET', key)} end,
                list = function(key) return redis.call('LRANGE', key, 0, -1) end,
                hash = function(key) return redis.call('HGETALL', key) end}
            local all = {}
            for _, key in ipairs(redis.call('KEYS', '*')) do
                local value = read[redis.call('TYPE', key).ok](key)
                table.insert(all, key .. ' ' .. cjson.encode(value))
            end
            table.sort(all)
            return all
            """;

    private Data() {}

    /** Gives it more than a hundred rows in each table of its own, and keys in Redis. */
    public static void fill(ExampleStack stack) {
        if (isGuestbook(stack)) {
            psql(stack, FILL_POSTGRES);
            redis(stack, FILL_REDIS);
        } else {
            sqlite(stack, FILL_SQLITE);
        }
    }

    /** Every row of every table, and every key of Redis. */
    public static List<String> of(ExampleStack stack) {
        return of(stack, Instant.now());
    }

    /**
     * The same, without the runs of the guestbook's cron since then.
     *
     * @param reopened when cron was let go on
     */
    public static List<String> of(ExampleStack stack, Instant reopened) {
        if (!isGuestbook(stack)) {
            return sqlite(stack, DUMP_SQLITE).lines().toList();
        }
        return Stream.of(psql(stack, tables(reopened)), redis(stack, DUMP_REDIS))
                .flatMap(String::lines)
                .toList();
    }

    /** Each with the names of its columns. */
    private static String tables(Instant reopened) {
        return """
        SELECT format('SELECT %%L AS "table", t.* FROM %%I t %%s ORDER BY %%s', table_name,
                table_name, CASE table_name WHEN 'cron_runs' THEN 'WHERE started < ''%s''' END,
                string_agg((ordinal_position + 1)::text, ', ' ORDER BY ordinal_position))
            FROM information_schema.columns WHERE table_schema = 'public'
            GROUP BY table_name ORDER BY table_name
        \\gexec
        """
                .formatted(reopened);
    }

    private static boolean isGuestbook(ExampleStack stack) {
        return stack.example().equals("guestbook");
    }

    private static String sqlite(ExampleStack stack, String script) {
        return in(stack, "app", "python3", "-c", SQLITE + script);
    }

    /** Not by {@code -c}, which knows no backslashes. */
    private static String psql(ExampleStack stack, String script) {
        String run = "echo \"$1\" | psql -U guestbook -A -P null=NULL -v ON_ERROR_STOP=1 guestbook";
        return in(stack, "db", "bash", "-c", run, "psql", script);
    }

    private static String redis(ExampleStack stack, String script) {
        return in(stack, "redis", "redis-cli", "-e", "EVAL", script, "0");
    }

    private static String in(ExampleStack stack, String service, String... argv) {
        String container = stack.project() + "-" + service + "-1";
        return TestBed.docker(
                Stream.concat(Stream.of("exec", container), Stream.of(argv))
                        .toArray(String[]::new));
    }
}
