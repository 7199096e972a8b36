package dev.lull.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.access.AccessRole;
import dev.lull.api.DaemonFixture;
import dev.lull.plan.Change;
import dev.lull.plan.StepKind;
import dev.lull.window.Ada;
import dev.lull.window.Outcome;
import dev.lull.window.Standing;
import dev.lull.window.Step;
import dev.lull.window.WindowRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The page of a window in each state, and those of stacks with something to mend: the real API and
 * pages over scripted steps. What they do with a real stack is in {@link PagesIT}.
 */
class StatesTest extends OnPages {
    private static final Change UPDATE = new Change.Update(Map.of(), false);

    /** The app that is to be opened does not answer; the one that was there before does. */
    private static final Step ONLY_OLD_APP_IS_WELL =
            context ->
                    context.onWayBack()
                            ? new Outcome.Done("app is healthy")
                            : new Outcome.Failed("app: GET :8000/ answered 500");

    private final Printer printer = new Printer();

    private void update(StepKind... holdBefore) {
        window(UPDATE, Set.of(holdBefore));
    }

    private void window(Change change, Set<StepKind> holdBefore) {
        daemon.windows()
                .open(
                        new WindowRequest(
                                DaemonFixture.GUESTBOOK,
                                change,
                                Ada.saying("version 2"),
                                Duration.ofMinutes(5),
                                holdBefore));
    }

    private void visitWindow() {
        visit("#/windows/1", AccessRole.OPERATOR);
    }

    /** What a person can ask of the window. */
    private static List<String> buttons() {
        return texts("[role=group][aria-label='What you can do'] button");
    }

    // --- Windows that go on.

    @Test
    void what_a_step_prints_is_shown_while_it_runs() {
        daemon.when(StepKind.MIGRATE, printer);
        update();
        visitWindow();
        browser().awaitPart(".step[data-step=migrate][data-state=running][aria-current=step]");
        printer.print("1 of 3: entries get a length");
        printer.print("2 of 3: 41,000 of 96,000 entries are measured");
        browser().awaitText("2 of 3: 41,000 of 96,000 entries are measured");
        assertThat(text(".output pre"))
                .isEqualTo(
                        "1 of 3: entries get a length\n"
                                + "2 of 3: 41,000 of 96,000 entries are measured");
        assertThat(buttons()).containsExactly("Extend…", "Abort…", "Roll back…");
        assertThat(text(".door")).contains("door closed");
        look("running");

        printer.print("3 of 3: the old column is dropped");
        browser().awaitText("3 of 3: the old column is dropped");
        assertThat(browser().has(".step[data-step=migrate][data-state=running]")).isTrue();
        printer.end();
        browser().awaitPart("[data-phase=done]");
        assertThat(text(".door")).contains("door open");
        assertThat(buttons()).isEmpty();
    }

    @Test
    void a_way_back_is_shown_while_it_is_taken_and_when_it_was() {
        daemon.when(StepKind.VALIDATE, ONLY_OLD_APP_IS_WELL)
                .when(StepKind.RESTORE_VOLUMES, printer);
        update();
        visitWindow();
        browser()
                .awaitPart(
                        "[data-part=way-back]"
                                + " .step[data-step=restore-volumes][data-state=running]");
        printer.print("volume guestbook_db: 1.2 GiB of 4.0 GiB (30 %), 210 MiB/s, 14s left");
        browser().awaitPart(".output .bar progress");
        assertThat(browser().text())
                .contains("validate failed: app: GET :8000/ answered 500", "1.2 GiB of 4.0 GiB");
        assertThat(buttons()).containsExactly("Extend…");
        look("rolling-back");

        printer.end();
        browser().awaitPart("[data-phase=rolled-back]");
        assertThat(browser().text())
                .contains(
                        "guestbook is back as it was before the window",
                        "nothing that visitors wrote is lost");
        assertThat(buttons()).isEmpty();
        look("rolled-back");
    }

    // --- Windows that wait for a person.

    @Test
    void a_window_that_waits_for_a_word_offers_to_give_it() {
        update(StepKind.REOPEN_APP);
        visitWindow();
        browser().awaitPart("[data-state=held][data-phase=reopening]");
        assertThat(browser().text()).contains("Waits for a person", "The window is held here.");
        assertThat(buttons())
                .containsExactly("Approve: let visitors in…", "Extend…", "Abort…", "Roll back…");
        look("held-for-approval");
    }

    @Test
    void a_window_that_is_not_quiet_offers_no_rollback_for_nothing_was_changed() {
        daemon.when(
                StepKind.PROVE_QUIET,
                _ ->
                        new Outcome.Failed(
                                "container backup-1 writes to volume guestbook_db (pid 4711)"));
        update();
        visitWindow();
        browser().awaitPart("[data-state=held][data-phase=quiet]");
        assertThat(browser().text()).contains("backup-1 writes to volume guestbook_db (pid 4711)");
        assertThat(buttons()).containsExactly("Retry prove-quiet…", "Extend…", "Abort…");
        look("held-at-quiet");
    }

    @Test
    void a_rollback_that_loses_what_visitors_wrote_wants_the_name_of_the_stack() {
        daemon.when(StepKind.WATCH, _ -> new Outcome.Failed("app: 3 new errors in its log"));
        update();
        visitWindow();
        browser().awaitPart("[data-state=held][data-phase=watching]");
        assertThat(buttons()).containsExactly("Retry watch…", "Accept it and go on…", "Roll back…");
        look("held-at-watch");

        browser().click("[data-action=rollback]");
        browser().awaitText("would be lost.");
        assertThat(browser().has("dialog button[type=submit]:disabled")).isTrue();
        look("dialog-of-a-loss");
        browser().write("dialog input[name=confirm]", "guestbok");
        assertThat(browser().has("dialog button[type=submit]:disabled")).isTrue();
        browser().write("dialog input[name=confirm]", "guestbook");
        browser().click("dialog button[type=submit]");
        browser().awaitPart("[data-phase=rolled-back]");
        assertThat(browser().text()).contains("what they wrote after that is gone");
    }

    @Test
    void a_stuck_window_shows_how_the_stack_stands_and_how_to_finish_by_hand() {
        daemon.when(StepKind.VALIDATE, ONLY_OLD_APP_IS_WELL)
                .when(
                        StepKind.RESTORE_VOLUMES,
                        _ -> new Outcome.Failed("volume guestbook_db: its copy is not there"))
                .stands(
                        new Standing(
                                List.of(
                                        new Standing.Item(
                                                "volume guestbook_db",
                                                "as in rollback point gb-1",
                                                "what the change left",
                                                false),
                                        new Standing.Item(
                                                "network guestbook_default",
                                                "there",
                                                "there",
                                                true)),
                                List.of(
                                        "# the volume, from its copy",
                                        "tar -xf /var/lib/lull/points/gb-1/guestbook_db.tar",
                                        "lull reopen 1")));
        update();
        visitWindow();
        browser().awaitPart("[data-state=held][data-phase=stuck]");
        browser().awaitPart("[data-part=standing] [data-state=in-place]");
        assertThat(browser().text())
                .contains(
                        "The way back failed: only a person can go on",
                        "volume guestbook_db: its copy is not there",
                        "validate failed: app: GET :8000/ answered 500");
        assertThat(text("[data-part=standing] [data-state=not-in-place]"))
                .contains("volume guestbook_db", "what the change left");
        assertThat(text("[data-part=standing] pre")).endsWith("\nlull reopen 1");
        assertThat(buttons())
                .containsExactly(
                        "Retry restore-volumes…",
                        "I have finished the way back by hand…",
                        "Extend…");
        look("stuck");

        browser().click("[data-action=reopen]");
        browser().awaitText("Lull touches nothing any more");
        browser().click("dialog button[type=submit]");
        browser().awaitPart("[data-phase=rolled-back]");
        assertThat(buttons()).isEmpty();
    }

    @Test
    void who_may_only_look_is_told_so_in_the_place_of_buttons() {
        window(new Change.None(), Set.of());
        visit("#/windows/1", AccessRole.VIEWER);
        browser().awaitPart("[data-state=held][data-phase=changing]");
        assertThat(browser().text())
                .contains(
                        "Asking something of a window needs the role operator; you are signed in"
                                + " as viewer.");
        assertThat(buttons()).isEmpty();
        look("seen-by-a-viewer");
    }

    @Test
    void whose_session_is_over_signs_in_again_and_is_where_they_were() {
        window(new Change.None(), Set.of());
        visitWindow();
        browser().awaitPart("[data-state=held][data-phase=changing]");
        daemon.pass(Duration.ofHours(13));
        browser().awaitPart("input[name=token]");
        signIn(AccessRole.OPERATOR);
        browser().awaitPart("[data-state=held][data-phase=changing]");
        assertThat(buttons())
                .containsExactly("My work is done: reopen…", "Extend…", "Abort…", "Roll back…");
    }

    // --- Windows that are over.

    @Test
    void a_refused_window_lists_every_problem() {
        List<String> problems =
                List.of(
                        "guestbook/app: image guestbook:2 is not here and can't be pulled. Push it,"
                                + " or name another one.",
                        "guestbook/app: is unhealthy. Mend it first.",
                        "guestbook: 4.0 GiB are needed for the rollback point, 1.2 GiB are free in"
                                + " /var/lib/lull. Make room.");
        daemon.when(StepKind.PREPARE, _ -> new Outcome.Failed(String.join("\n", problems)));
        update();
        visitWindow();
        browser().awaitPart("[data-phase=refused]");
        assertThat(texts("[data-part=found] li")).containsExactlyElementsOf(problems);
        assertThat(browser().text())
                .contains("The window was refused before anything was touched:")
                .doesNotContain("Make room..");
        assertThat(buttons()).isEmpty();
        look("refused");
    }

    @Test
    void warnings_are_told_of_a_window_that_is_done() {
        daemon.when(StepKind.ANNOUNCE, _ -> new Outcome.Failed("chat.example.org answered 500"))
                .when(
                        StepKind.SNAPSHOT,
                        context -> {
                            context.warn("volume guestbook_db is a third of what it was last time");
                            return new Outcome.Done("rollback point gb-1: 1 volumes, verified");
                        });
        update();
        visitWindow();
        browser().awaitPart("[data-phase=done]");
        assertThat(text("[data-part=warnings]"))
                .contains("snapshot: ", "volume guestbook_db is a third of what it was last time");
        assertThat(text(".step.failed")).contains("announce", "chat.example.org answered 500");
        assertThat(buttons()).isEmpty();
        look("done-with-warnings");
    }

    // --- Stacks.

    @Test
    void mistakes_in_labels_are_shown_with_what_to_write() {
        daemon.mislabelled();
        visit("", AccessRole.OPERATOR);
        browser().awaitPart("[data-stack=wiki]");
        assertThat(text("[data-stack=wiki]"))
                .contains(
                        "2 to mend before a window",
                        "wiki/app lull.chek.http",
                        "Did you mean lull.check.http?",
                        "'wroker' is not a role",
                        "Did you mean 'worker'?",
                        "wiki/cron: has no lull.role");
        assertThat(texts("[data-stack=wiki] [data-severity=error]")).hasSize(2);
        assertThat(text("[data-stack=wiki] .copyable pre"))
                .isEqualTo("services:\n  cron:\n    labels:\n      lull.role: cron\n");
        browser().click("[data-stack=wiki] .copyable button");
        browser()
                .await(
                        "has copied it, or selected it",
                        _ -> text("[data-stack=wiki] .copyable [role=status]").matches("\\w+.*"));
        look("stacks-with-problems");

        browser().go(origin + "#/stacks/wiki/plan");
        browser().awaitPart("[data-problem=invalid]");
        assertThat(texts("[data-problem=invalid] > ul > li")).hasSize(2);
        assertThat(text("[data-problem=invalid] .copyable pre")).contains("lull.role: cron");
        assertThat(browser().has("[data-action=start]")).isFalse();
        look("plan-refused");
    }
}
