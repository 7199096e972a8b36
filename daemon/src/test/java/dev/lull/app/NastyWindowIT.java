package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Web;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole windows on a stack that uses what Compose has: nothing of it may be lost on the way. */
class NastyWindowIT extends OnStack {
    private static final String ENTRIES = "one|hello from one\n";

    private List<String> unused = List.of();

    NastyWindowIT() {
        super(ExampleStack.ofTests("nasty", "it"));
    }

    @BeforeEach
    void upWithAnEntry() {
        stack.set("NASTY_NET", "10.213." + ThreadLocalRandom.current().nextInt(256));
        stack.up();
        stack.compose("--profile", "tools", "up", "-d", "tool");
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);
        stack.compose("exec", "-T", "--index", "2", "worker", "touch", "/queue/of-worker-2");
        unused = unusedVolumes();
    }

    @AfterEach
    void noVolumeIsLeftThatNobodyUses() {
        assertThat(unusedVolumes()).isSubsetOf(unused);
    }

    /** A one-off of a service with an anonymous volume gets one of its own. */
    private static List<String> unusedVolumes() {
        return TestBed.docker("volume", "ls", "-q", "--filter", "dangling=true").lines().toList();
    }

    @Test
    void a_way_back_brings_every_setting_of_every_container_back() {
        Map<String, String> before = Snapshot.of(stack);
        stack.set("VERSION", "2-bad-migration");

        WindowId id = lull.run(stack, TestLull.update());

        WindowState end = lull.state(id);
        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        assertThat(end.back().orElseThrow().turned().why()).contains(StepKind.MIGRATE.word());
        stack.set("VERSION", "1");
        assertThat(Snapshot.of(stack)).isEqualTo(before);
        assertThat(stack.rows("SELECT token, text FROM entries")).isEqualTo(ENTRIES);
        assertThat(queueOfWorker2()).contains("of-worker-2");
        // Compose pins these two to the containers that they share a network and processes with.
        assertThat(up().lines().filter(l -> l.contains("Recreate") || l.contains("Started")))
                .allMatch(l -> l.contains("-sidecar-1") || l.contains("-cron-1"));
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    @Test
    void an_update_leaves_nothing_for_compose_to_do() {
        stack.set("VERSION", "2");

        WindowId id = lull.run(stack, TestLull.update());

        assertThat(lull.state(id).phase()).as(lull.story(id)).isEqualTo(Phase.DONE);
        assertThat(Web.get(stack.port(), "/entries/one").statusCode()).isEqualTo(200);
        assertThat(queueOfWorker2()).contains("of-worker-2");
        assertUnchangedByUp("--profile", "tools");
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    /** It keeps its jobs in a volume without a name. */
    private String queueOfWorker2() {
        return stack.compose("exec", "-T", "--index", "2", "worker", "ls", "/queue");
    }

    private String up() {
        return stack.compose("--profile", "tools", "up", "-d", "--no-build");
    }
}
