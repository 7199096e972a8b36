package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.testbed.EngineView;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Visitors;
import dev.lull.testbed.Wait;
import dev.lull.testbed.Web;
import dev.lull.window.WindowId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An app that is checked with a way out, on a network that it keeps. */
class OpenBackstageIT extends OnGuestbook {
    private static final String LABELS =
            """
            lull.role: app
                  lull.backstage: open
                  lull.backstage.keep: shared
                  lull.check.2.exec: test -e /tmp/go
            """;

    private static final String SHARED =
            """
            networks:
              shared:

            volumes:
              db-data:\
            """;

    @BeforeEach
    void upOnTwoNetworks() {
        stack.edit(
                        "compose.yaml",
                        "command: guestbook web",
                        "command: guestbook web\n    networks: [default, shared]")
                .edit("compose.yaml", "lull.role: app\n", LABELS)
                .edit("compose.yaml", "volumes:\n  db-data:", SHARED);
        upWithEntries();
        TestBed.docker("exec", app(), "touch", "/tmp/go");
    }

    @Test
    void visitors_do_not_meet_it_before_it_is_checked() {
        stack.set("VERSION", "2");
        try (Visitors visitors = readers()) {
            WindowId id = lull.open(stack, TestLull.update());
            lull.awaitStarted(id, StepKind.VALIDATE);
            Wait.until("the new app runs", () -> EngineView.isRunning(app()));

            assertThat(EngineView.networks(app()))
                    .containsExactlyInAnyOrder(backstage(), stack.project() + "_shared");
            assertThat(EngineView.isInternal(backstage())).isFalse();
            assertThat(Web.get(stack.port(), "/").statusCode()).isEqualTo(503);

            TestBed.docker("exec", app(), "touch", "/tmp/go");
            assertThat(lull.awaitRest(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
            visitors.awaitServedBy("2");
            assertNoneEarly(visitors, id, "2");
        }
        assertThat(EngineView.networks(app()))
                .contains(stack.project() + "_default", stack.project() + "_shared");
        assertUnchangedByUp();
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    private String app() {
        return stack.project() + "-app-1";
    }

    private String backstage() {
        return stack.project() + "_lull_backstage";
    }
}
