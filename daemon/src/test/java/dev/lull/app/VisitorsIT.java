package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Phase;
import dev.lull.report.WindowReport;
import dev.lull.testbed.ClosedDoor;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Visitors;
import dev.lull.window.WindowId;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Visitors come all the while, each on a connection of its own: every one of them is served by a
 * version that was checked, or meets the page, and what they were told is written stays so.
 */
class VisitorsIT {
    private static final int READS = 10;
    private static final int WRITES = 5;

    private static final String PUBLISHED =
            """
                ports:
                  - "127.0.0.1:${SINGLE_PORT:-8090}:8000"
            """;

    /** It looks the app's address up once, and again when it is told to. */
    private static final String HAPROXY =
            """

              proxy:
                image: lull-testbed/haproxy:latest
                ports:
                  - "127.0.0.1:${SINGLE_PORT:-8090}:80"
                depends_on:
                  app: { condition: service_healthy }
                labels:
                  lull.role: proxy

            volumes:
            """;

    private final TestLull lull = new TestLull();
    private ExampleStack stack = new ExampleStack("guestbook", "visitors");

    @BeforeAll
    static void sweep() {
        TestBed.required();
        TestBed.sweep();
    }

    @AfterEach
    void removeEverything() {
        lull.close();
        stack.close();
    }

    @Test
    void of_the_guestbook_through_an_update_and_a_migration_that_fails() throws Exception {
        stack.quick().up();

        Visitors first = window("2", "1", "2", Phase.DONE);
        Visitors second = window("3-bad-migration", "2", "2", Phase.ROLLED_BACK);

        assertThat(first.lost()).isEmpty();
        assertThat(second.lost()).isEmpty();
    }

    @Test
    void of_an_app_that_publishes_its_own_port_through_an_update() throws Exception {
        stack.close();
        stack = new ExampleStack("single", "visitors").quick().up();

        Visitors visitors = window("2", "1", "2", Phase.DONE);

        assertThat(visitors.lost()).isEmpty();
    }

    @Test
    void of_an_app_behind_haproxy_through_an_update() throws Exception {
        stack.close();
        stack =
                new ExampleStack("single", "haproxy")
                        .quick()
                        .edit("compose.yaml", PUBLISHED, "")
                        .edit("compose.yaml", "\nvolumes:\n", HAPROXY)
                        .up();

        Visitors visitors = window("2", "1", "2", Phase.DONE);

        assertThat(visitors.lost()).isEmpty();
    }

    private long met(WindowId id) {
        return WindowReport.of(id, lull.events(id), Instant.now()).met(Map.of()).orElseThrow();
    }

    /** Runs a window to a version under traffic, and looks at what its visitors met. */
    private Visitors window(String version, String before, String after, Phase end)
            throws InterruptedException {
        try (Visitors visitors = new Visitors(stack.port(), READS, WRITES).start()) {
            visitors.awaitServedBy(before);
            stack.set("VERSION", version);

            WindowId id = lull.run(stack, TestLull.update());

            assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(end);
            visitors.awaitServedBy(after).leave();
            Visitors.Tally tally = visitors.tally();
            assertThat(tally.samples()).as(lull.story(id)).isEmpty();
            assertThat(tally.broken()).isZero();
            assertThat(tally.pages()).isPositive();
            assertThat(tally.acknowledged()).isPositive();
            assertThat(met(id)).as("requests that the page answered").isBetween(1L, tally.pages());
            assertThat(visitors.versions()).containsOnly(before, after);
            assertThat(ClosedDoor.of(lull.events(id)).early(visitors.served(), before, after))
                    .as(lull.story(id))
                    .isEmpty();
            return visitors;
        }
    }
}
