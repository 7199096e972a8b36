package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.journal.SqliteFile;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.RealDaemon;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.Wait;
import dev.lull.testbed.Web;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Windows that the real daemon opens by itself, on a real stack. A daemon knows what the compose
 * files of all stacks plan, also of those of tests beside this one: so a schedule may have any
 * number.
 */
class ScheduledWindowIT {
    /** By then a schedule is added, or read from its file. */
    private static final Duration SOON = Duration.ofSeconds(40);

    /** More than the minute by which any may be late, and less than {@link #LATE}. */
    private static final Duration MISSED = Duration.ofMinutes(2);

    private static final String LATE = "10m";
    private static final Duration AWAY = Duration.ofMinutes(30);

    private final ExampleStack stack = new ExampleStack("single", "schedule");
    private final RealDaemon daemon = new RealDaemon("schedule");

    @BeforeAll
    static void sweep() {
        TestBed.required();
        TestBed.sweep();
    }

    @BeforeEach
    void quick() {
        stack.quick();
    }

    @AfterEach
    void removeEverything() {
        daemon.close();
        stack.close();
    }

    // --- Once at its time.

    private static Instant soon() {
        return Instant.now().plus(SOON).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Adds one for this stack; gives its number. */
    private String add(String name, String... more) {
        List<String> words =
                new ArrayList<>(
                        List.of("schedule", "add", stack.project(), name, "--length", "5m"));
        words.addAll(List.of(more));
        return daemon.json(words.toArray(String[]::new)).path("id").asText();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void one_for_once_opens_its_window_by_itself_at_its_time() {
        stack.up();
        daemon.start();
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);
        stack.set("VERSION", "2");
        Instant at = soon();

        String id = add("once", "--at", at.toString());

        JsonNode run = awaitRun(id, "opened");
        assertThat(due(run)).isEqualTo(at);
        assertThat(run.path("by").asText()).isEmpty();
        JsonNode window = assertUpdates(run, "once");
        assertThat(Instant.parse(window.path("openedAt").asText())).isAfterOrEqualTo(at);
        assertThat(window.path("expectedSeconds").asDouble()).isEqualTo(300);
        assertThat(daemon.lull("show", run.path("window").asText())).contains(" by schedule once");
        assertThat(Web.get(stack.port(), "/entries/one").statusCode()).isEqualTo(200);
        JsonNode over = schedule(id);
        assertThat(over.path("ended").asBoolean()).isTrue();
        assertThat(over.path("next")).isEmpty();
        assertThat(over.path("last")).isEqualTo(run);
    }

    // --- What is new.

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void where_nothing_is_new_it_opens_none_and_one_when_its_tag_has_a_newer_image() {
        String image = stack.project() + "-image:1";
        stack.edit("compose.yaml", "image: lull-single:${SINGLE_VERSION:-1}", "image: " + image);
        TestBed.docker("tag", "lull-single:1", image);
        try {
            stack.up();
            daemon.start();
            String id =
                    add("weekly", "--cron", "0 3 * * 0", "--zone", "UTC", "--only-if", "changed");

            daemon.lull("schedule", "run", id);
            awaitRun(id, "nothing to do", "nothing is new");
            assertThat(windows()).isEmpty();

            TestBed.docker("tag", "lull-single:2", image);
            daemon.lull("schedule", "run", id);
            JsonNode run = awaitRun(id, "opened");
            String news = "the tag " + image + " of app has a new image";
            assertThat(run.path("why").asText()).isEqualTo(news);
            assertThat(assertUpdates(run, "weekly").path("reason").asText()).isEqualTo(news);
        } finally {
            stack.down();
            TestBed.docker("rmi", image);
        }
    }

    // --- What was missed.

    private static Instant justMissed() {
        return Instant.now().minus(MISSED).truncatedTo(ChronoUnit.MINUTES);
    }

    /** Adds one of each day, at this time of it. */
    private String addDaily(String name, Instant time, String late) {
        ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
        String cron = utc.getMinute() + " " + utc.getHour() + " * * *";
        return add(name, "--cron", cron, "--zone", "UTC", "--late", late);
    }

    /**
     * Kills the daemon as if that had been long ago, for no test waits that long: what was due
     * shortly before it knew of a schedule has then come and gone while it was dead.
     */
    private void killLongAgo() throws SQLException {
        daemon.kill();
        try (Connection journal = SqliteFile.connect(daemon.journal());
                PreparedStatement sql =
                        journal.prepareStatement(
                                "update schedules set since = since - ?, settled = settled - ?"
                                        + " where stack = ?")) {
            sql.setLong(1, AWAY.toMillis());
            sql.setLong(2, AWAY.toMillis());
            sql.setString(3, stack.project());
            assertThat(sql.executeUpdate()).isPositive();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void what_was_due_while_the_daemon_was_dead_is_skipped_or_opens_one_window_as_it_may_be_late()
            throws SQLException {
        stack.up();
        daemon.start();
        stack.set("VERSION", "2");
        Instant due = justMissed();
        String strict = addDaily("strict", due, "0s");
        String patient = addDaily("patient", due, LATE);

        killLongAgo();
        daemon.start();

        JsonNode skipped = awaitRun(strict, "skipped");
        assertThat(due(skipped)).isEqualTo(due);
        assertThat(skipped.path("why").asText())
                .startsWith("missed by ")
                .endsWith(", and it may not begin late");
        assertThat(skipped.has("window")).isFalse();
        JsonNode opened = awaitRun(patient, "opened");
        assertThat(due(opened)).isEqualTo(due);
        assertUpdates(opened, "patient");
        assertThat(schedule(strict).path("last")).isEqualTo(skipped);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void while_docker_is_away_it_is_tried_again_and_opens_its_window_when_docker_is_back()
            throws IOException, SQLException {
        Path real = Path.of(TestBed.socket().getPath());
        Path engine = daemon.home().resolve("docker.sock");
        Map<String, String> environment = Map.of("DOCKER_HOST", "unix://" + engine);
        stack.up();
        Files.createSymbolicLink(engine, real);
        daemon.start(environment);
        stack.set("VERSION", "2");
        String id = addDaily("patient", justMissed(), LATE);
        killLongAgo();

        Files.delete(engine);
        daemon.start(environment);
        awaitRun(id, "looking", "tried again since Docker does not answer on " + engine);
        assertThat(windows()).isEmpty();
        assertThat(version()).contains("1");

        // Tried again at once: without a start it would take a minute.
        daemon.kill();
        Files.createSymbolicLink(engine, real);
        daemon.start(environment);
        assertUpdates(awaitRun(id, "opened"), "patient");
    }

    // --- What stands in the compose file.

    private static String planned(Instant at) {
        return """
        x-lull:
          schedule:
            evening:
              at: "%s"
              length: 5m
              approve: 1h
        """
                .formatted(at);
    }

    /** An edited file makes no event of Docker: listing the schedules has it read. */
    private JsonNode awaitKnown(String name) {
        List<JsonNode> known = new ArrayList<>();
        Wait.until(
                () -> "schedule " + name + " is known:\n" + daemon.printed(),
                () -> {
                    JsonNode all = daemon.json("schedule", "list").path("schedules");
                    StreamSupport.stream(all.spliterator(), false)
                            .filter(s -> s.path("stack").asText().equals(stack.project()))
                            .filter(s -> s.path("name").asText().equals(name))
                            .forEach(known::add);
                    return !known.isEmpty();
                });
        return known.getFirst();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void one_of_the_compose_file_waits_for_a_word_and_opens_its_window_with_it() {
        stack.up();
        daemon.start();
        stack.set("VERSION", "2");
        Instant at = soon();
        stack.edit("compose.yaml", "x-lull:\n", planned(at));

        JsonNode known = awaitKnown("evening");
        assertThat(known.path("source").asText()).isEqualTo("file");
        assertThat(known.path("next").path(0).asText()).isEqualTo(at.toString());
        String id = known.path("id").asText();
        JsonNode waiting = awaitRun(id, "waiting for approval");
        assertThat(due(waiting)).isEqualTo(at);
        assertThat(windows()).isEmpty();
        assertThat(version()).contains("1");

        daemon.lull("schedule", "approve", id);

        JsonNode run = awaitRun(id, "opened");
        assertThat(due(run)).isEqualTo(at);
        assertThat(run.path("by").asText()).isNotEmpty();
        assertThat(assertUpdates(run, "evening").path("from").asText())
                .isEqualTo("x-lull.schedule");
    }

    // --- What comes of it.

    private JsonNode schedule(String id) {
        return daemon.json("schedule", "show", id);
    }

    private JsonNode windows() {
        return daemon.json("windows").path("windows");
    }

    private JsonNode awaitRun(String id, String state) {
        return awaitRun(id, state, "");
    }

    /**
     * The run that is under way, or else the last one, once it is in this state.
     *
     * @param why is part of why it is
     */
    private JsonNode awaitRun(String id, String state, String why) {
        Wait.until(
                () -> "it is " + state + ": " + schedule(id) + "\n" + daemon.printed(),
                () -> {
                    JsonNode run = schedule(id).path("last");
                    return run.path("state").asText().equals(state)
                            && run.path("why").asText().contains(why);
                });
        return schedule(id).path("last");
    }

    private static Instant due(JsonNode run) {
        return Instant.parse(run.path("due").asText());
    }

    private String version() {
        return Web.get(stack.port(), "/version").body();
    }

    /** The window of a run ends well, and it is the only one. */
    private JsonNode assertUpdates(JsonNode run, String name) {
        String id = run.path("window").asText();
        Wait.until(
                () -> "window " + id + " rests:\n" + daemon.printed(),
                () -> rests(daemon.json("show", id)));
        JsonNode window = daemon.json("show", id);
        assertThat(window.path("phase").asText())
                .as(window + "\n" + daemon.printed())
                .isEqualTo("done");
        assertThat(window.path("stack").asText()).isEqualTo(stack.project());
        assertThat(window.path("by").asText()).isEqualTo("schedule " + name);
        assertThat(windows()).hasSize(1);
        assertThat(version()).contains("2");
        assertThat(Leftovers.of(stack)).isEmpty();
        return window;
    }

    private static boolean rests(JsonNode window) {
        return window.path("ended").asBoolean() || window.path("held").isObject();
    }
}
