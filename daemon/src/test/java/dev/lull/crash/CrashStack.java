package dev.lull.crash;

import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Web;
import java.util.ArrayList;
import java.util.List;

/** A guestbook with short watches that is used for one window after the other. */
final class CrashStack implements AutoCloseable {
    private static final int MOST_TRIES = 3;
    private static final int CREATED = 201;

    private final ExampleStack stack;
    private boolean spoilt;

    /** Brings it up. */
    CrashStack(String tag) {
        stack = new ExampleStack("guestbook", tag).quick();
        stack.edit("compose.yaml", "  watch: 300ms", "  watch: ${WATCH}").set("WATCH", "500ms");
        stack.edit("app.env", "POSTGRES", "JOB_SECONDS=0.05\nPOSTGRES")
                .set("CRON_SECONDS", "1")
                .up();
    }

    ExampleStack stack() {
        return stack;
    }

    /** Makes it ready: version 1 is there and nothing is written in it, its files say the next. */
    Belongings prepare(Scenario scenario) {
        stack.set("VERSION", Scenario.BEFORE);
        if (spoilt) {
            bringUpAnew();
        } else {
            empty();
        }
        spoilt = true;
        Belongings before = Belongings.of(stack);
        stack.set("VERSION", scenario.version());
        // The person needs a moment to say rollback.
        stack.set("WATCH", scenario == Scenario.ROLLBACK ? "60s" : "500ms");
        return before;
    }

    /** It may be used again as it is now. */
    void isWell() {
        spoilt = false;
    }

    private void bringUpAnew() {
        stack.down().up();
    }

    /** An app of version 1 that finds an empty database makes its tables. */
    private void empty() {
        boolean old = Web.get(stack.port(), "/version").body().contains("\"1\"");
        change(
                old
                        ? "TRUNCATE entries, results, cron_runs"
                        : "SET client_min_messages = error; DROP SCHEMA public CASCADE; CREATE"
                                + " SCHEMA public");
        stack.compose("exec", "-T", "redis", "redis-cli", "flushall");
        if (!old) {
            stack.up();
        }
    }

    /** The worker may be at work in the same tables: of a deadlock's two one gives way. */
    private void change(String sql) {
        for (int tries = 1; ; tries++) {
            try {
                stack.rows(sql);
                return;
            } catch (IllegalStateException e) {
                boolean gaveWay = String.valueOf(e.getMessage()).contains("deadlock detected");
                if (!gaveWay || tries == MOST_TRIES) {
                    throw e;
                }
            }
        }
    }

    /** What a person does when Docker has not brought it back. */
    void mend() {
        stack.set("VERSION", Scenario.BEFORE).up();
    }

    /** Which tokens of entries are there. */
    List<String> entries() {
        return stack.rows("SELECT token FROM entries").lines().toList();
    }

    /** What a person's next {@code up} would do to it; empty when nothing. */
    List<String> changesOfUp(String version) {
        stack.set("VERSION", version);
        return stack.compose("up", "-d", "--no-build")
                .lines()
                .filter(l -> l.matches(".* (Recreate|Creat|Start|Stop|Remov).*"))
                .toList();
    }

    /** What a visitor finds who asks for this version and signs the guestbook; empty when well. */
    List<String> troubles(String version) {
        List<String> troubles = new ArrayList<>();
        String answer = Web.get(stack.port(), "/version").body();
        if (!answer.contains("\"" + version + "\"")) {
            troubles.add("a visitor who wants version " + version + " gets " + answer);
        }
        int status = Web.write(stack.port(), "last").statusCode();
        if (status != CREATED) {
            troubles.add("a visitor who writes gets status " + status);
        }
        return troubles;
    }

    /** Its containers, for people. */
    List<String> tell() {
        return stack.compose("ps", "-a").lines().toList();
    }

    @Override
    public void close() {
        stack.close();
    }
}
