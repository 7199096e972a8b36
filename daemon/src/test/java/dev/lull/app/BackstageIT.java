package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.testbed.EngineView;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Wait;
import dev.lull.testbed.Web;
import dev.lull.window.Action;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a new app is checked, as Docker shows it. */
class BackstageIT extends OnStack {
    private static final String TIMEOUT = "lull.check.timeout: 30s";

    private static final String WAIT = "lull.check.2.exec: test -e /tmp/go";

    BackstageIT() {
        super(new ExampleStack("single", "backstage"));
    }

    @Test
    void an_app_is_checked_where_nobody_reaches_it_or_as_its_labels_say_when_the_page_has_left() {
        stack.quick().up();
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);

        isolatedItIsCheckedWhereNobodyReachesIt();
        withoutBackstageItIsCheckedWhenThePageHasLeft();
    }

    /** The window waits for a file in the new container before it opens. */
    private void isolatedItIsCheckedWhereNobodyReachesIt() {
        stack.edit("compose.yaml", TIMEOUT, "lull.check.timeout: 2m\n      " + WAIT);
        stack.set("VERSION", "2");

        WindowId id = lull.open(stack, TestLull.update());
        lull.awaitStarted(id, StepKind.VALIDATE);
        Wait.until("the new app runs", () -> EngineView.isRunning(app()));

        assertThat(EngineView.networks(app())).containsExactly(backstage());
        assertThat(EngineView.isInternal(backstage())).isTrue();
        assertThat(EngineView.containers(backstage())).containsExactly(app());
        assertThat(TestBed.docker("port", app())).isBlank();
        assertThat(Web.get(stack.port(), "/").statusCode()).isEqualTo(503);

        TestBed.docker("exec", app(), "touch", "/tmp/go");
        assertThat(lull.awaitRest(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(EngineView.networks(app())).contains(stack.project() + "_default");
        assertThat(Web.get(stack.port(), "/version").body()).contains("2");
    }

    private void withoutBackstageItIsCheckedWhenThePageHasLeft() {
        stack.edit("compose.yaml", "lull.check.timeout: 2m", "lull.check.timeout: 3s")
                .edit("compose.yaml", WAIT, "lull.backstage: none")
                .up();
        Map<String, String> before = Snapshot.of(stack);
        stack.set("VERSION", "2-error500");

        WindowId id = lull.run(stack, TestLull.update());

        WindowState held = lull.state(id);
        assertThat(held.held().map(h -> h.step())).as(lull.story(id)).contains(StepKind.REOPEN_APP);
        assertThat(held.held().orElseThrow().why()).contains("answered with 500");
        assertThat(lull.warnings(id)).anyMatch(w -> w.contains("after the page has left"));
        assertThat(Web.get(stack.port(), "/").headers().firstValue("Lull-Page")).isPresent();

        WindowState end = lull.ask(id, Action.ROLLBACK, Optional.of(stack.project()));
        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        stack.set("VERSION", "2");
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertThat(Web.get(stack.port(), "/version").body()).contains("\"2\"");
        assertThat(Web.get(stack.port(), "/entries/one").statusCode()).isEqualTo(200);
        assertThat(stack.compose("up", "-d", "--no-build")).doesNotContain("Recreate", "Started");
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private String app() {
        return stack.project() + "-app-1";
    }

    private String backstage() {
        return stack.project() + "_lull_backstage";
    }
}
