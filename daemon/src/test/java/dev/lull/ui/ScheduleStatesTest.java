package dev.lull.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.access.AccessRole;
import dev.lull.plan.Change;
import dev.lull.schedule.Schedule;
import dev.lull.stack.ServiceName;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The page of schedules with one in each state, and the form that adds one. */
class ScheduleStatesTest extends OnPages {
    private static final String WEEKLY =
            """
            {"stack": "guestbook", "name": "weekly", "cron": "0 3 * * 0", "zone": "Europe/Berlin",
             "length": "10m", "onlyIf": ["changed", "healthy"]}
            """;

    /** One that is missed for a day may still be begun, and approved. */
    private static final String APPROVED =
            """
            {"stack": "guestbook", "name": "nightly", "cron": "0 3 * * *", "zone": "Europe/Berlin",
             "length": "10m", "late": "7d", "onlyIf": ["changed"], "approve": "2d"}
            """;

    /** Asks the API for something, as a program does. */
    private void ask(String path, String body) throws IOException, InterruptedException {
        String name = "program-" + daemon.tokens().all().size();
        String secret =
                daemon.tokens().create(name, AccessRole.OPERATOR, "ada", Optional.empty()).secret();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(origin + "api/v1/" + path))
                        .header("Authorization", "Bearer " + secret)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        }
    }

    private void visitSchedules() {
        visit("#/schedules", AccessRole.OPERATOR);
    }

    private static String of(String schedule, String css) {
        return "[data-schedule=" + schedule + "] " + css;
    }

    /** What must not be missed of it. */
    private static List<String> signs(String schedule) {
        return texts(of(schedule, "[data-part=sign]"));
    }

    /** What a person can ask of it. */
    private static List<String> buttons(String schedule) {
        return texts(of(schedule, "[role=group] button"));
    }

    private static List<String> nextRuns(String schedule) {
        return texts(of(schedule, "[data-part=next] li"));
    }

    private static void awaitLast(String schedule, String state) {
        browser().awaitPart(of(schedule, "[data-part=last][data-state='" + state + "']"));
    }

    /** Clicks what asks before it is done, and says yes. */
    private static void confirm(String schedule, String action) {
        browser().click(of(schedule, "[data-action=" + action + "]"));
        browser().click("dialog button[type=submit]");
        browser().await("has no dialog", _ -> !browser().has("dialog"));
    }

    // --- Those that are there.

    @Test
    void where_there_are_none_it_is_said_how_to_write_one() {
        visitSchedules();
        browser().awaitPart("[data-part=none]");
        assertThat(browser().text()).contains("There are no schedules yet", "x-lull");
        look("schedules-none");
    }

    @Test
    void one_of_a_compose_file_says_so_and_is_not_removed_here() {
        daemon.scheduled();
        visitSchedules();
        browser().awaitPart("[data-schedule=nightly]");
        assertThat(text(of("nightly", "[data-part=words]"))).contains("03:00");
        assertThat(text(of("nightly", "[data-part=source]")))
                .contains("from the compose file of clock", "can’t be removed");
        assertThat(nextRuns("nightly")).hasSize(5);
        assertThat(signs("nightly")).isEmpty();
        assertThat(buttons("nightly")).containsExactly("Run now…", "Skip next…", "Pause");
        assertThat(browser().text()).contains("It has not run yet.", "5m");
        look("schedules-of-a-file");

        browser().go(origin + "#/stacks/clock");
        browser().awaitPart("[data-part=schedules] [data-schedule=nightly]");
        assertThat(browser().has("[data-stack=clock]")).isTrue();
        look("stack-with-a-schedule");
    }

    @Test
    void one_that_is_paused_has_no_next_run_until_it_is_resumed() throws Exception {
        ask("schedules", WEEKLY);
        ask("schedules/1/pause", "");
        visitSchedules();
        browser().awaitPart("[data-schedule=weekly]");
        assertThat(signs("weekly")).containsExactly("Paused");
        assertThat(buttons("weekly")).containsExactly("Run now…", "Resume", "Remove…");
        assertThat(browser().text())
                .contains(
                        "None: it is paused.",
                        "there is something to do, and the stack is healthy");
        look("schedules-paused");

        browser().click(of("weekly", "[data-action=resume]"));
        browser().awaitPart(of("weekly", "[data-part=next] li"));
        assertThat(nextRuns("weekly")).hasSize(5);
        assertThat(signs("weekly")).isEmpty();
    }

    @Test
    void one_is_paused_by_a_click() throws Exception {
        ask("schedules", WEEKLY);
        visitSchedules();
        browser().awaitPart(of("weekly", "[data-part=next] li"));
        browser().click(of("weekly", "[data-action=pause]"));
        browser().awaitText("It is paused: it does not run until it is resumed.");
        browser().awaitPart(of("weekly", "[data-action=resume]"));
        assertThat(signs("weekly")).containsExactly("Paused");
        assertThat(nextRuns("weekly")).isEmpty();
        assertThat(browser().text()).contains("None: it is paused.");
        assertThat(daemon.schedules().all()).extracting(Schedule::paused).containsExactly(true);
    }

    @Test
    void one_that_skips_its_next_run_shows_the_runs_after_it() throws Exception {
        ask("schedules", WEEKLY);
        visitSchedules();
        browser().awaitPart(of("weekly", "[data-part=next] li"));
        List<String> before = nextRuns("weekly");
        confirm("weekly", "skip");
        browser().awaitText("Skips its next run");
        assertThat(nextRuns("weekly")).first().isEqualTo(before.get(1));
        assertThat(buttons("weekly")).containsExactly("Run now…", "Pause", "Remove…");
        look("schedules-skipping");
    }

    @Test
    void one_that_waits_for_approval_opens_its_window_once_it_has_it() throws Exception {
        ask("schedules", APPROVED);
        daemon.pass(Duration.ofDays(1)).schedules().wake();
        visitSchedules();
        awaitLast("nightly", "waiting for approval");
        assertThat(signs("nightly")).containsExactly("Waits for approval");
        assertThat(text(of("nightly", "[data-part=last]")))
                .contains("the tag app:2 of app has a new image");
        assertThat(buttons("nightly"))
                .containsExactly("Approve…", "Skip next…", "Pause", "Remove…");
        look("schedules-waiting");

        browser().click(of("nightly", "[data-action=approve]"));
        browser().awaitText("The door is expected to be closed for 10m.");
        look("dialog-of-an-approval");
        browser().click("dialog button[type=submit]");
        awaitLast("nightly", "opened");
        browser().click(of("nightly", "[data-part=last] a"));
        browser().awaitPart("[data-phase=done]");
        assertThat(browser().text()).contains("by schedule nightly");
    }

    @Test
    void one_for_once_that_is_over_can_be_run_again() throws Exception {
        ask(
                "schedules",
                """
                {"stack": "guestbook", "name": "once", "at": "%s", "length": "10m"}
                """
                        .formatted(Instant.now().plus(Duration.ofHours(1))));
        daemon.pass(Duration.ofHours(1)).schedules().wake();
        visitSchedules();
        awaitLast("once", "opened");
        assertThat(signs("once")).containsExactly("Over");
        assertThat(buttons("once")).containsExactly("Run now…", "Remove…");
        assertThat(text(of("once", "[data-part=last]"))).contains("Window 1");
        assertThat(browser().text()).contains("None: it is over.");
        look("schedules-over");

        browser().click(of("once", "[data-action=run]"));
        browser().awaitText("It runs now, though its own time is over.");
        browser().click("dialog button[type=submit]");
        browser().awaitText("Window 2");
        awaitLast("once", "opened");
        assertThat(buttons("once")).containsExactly("Run now…", "Remove…");
    }

    @Test
    void one_that_was_refused_says_why() throws Exception {
        ask("schedules", WEEKLY.replace("guestbook", "bare").replace("weekly", "hopeless"));
        ask("schedules/1/run", "");
        visitSchedules();
        awaitLast("hopeless", "refused");
        assertThat(signs("hopeless")).containsExactly("Refused last time");
        assertThat(text(of("hopeless", "[data-part=last]"))).contains("lull.role");
        look("schedules-refused");
    }

    @Test
    void one_whose_condition_is_not_met_has_nothing_to_do() throws Exception {
        daemon.schedules().ail("app is unhealthy");
        ask("schedules", WEEKLY);
        visitSchedules();
        browser().awaitPart("[data-schedule=weekly]");
        confirm("weekly", "run");
        awaitLast("weekly", "nothing to do");
        assertThat(text(of("weekly", "[data-part=last]"))).contains("app is unhealthy");
        browser().click(of("weekly", "[data-part=runs] summary"));
        browser().awaitPart(of("weekly", "[data-part=runs] li[data-state='nothing to do']"));
        look("schedules-nothing-to-do");
    }

    @Test
    void one_is_removed_after_a_word() throws Exception {
        ask("schedules", WEEKLY);
        visitSchedules();
        browser().awaitPart("[data-schedule=weekly]");
        browser().click(of("weekly", "[data-action=remove]"));
        browser().awaitText("It can’t be brought back");
        look("dialog-of-a-removal");
        browser().click("dialog button[type=submit]");
        browser().awaitPart("[data-part=none]");
        assertThat(daemon.schedules().all()).isEmpty();
    }

    @Test
    void who_may_only_look_has_no_buttons_and_no_form() throws Exception {
        ask("schedules", WEEKLY);
        visit("#/schedules", AccessRole.VIEWER);
        browser().awaitPart("[data-schedule=weekly]");
        assertThat(browser().text())
                .contains("needs the role operator; you are signed in as viewer.");
        assertThat(buttons("weekly")).isEmpty();
        assertThat(browser().has("[data-part=add]")).isFalse();
        look("schedules-seen-by-a-viewer");
    }

    // --- The form.

    private static void openForm() {
        browser().click("[data-part=add] summary");
        browser().awaitPart("[data-part=add] form");
    }

    @Test
    void while_it_is_typed_it_is_shown_what_it_means_and_when_it_runs() {
        visitSchedules();
        openForm();
        browser().write("input[name=zone]", "Asia/Kathmandu");
        browser().write("input[name=cron]", "0 3 * * 0");
        browser().awaitPart("[data-part=becomes] [data-part=next] li");
        browser().await("says it of this zone", shown -> shown.contains("your time: "));
        assertThat(text("[data-part=becomes] [role=status]")).contains("03:00", "Kathmandu");
        assertThat(texts("[data-part=becomes] [data-part=next] li")).hasSize(5);
        look("schedule-form");

        browser().choose("select[name=stack]", "guestbook");
        browser().write("input[name=name]", "weekly");
        browser().click("[data-action=add]");
        browser().awaitPart("[data-schedule=weekly]");
        assertThat(text(of("weekly", "[data-part=source]"))).contains("added", "by ann-");
        assertThat(nextRuns("weekly")).hasSize(5);
    }

    @Test
    void an_update_is_given_new_images() {
        visitSchedules();
        openForm();
        assertThat(browser().has("[data-part=images]")).isFalse();
        browser().choose("select[name=stack]", "guestbook");
        browser().awaitPart("[data-part=images]");
        browser().click("[data-part=images] summary");
        browser().write("input[name=image-app]", "guestbook:2");
        look("schedule-form-with-images");

        browser().write("input[name=name]", "to-v2");
        browser().write("input[name=cron]", "0 3 * * 0");
        browser().click("[data-action=add]");
        browser().awaitPart("[data-schedule=to-v2]");
        assertThat(daemon.schedules().all())
                .singleElement()
                .satisfies(s ->
                        assertThat(s.order().change())
                                .isEqualTo(
                                        new Change.Update(
                                                Map.of(new ServiceName("app"), "guestbook:2"),
                                                true)));
    }

    @Test
    void what_is_wrong_stands_beside_its_field() {
        visitSchedules();
        openForm();
        browser().write("input[name=cron]", "0 0 30 2 *");
        browser().awaitText("never runs");
        assertThat(browser().has("input[name=cron][aria-invalid=true]")).isTrue();
        assertThat(browser().has("[data-part=becomes] [data-part=next]")).isFalse();

        browser().write("input[name=length]", "soon");
        browser().click("[data-action=add]");
        browser().awaitText("Choose a stack.");
        assertThat(texts("[data-part=wrong]").stream().filter(w -> !w.isEmpty()))
                .hasSize(4)
                .anySatisfy(w -> assertThat(w).contains("never runs"))
                .anySatisfy(w -> assertThat(w).contains("A duration such as"));
        browser()
                .await(
                        "has the focus on what is wrong first",
                        _ -> "stack".equals(browser().run("return document.activeElement.name")));
        look("schedule-form-with-errors");
        assertThat(daemon.schedules().all()).isEmpty();
    }
}
