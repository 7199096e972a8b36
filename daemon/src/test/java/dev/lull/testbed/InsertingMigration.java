package dev.lull.testbed;

/** A migration that inserts an entry each time, and from the second time on fails after it. */
public final class InsertingMigration {
    private static final String GUESTBOOK =
            """
            import os, psycopg2; \
            db = psycopg2.connect(host='db', user='guestbook', password=os.environ['POSTGRES_PASSWORD']); \
            q = db.cursor(); \
            q.execute('INSERT INTO entries (token, text) VALUES (gen_random_uuid(), 4711)'); \
            db.commit(); \
            q.execute('SELECT count(*) FROM entries WHERE text = 4711::text'); \
            """;

    private static final String SINGLE =
            """
            import sqlite3; \
            db = sqlite3.connect('/data/single.db'); \
            db.execute('INSERT INTO entries (token, text) VALUES (hex(randomblob(8)), 4711)'); \
            db.commit(); \
            q = db.execute('SELECT count(*) FROM entries WHERE text = 4711'); \
            """;

    private static final String END =
            "n = q.fetchone()[0]; print('migrations:', n); raise SystemExit(n > 1)";

    private InsertingMigration() {}

    /** Makes it the migration of the stack; to be called before it is brought up. */
    public static void use(ExampleStack stack) {
        String example = stack.example();
        String script = (example.equals("guestbook") ? GUESTBOOK : SINGLE) + END;
        stack.edit(
                "compose.yaml",
                "lull.migrate: " + example + " migrate",
                "lull.migrate: >-\n        python3 -c \"" + script + '"');
    }

    /** How many of its entries there are. */
    public static int rows(ExampleStack stack) {
        String count = stack.rows("SELECT count(*) FROM entries WHERE text = '4711'");
        return Integer.parseInt(count.strip());
    }
}
