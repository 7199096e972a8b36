package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.access.AccessRole;
import dev.lull.access.Audited;
import dev.lull.api.Http.Answer;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules are added, shown and asked of. */
final class ScheduleRoutesTest extends OnApi {
    private static final String ALL = "/api/v1/schedules";
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final String WEEKLY =
            "{\"stack\":\"guestbook\",\"name\":\"weekly\",\"cron\":\"0 3 * * 0\","
                    + "\"zone\":\"Europe/Berlin\",\"length\":\"10m\"}";

    private static String weekly(String more) {
        return WEEKLY.replace("}", "," + more + "}");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(t -> texts.add(t.asText()));
        return texts;
    }

    private JsonNode added(String body) throws IOException {
        Answer answer = http.post(ALL, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    /** Its newest run, once that is so. */
    private JsonNode untilItIs(long id, String state) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode run = http.get(ALL + "/" + id).json().path("last");
            if (run.path("state").asText().equals(state)) {
                return run;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("schedule " + id + " was not " + state + " in time");
    }

    @Test
    void a_schedule_is_added_shown_and_removed() throws IOException {
        Answer answer = http.post(ALL, weekly("\"onlyIf\":[\"healthy\",\"changed\"]"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/api/v1/schedules/1");
        JsonNode schedule = answer.json();
        assertThat(schedule.path("source").asText()).isEqualTo("person");
        assertThat(schedule.path("by").asText()).isEqualTo(System.getProperty("user.name"));
        assertThat(schedule.path("cron").asText()).isEqualTo("0 3 * * 0");
        assertThat(schedule.path("zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(schedule.path("words").asText()).contains("03:00", "Sunday");
        assertThat(schedule.path("change").path("type").asText()).isEqualTo("update");
        assertThat(schedule.path("change").path("pull").asBoolean()).isTrue();
        assertThat(schedule.path("length").asDouble()).isEqualTo(600);
        assertThat(schedule.path("late").asDouble()).isEqualTo(3600);
        assertThat(texts(schedule.path("onlyIf"))).containsExactly("changed", "healthy");
        assertThat(schedule.has("approve")).isFalse();
        assertThat(schedule.has("last")).isFalse();
        assertThat(texts(schedule.path("next")))
                .hasSize(5)
                .allSatisfy(text -> {
                    ZonedDateTime moment = Instant.parse(text).atZone(BERLIN);
                    assertThat(moment.getDayOfWeek()).isEqualTo(DayOfWeek.SUNDAY);
                    assertThat(moment.getHour()).isEqualTo(3);
                });
        assertThat(http.get(ALL + "/1").json()).isEqualTo(schedule);
        assertThat(http.get(ALL).json().path("schedules").get(0)).isEqualTo(schedule);
        assertThat(http.get(ALL + "/1/runs").json().path("runs")).isEmpty();

        assertThat(http.delete(ALL + "/1").status()).isEqualTo(204);
        assertThat(http.get(ALL).json().path("schedules")).isEmpty();
        assertProblem(http.delete(ALL + "/1"), 404, "not-found");
    }

    @Test
    void a_command_is_scheduled_for_once() throws IOException {
        JsonNode schedule =
                added(
                        "{\"stack\":\"guestbook\",\"name\":\"reindex\","
                                + "\"at\":\"2037-02-01T03:00\",\"zone\":\"Asia/Kathmandu\","
                                + "\"change\":\"exec\",\"service\":\"app\","
                                + "\"command\":[\"./reindex\",\"all of it\"],"
                                + "\"length\":\"PT30M\",\"late\":\"0s\",\"approve\":\"4h\","
                                + "\"by\":\"ann\"}");

        assertThat(schedule.path("at").asText()).isEqualTo("2037-01-31T21:15:00Z");
        assertThat(texts(schedule.path("next"))).containsExactly("2037-01-31T21:15:00Z");
        assertThat(schedule.has("cron")).isFalse();
        assertThat(schedule.path("by").asText()).isEqualTo("ann");
        assertThat(schedule.path("late").asDouble()).isZero();
        assertThat(schedule.path("approve").asDouble()).isEqualTo(14_400);
        assertThat(texts(schedule.path("change").path("command")))
                .containsExactly("./reindex", "all of it");
    }

    @Test
    void everything_wrong_with_a_schedule_is_said_at_once() throws IOException {
        Answer answer =
                http.post(
                        ALL,
                        "{\"stack\":\"Not A Stack\",\"name\":\"\",\"cron\":\"@reboot\","
                                + "\"zone\":\"CEST\",\"change\":\"fly\",\"pull\":true,"
                                + "\"length\":\"8d\",\"late\":\"soon\",\"approve\":\"0s\","
                                + "\"onlyIf\":[\"full moon\"],\"colour\":1}");

        assertProblem(answer, 422, "invalid");
        List<String> problems = texts(answer.json().path("problems"));
        assertThat(problems)
                .hasSize(11)
                .anySatisfy(p -> assertThat(p).startsWith("colour is not known"))
                .anySatisfy(p -> assertThat(p).startsWith("stack is "))
                .anySatisfy(p -> assertThat(p).startsWith("name is missing"))
                .anySatisfy(p -> assertThat(p).startsWith("cron is '@reboot', which "))
                .anySatisfy(p -> assertThat(p).startsWith("zone is 'CEST', which is not a"))
                .anySatisfy(p -> assertThat(p).startsWith("change is 'fly', not update"))
                .anySatisfy(p -> assertThat(p).startsWith("pull goes with "))
                .anySatisfy(p -> assertThat(p).startsWith("length must be at most 7d"))
                .anySatisfy(p -> assertThat(p).startsWith("late is not a duration"))
                .anySatisfy(p -> assertThat(p).startsWith("onlyIf names 'full moon'"))
                .anySatisfy(p -> assertThat(p).startsWith("approve must be more than nothing"));
        assertThat(daemon.schedules().all()).isEmpty();
    }

    @Test
    void what_can_not_be_scheduled_is_refused() throws IOException {
        assertProblem(http.post(ALL, WEEKLY.replace("guestbook", "nope")), 404, "not-found");
        assertProblem(
                http.post(
                        ALL,
                        "{\"stack\":\"guestbook\",\"name\":\"late\",\"at\":\"2001-01-01T00:00Z\","
                                + "\"length\":\"5m\"}"),
                422,
                "invalid");
        assertProblem(
                http.post(ALL, WEEKLY.replace("\"10m\"", "\"10m\",\"change\":\"restore\"")),
                422,
                "invalid");
        assertThat(daemon.schedules().all()).isEmpty();
    }

    /** Whoever has lost the answer asks again. */
    @Test
    void asked_for_in_the_same_words_it_is_the_one_that_is_there() throws IOException {
        JsonNode first = added(WEEKLY);

        Answer again = http.post(ALL, WEEKLY);

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Location")).isEqualTo("/api/v1/schedules/1");
        assertThat(again.json()).isEqualTo(first);
        Answer other = http.post(ALL, weekly("\"late\":\"2h\""));
        assertProblem(other, 409, "conflict");
        assertThat(daemon.schedules().all()).hasSize(1);
    }

    @Test
    void it_is_paused_and_resumed_and_may_be_asked_twice() throws IOException {
        added(WEEKLY);
        for (int time = 0; time < 2; time++) {
            JsonNode paused = http.post(ALL + "/1/pause", "").json();
            assertThat(paused.path("paused").asBoolean()).isTrue();
            assertThat(paused.path("next")).isEmpty();
        }
        for (int time = 0; time < 2; time++) {
            JsonNode resumed = http.post(ALL + "/1/resume", "{\"by\":\"ann\"}").json();
            assertThat(resumed.path("paused").asBoolean()).isFalse();
            assertThat(resumed.path("next")).hasSize(5);
        }
    }

    @Test
    void it_leaves_out_the_next_one_alone() throws IOException {
        List<String> before = texts(added(WEEKLY).path("next"));
        for (int time = 0; time < 2; time++) {
            JsonNode skipping = http.post(ALL + "/1/skip", "{}").json();
            assertThat(skipping.path("skipping").asBoolean()).isTrue();
            assertThat(texts(skipping.path("next")).subList(0, 4)).isEqualTo(before.subList(1, 5));
        }
    }

    @Test
    void it_runs_now_and_opens_a_window() throws Exception {
        added(WEEKLY);
        Answer asked = http.post(ALL + "/1/run", "{\"by\":\"ann\"}");

        assertThat(asked.status()).as(asked.body()).isEqualTo(202);
        assertThat(asked.json().path("schedule").asInt()).isEqualTo(1);
        JsonNode run = untilItIs(1, "opened");
        assertThat(run.path("window").asInt()).isEqualTo(1);
        JsonNode window = untilEnded(1);
        assertThat(window.path("by").asText()).isEqualTo("schedule weekly");
        assertThat(window.path("expectedSeconds").asDouble()).isEqualTo(600);
        assertThat(window.path("change").path("pull").asBoolean()).isTrue();
        assertThat(http.get(ALL + "/1/runs?limit=1").json().path("runs").get(0).path("window"))
                .isEqualTo(run.path("window"));
    }

    @Test
    void asked_again_with_the_same_key_it_is_the_same_run() throws Exception {
        added(WEEKLY);
        Answer first = http.post(ALL + "/1/run", "", "Idempotency-Key", "job-1");
        assertThat(first.status()).as(first.body()).isEqualTo(202);
        untilItIs(1, "opened");
        untilEnded(1);

        Answer again = http.post(ALL + "/1/run", "", "Idempotency-Key", "job-1");

        assertThat(again.status()).as(again.body()).isEqualTo(202);
        assertThat(again.json().path("due")).isEqualTo(first.json().path("due"));
        assertThat(again.json().path("window").asInt()).isEqualTo(1);
        assertThat(http.get(ALL + "/1/runs").json().path("runs")).hasSize(1);
        Answer other = http.post(ALL + "/1/run", "", "Idempotency-Key", "job-2");
        assertThat(other.json().path("due")).isNotEqualTo(first.json().path("due"));
        untilItIs(1, "opened");
        untilEnded(2);
        assertThat(http.get(ALL + "/1/runs").json().path("runs")).hasSize(2);
    }

    @Test
    void a_key_of_others_runs_nothing() throws IOException {
        added(WEEKLY);
        for (String key : List.of("schedule-1-2037-01-01T00:00:00Z", "a b")) {
            Answer refused = http.post(ALL + "/1/run", "", "Idempotency-Key", key);
            assertProblem(refused, 400, "malformed");
        }
        assertThat(http.get(ALL + "/1/runs").json().path("runs")).isEmpty();
    }

    @Test
    void what_is_not_to_be_done_is_written_down_with_why() throws Exception {
        daemon.schedules().ail("db is unhealthy");
        added(weekly("\"onlyIf\":[\"healthy\"]"));

        http.post(ALL + "/1/run", "");

        assertThat(untilItIs(1, "nothing to do").path("why").asText()).contains("db is unhealthy");
        assertThat(daemon.windows().all()).isEmpty();
    }

    @Test
    void a_moment_waits_for_a_word_and_goes_on_with_it() throws Exception {
        added(
                "{\"stack\":\"guestbook\",\"name\":\"hourly\",\"cron\":\"0 * * * *\","
                        + "\"zone\":\"UTC\",\"length\":\"5m\",\"late\":\"2h\",\"approve\":\"4h\"}");
        daemon.pass(Duration.ofHours(1));
        daemon.schedules().wake();
        String due = untilItIs(1, "waiting for approval").path("due").asText();

        assertProblem(http.post(ALL + "/1/approve", ""), 400, "malformed");
        assertProblem(http.post(ALL + "/1/approve", "{}"), 422, "invalid");
        assertProblem(http.post(ALL + "/1/approve", "{\"due\":\"soon\"}"), 422, "invalid");
        assertProblem(
                http.post(ALL + "/1/approve", "{\"due\":\"2001-01-01T00:00:00Z\"}"),
                404,
                "not-found");
        assertProblem(http.post(ALL + "/1/run", ""), 409, "conflict");
        assertThat(daemon.windows().all()).isEmpty();
        Answer approved = http.post(ALL + "/1/approve", "{\"due\":\"" + due + "\",\"by\":\"ann\"}");

        assertThat(approved.status()).as(approved.body()).isEqualTo(200);
        assertThat(approved.json().path("due").asText()).isEqualTo(due);
        assertThat(untilItIs(1, "opened").path("window").asInt()).isEqualTo(1);
        untilEnded(1);
    }

    @Test
    void one_for_once_that_is_over_runs_again_for_who_asks() throws Exception {
        added(
                "{\"stack\":\"guestbook\",\"name\":\"once\",\"length\":\"5m\",\"at\":\""
                        + Instant.now().plus(Duration.ofHours(1))
                        + "\"}");
        daemon.pass(Duration.ofHours(1));
        daemon.schedules().wake();
        assertThat(untilItIs(1, "opened").path("window").asInt()).isEqualTo(1);
        untilEnded(1);
        assertThat(http.get(ALL + "/1").json().path("ended").asBoolean()).isTrue();

        Answer asked = http.post(ALL + "/1/run", "");

        assertThat(asked.status()).as(asked.body()).isEqualTo(202);
        assertThat(untilItIs(1, "opened").path("window").asInt()).isEqualTo(2);
        untilEnded(2);
    }

    @Test
    void what_stands_in_a_file_is_taken_out_there() throws IOException {
        daemon.scheduled();
        JsonNode schedule = http.get(ALL).json().path("schedules").get(0);
        assertThat(schedule.path("source").asText()).isEqualTo("file");
        assertThat(schedule.path("stack").asText()).isEqualTo(Scheduled.NAME.value());
        String address = ALL + "/" + schedule.path("id").asText();

        Answer refused = http.delete(address);

        assertProblem(refused, 409, "conflict");
        assertThat(refused.json().path("detail").asText()).contains("compose file");
        assertThat(http.post(address + "/pause", "").json().path("paused").asBoolean()).isTrue();
    }

    @Test
    void a_preview_says_it_in_words_with_the_next_five() throws IOException {
        JsonNode preview =
                http.post(ALL + "/preview", "{\"cron\":\"0 3 * * 0\",\"zone\":\"Europe/Berlin\"}")
                        .json();
        assertThat(preview.path("words").asText()).contains("Sunday");
        assertThat(preview.path("next")).hasSize(5);
        assertThat(daemon.schedules().all()).isEmpty();
    }

    /** In the night in which the clocks are changed, and by others than those of the host. */
    @ParameterizedTest
    @CsvSource({
        "2037-03-29T02:30, Europe/Berlin, 2037-03-29T01:00:00Z",
        "2037-10-25T02:30, Europe/Berlin, 2037-10-25T00:30:00Z",
        "2037-10-25T02:30:30, Asia/Kathmandu, 2037-10-24T20:45:30Z",
        "2037-10-25T02:30+01:00, '', 2037-10-25T01:30:00Z",
        "2037-10-25T02:30Z, '', 2037-10-25T02:30:00Z",
    })
    void a_time_is_one_moment(String at, String zone, String moment) throws IOException {
        String there = zone.isEmpty() ? "" : ",\"zone\":\"" + zone + "\"";
        String body = "{\"at\":\"" + at + "\"" + there + "}";
        assertThat(texts(http.post(ALL + "/preview", body).json().path("next")))
                .containsExactly(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"cron\":\"0 3 * * 0\"}",
                "{\"cron\":\"0 3 30 2 *\",\"zone\":\"UTC\"}",
                "{\"cron\":\"0 0 3 * * 0\",\"zone\":\"UTC\"}",
                "{\"cron\":\"@reboot\",\"zone\":\"UTC\"}",
                "{\"cron\":\"0 3 * * 0\",\"zone\":\"Europe/Lull\"}",
                "{\"cron\":\"0 3 * * 0\",\"at\":\"2037-01-01T00:00Z\",\"zone\":\"UTC\"}",
                "{\"at\":\"2037-01-01T00:00\"}",
                "{\"at\":\"2037-01-01T00:00Z\",\"zone\":\"UTC\"}",
                "{\"at\":\"tomorrow\",\"zone\":\"UTC\"}",
                "{\"at\":\"2001-01-01T00:00Z\"}",
            })
    void what_never_comes_or_can_not_be_read_is_refused_with_why(String body) throws IOException {
        assertProblem(http.post(ALL + "/preview", body), 422, "invalid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/7", "/zero", "/0", "/7/runs"})
    void what_is_not_there_is_said_as_a_problem(String path) throws IOException {
        assertProblem(http.get(ALL + path), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "resume", "skip", "run"})
    void nothing_is_asked_of_what_is_not_there(String word) throws IOException {
        assertProblem(http.post(ALL + "/7/" + word, ""), 404, "not-found");
        assertProblem(http.post(ALL + "/7/" + word, "{\"buy\":1}"), 422, "invalid");
    }

    @Test
    void a_viewer_sees_an_operator_acts_and_it_is_written_down() throws IOException {
        String viewer = bearer(AccessRole.VIEWER);
        String operator = bearer(AccessRole.OPERATOR);
        assertThat(sent("POST", ALL, WEEKLY, viewer)).startsWith("HTTP/1.1 403");
        String timing = "{\"cron\":\"0 3 * * 0\",\"zone\":\"UTC\"}";
        assertThat(sent("POST", ALL + "/preview", timing, viewer)).startsWith("HTTP/1.1 200");
        assertThat(sent("POST", ALL, WEEKLY, operator))
                .startsWith("HTTP/1.1 201")
                .contains("\"by\":\"test operator\"");
        assertThat(sent("GET", ALL, "", viewer)).startsWith("HTTP/1.1 200").contains("weekly");

        assertThat(daemon.audited())
                .extracting(Audited::entry)
                .extracting(e -> e.who() + " " + e.method() + " " + e.path())
                .containsExactly(
                        "test operator POST /api/v1/schedules",
                        "test viewer POST /api/v1/schedules");
    }

    private String bearer(AccessRole role) {
        return "Authorization: Bearer "
                + daemon.tokens()
                        .create("test " + role.word(), role, "ada", Optional.empty())
                        .secret();
    }

    private String sent(String method, String path, String body, String bearer) throws IOException {
        return Http.send(
                daemon.port(), body, method + " " + path + " HTTP/1.1", "Host: localhost", bearer);
    }

    @Test
    void a_schedule_outlives_the_daemon() throws IOException {
        added(WEEKLY);
        daemon.stop();
        daemon.startAgain();
        assertThat(http.get(ALL + "/1").json().path("name").asText()).isEqualTo("weekly");
    }
}
