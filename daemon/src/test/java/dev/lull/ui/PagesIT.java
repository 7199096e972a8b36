package dev.lull.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.testbed.Browser;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Folders;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.LullProcess;
import dev.lull.testbed.Ports;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.Web;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The web pages with the real daemon and a real stack, as a person uses them. What is quicker seen
 * without a stack is in {@link StatesTest}.
 */
class PagesIT {
    private static final Pattern SECRET = Pattern.compile("lull_[A-Za-z0-9_-]{43}");

    /** Counts until it may end. What it prints does not stand in it: the page shows both. */
    private static final String COUNT =
            "sh -c 'n=0; until test -e /tmp/enough; do n=$((n+1)); echo \"counted to $n\";"
                    + " sleep 0.3; done; echo \"that was the end, at $n\"'";

    private static final Pattern COUNTED = Pattern.compile("counted to (\\d+)");
    private static final Pattern END = Pattern.compile("that was the end, at \\d+");

    private final ExampleStack stack = new ExampleStack("single", "ui");
    private final Path home = Folders.make("ui");
    private final Path socket = home.resolve("lull.sock");
    private final String listen = "127.0.0.1:" + Ports.free();
    private final Gallery gallery = new Gallery("http://" + listen + "/");
    private @Nullable LullProcess daemon;
    private @Nullable Browser opened;

    @BeforeAll
    static void required() {
        TestBed.required();
        TestBed.requiredBrowser();
        TestBed.sweep();
    }

    @BeforeEach
    void up() {
        stack.quick().up();
        start();
        opened = new Browser();
    }

    @AfterEach
    void removeEverything() {
        if (opened != null) {
            opened.close();
        }
        stop();
        stack.close();
        Folders.delete(home);
    }

    private void start() {
        daemon = LullProcess.daemon(home.resolve("state"), socket, listen);
    }

    private void stop() {
        if (daemon != null) {
            daemon.close();
        }
    }

    private Browser browser() {
        return Objects.requireNonNull(opened);
    }

    private String token(String role) {
        String printed =
                LullProcess.run("token", "create", "ui", "--role", role, "--socket", socket + "")
                        .printed();
        Matcher secret = SECRET.matcher(printed);
        assertThat(secret.find()).as(printed).isTrue();
        return secret.group();
    }

    private void go(String place) {
        browser().go("http://" + listen + "/" + place);
    }

    @Test
    void a_person_plans_opens_watches_holds_approves_and_rolls_back() {
        logsIn();
        plansAndOpens();
        approvesAfterTheDaemonWasStartedAgain();
        followsAStepInWhichTheDaemonIsKilled();
        rollsBackAtWork();
        rollsBackWhatVisitorsWrote();
        looksAround();
        assertThat(gallery.findings()).isEmpty();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private void logsIn() {
        go("");
        browser().awaitPart("input[name=token]");
        look("login");
        browser().write("input[name=token]", "lull_guess");
        browser().click("button[type=submit]");
        browser().awaitText("no token has this secret");
        browser().write("input[name=token]", token("admin"));
        browser().click("button[type=submit]");
        browser().awaitText(stack.project());
        look("stacks");
    }

    private void plansAndOpens() {
        stack.set("VERSION", "2");
        go("#/stacks/" + stack.project() + "/plan");
        browser().awaitPart("[data-part=plan] [data-step=reopen-app]");
        browser().awaitText("What the update changes");
        browser().awaitPart("[data-part=forecast] li");
        assertThat(browser().text("[data-part=expected]"))
                .contains("to copy and verify", "1 volume");
        look("plan");
        browser().write("[data-part=start] input[name=reason]", "version 2");
        browser().click("[data-part=start] input[name=approve]");
        browser().click("[data-action=start]");
        browser().await("is of a window", t -> browser().address().contains("#/windows/1"));
        browser().awaitPart("[data-state=held][data-phase=reopening]");
        assertThat(browser().text()).contains("version 2", "a person's word is wanted");
        assertThat(Web.get(stack.port(), "/").statusCode()).isEqualTo(503);
        browser().awaitPart(".layer[data-layer=app][data-state=closed]");
        look("window-held");
    }

    /** The page stays open while the daemon goes, and comes back to what is so. */
    private void approvesAfterTheDaemonWasStartedAgain() {
        stop();
        browser().awaitText("The daemon does not answer.");
        look("daemon-away");
        start();
        browser().await("is there again", t -> !t.contains("The daemon does not answer."));
        browser().click("[data-action=approve]");
        browser().awaitText("What would be lost");
        look("dialog");
        browser().click("dialog button[type=submit]");
        browser().awaitPart("[data-phase=done]");
        assertThat(Web.get(stack.port(), "/version").body()).contains("2");
        look("window-done");
    }

    /** What a step prints is shown while it runs, also what it printed while nobody listened. */
    private void followsAStepInWhichTheDaemonIsKilled() {
        go("#/stacks/" + stack.project() + "/plan?change=exec");
        browser().choose("select[name=service]", "app");
        browser().write("input[name=command]", COUNT);
        browser().click("[data-action=plan]");
        browser().click("[data-action=start]");
        browser().awaitPart(".step[data-step=exec][data-state=running]");
        browser().await("shows what is printed", _ -> counted() > 2);
        look("window-running");

        int before = counted();
        stop();
        browser().awaitText("The daemon does not answer.");
        start();
        browser().await("shows what is printed now", _ -> counted() > before + 5);
        browser().await("is there again", t -> !t.contains("The daemon does not answer."));
        assertThat(browser().has(".step[data-step=exec][data-state=running]")).isTrue();
        TestBed.docker("exec", stack.project() + "-lull-exec-2-app-0", "touch", "/tmp/enough");
        browser().awaitPart("[data-phase=done]");
        browser().choose(".output select", "exec");
        browser().await("shows the end", shown -> END.matcher(shown).find());
    }

    /** How far the running step has counted, as the page shows it. */
    private int counted() {
        return COUNTED.matcher(browser().text())
                .results()
                .mapToInt(counted -> Integer.parseInt(counted.group(1)))
                .max()
                .orElse(0);
    }

    private void rollsBackAtWork() {
        go("#/stacks/" + stack.project() + "/plan?change=none");
        browser().click("[data-action=start]");
        browser().awaitPart("[data-state=held][data-phase=changing]");
        look("window-work");
        browser().click("[data-action=rollback]");
        browser().awaitText("Nothing that visitors wrote is lost.");
        browser().click("dialog button[type=submit]");
        browser().awaitPart("[data-phase=rolled-back]");
        assertThat(Web.get(stack.port(), "/version").body()).contains("2");
        look("window-rolled-back");
    }

    /** After reopening it wants the stack's name. */
    private void rollsBackWhatVisitorsWrote() {
        stack.edit("compose.yaml", "  watch: 300ms", "  watch: 10m");
        go("#/stacks/" + stack.project() + "/plan?change=none");
        browser().click("[data-action=start]");
        browser().awaitPart("[data-state=held][data-phase=changing]");
        browser().click("[data-action=reopen]");
        browser().click("dialog button[type=submit]");
        browser().awaitPart("[data-phase=watching]");
        Web.write(stack.port(), "kept-until-rolled-back");
        browser().click("[data-action=rollback]");
        browser().awaitText("would be lost.");
        assertThat(browser().has("dialog button[type=submit]:disabled")).isTrue();
        browser().write("dialog input[name=confirm]", stack.project());
        browser().click("dialog button[type=submit]");
        browser().awaitPart("[data-phase=rolled-back]");
    }

    private void looksAround() {
        go("#/windows");
        browser().awaitText("rolled-back");
        look("windows");
        go("#/schedules");
        browser().awaitPart("[data-part=none]");
        look("schedules");
        go("#/stacks/" + stack.project());
        browser().awaitPart("[data-part=schedules] [data-part=none]");
        look("stack");
        go("#/points");
        browser().awaitText(stack.project());
        look("points");
        go("#/audit");
        browser().awaitText("/api/v1/windows");
        look("audit");
        go("#/tokens");
        browser().awaitText("admin");
        look("tokens");
        browser().click("[data-action=sign-out]");
        browser().awaitPart("input[name=token]");
    }

    private void look(String page) {
        gallery.look(browser(), page);
    }

    /** Everything that the first page needs, as it goes over the wire. */
    @Test
    void it_loads_in_less_than_60_kilobytes() {
        go("");
        browser().awaitPart("input[name=token]");
        Object bytes =
                browser()
                        .run(
                                "return performance.getEntriesByType('resource')"
                                        + ".concat(performance.getEntriesByType('navigation'))"
                                        + ".reduce((sum, e) => sum + e.encodedBodySize, 0)");
        assertThat(((Number) bytes).longValue()).isBetween(5_000L, 60_000L);
        assertThat(gallery.elsewhere(browser())).isEmpty();
    }
}
