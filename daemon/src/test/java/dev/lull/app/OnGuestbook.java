package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.testbed.Closed;
import dev.lull.testbed.ClosedDoor;
import dev.lull.testbed.Data;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Visitors;
import dev.lull.testbed.Wait;
import dev.lull.testbed.Web;
import dev.lull.window.WindowId;
import org.junit.jupiter.api.BeforeEach;

/** A guestbook of each test's own, with data, and what holds after every window on it. */
abstract class OnGuestbook extends OnStack {

    OnGuestbook() {
        super(new ExampleStack("guestbook", "it"));
    }

    @BeforeEach
    void startFromNothing() {
        stack.quick().set("CRON_SECONDS", "1");
    }

    final void upWithEntries() {
        stack.up();
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);
        assertThat(Web.write(stack.port(), "two").statusCode()).isEqualTo(201);
        awaitResults();
        Data.fill(stack);
    }

    final void awaitResults() {
        Wait.until(
                "the worker has written every result",
                () ->
                        stack.rows(
                                        "SELECT count(*) FROM entries WHERE id NOT IN"
                                                + " (SELECT entry_id FROM results)")
                                .equals("0\n"));
    }

    /** Every window waits while it closes: see {@link Closed}. */
    final void upToBeRead() {
        Closed.toBeRead(stack);
        upWithEntries();
    }

    final void assertDataOf(Closed.Run run) {
        assertThat(Closed.dataAfter(lull, stack, run.id()))
                .as(lull.story(run.id()))
                .isEqualTo(run.data());
    }

    /** They write nothing: what is in the tables is compared. */
    final Visitors readers() {
        return new Visitors(stack.port(), 10, 0).start().awaitServedBy("1");
    }

    /** Whoever was not served by a version that was checked has met the page, and nothing else. */
    final void assertNoneEarly(Visitors visitors, WindowId id, String after) {
        visitors.close();
        assertThat(visitors.tally().samples()).as(lull.story(id)).isEmpty();
        assertThat(visitors.tally().pages()).as(lull.story(id)).isPositive();
        assertThat(visitors.versions()).containsOnly("1", after);
        assertThat(ClosedDoor.of(lull.events(id)).early(visitors.served(), "1", after))
                .as(lull.story(id))
                .isEmpty();
    }
}
