package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedVolume;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Leftovers;
import dev.lull.testbed.Sh;
import dev.lull.testbed.Snapshot;
import dev.lull.testbed.TestLull;
import dev.lull.testbed.Wait;
import dev.lull.testbed.Web;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.NoteKey;
import dev.lull.window.Recorded;
import dev.lull.window.Standing;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A way back that fails: what is in place is said, and its commands bring a person to the end. */
class StuckIT extends OnStack {
    private Map<String, String> before = Map.of();
    private Path taken = Path.of("/");
    private String copy = "";

    StuckIT() {
        super(new ExampleStack("guestbook", "stuck"));
    }

    @BeforeEach
    void upWithAnEntry() {
        stack.quick().set("CRON_SECONDS", "1").up();
        assertThat(Web.write(stack.port(), "one").statusCode()).isEqualTo(201);
        before = snapshot();
    }

    @Test
    void a_missing_copy_makes_the_way_back_stuck_and_its_commands_end_it_as_it_was() {
        stack.set("VERSION", "2-bad-migration");
        WindowId id = lull.run(stack, TestLull.update(), this::takeCopyAway);
        assertStuck(id);
        lull.ask(id, Action.RETRY, Optional.empty());
        assertStuck(id);
        Standing stuck = standing(id);

        assertThat(missing(stuck))
                .anyMatch(i -> i.what().equals(copy) && i.now().equals("not there"))
                .anyMatch(i -> i.what().equals("volume " + stack.project() + "_db-data"))
                .anyMatch(i ->
                        i.what().equals("container " + stack.project() + "-app-1")
                                && i.now().contains("not the one that was there")
                                && i.before().startsWith("runs, image "))
                .anyMatch(i -> i.what().equals("page " + stack.project() + "-lull-page-app"));
        assertThat(String.join("\n", stuck.commands())).doesNotContain("PASSWORD");

        String made = made();
        removeNetworkAndVolume();
        assertThat(missing(standing(id)).stream().map(Standing.Item::what))
                .contains("network " + network(), "volume " + volume());

        putCopyBack();
        List<String> commands = standing(id).commands();
        assertThat(commands.getLast()).isEqualTo("lull reopen " + id);
        Sh.bash(Path.of("/"), String.join("\n", commands.subList(0, commands.size() - 1)));

        assertThat(missing(standing(id)).stream().map(Standing.Item::what))
                .allMatch(w -> w.startsWith("volume ") || w.startsWith("container "));
        assertThat(made()).isEqualTo(made);
        WindowState end = lull.ask(id, Action.REOPEN, Optional.empty());
        assertThat(end.phase()).as(lull.story(id)).isEqualTo(Phase.ROLLED_BACK);
        stack.set("VERSION", "1");
        assertThat(snapshot()).isEqualTo(before);
        Wait.until("visitors are in", () -> Web.get(stack.port(), "/").statusCode() == 200);
        assertThat(stack.rows("SELECT token FROM entries")).isEqualTo("one\n");
        String printed = stack.compose("up", "-d", "--no-build");
        assertThat(printed).doesNotContain("Recreate").doesNotContain("Started");
        assertThat(Leftovers.of(stack)).isEmpty();
    }

    /** Where Compose notes no options of an endpoint, the docker command notes empty ones. */
    private Map<String, String> snapshot() {
        Map<String, String> containers = new TreeMap<>(Snapshot.of(stack));
        containers.replaceAll((name, c) -> c.replace("]{}null{}", "]nullnullnull"));
        return containers;
    }

    private String network() {
        return stack.project() + "_default";
    }

    private String volume() {
        return stack.project() + "_db-data";
    }

    /** How network and volume were made. */
    private String made() {
        return Sh.bash(
                Path.of("/"),
                """
                docker network inspect --format '{{.Name}} {{.Driver}} {{.Internal}} {{json .IPAM}} {{json .Options}} {{json .Labels}}' %s
                docker volume inspect --format '{{.Name}} {{.Driver}} {{json .Options}} {{json .Labels}}' %s
                """
                        .formatted(network(), volume()));
    }

    /** Those who run on the network stay, stopped; who mounts the volume can't. */
    private void removeNetworkAndVolume() {
        Sh.bash(
                Path.of("/"),
                """
                docker rm --force %1$s-db-1
                docker volume rm %3$s
                docker stop $(docker ps --quiet --filter network=%2$s)
                docker network rm %2$s
                """
                        .formatted(stack.project(), network(), volume()));
    }

    private void assertStuck(WindowId id) {
        WindowState state = lull.state(id);
        assertThat(state.phase()).as(lull.story(id)).isEqualTo(Phase.STUCK);
        assertThat(state.held().orElseThrow().step()).isEqualTo(StepKind.RESTORE_VOLUMES);
        assertThat(Web.get(stack.port(), "/").statusCode()).isEqualTo(503);
    }

    private Standing standing(WindowId id) {
        return lull.wiring().survey().of(id, lull.state(id));
    }

    private static List<Standing.Item> missing(Standing standing) {
        return standing.items().stream().filter(i -> !i.inPlace()).toList();
    }

    /** As soon as the rollback point is whole; the change, which follows, takes its time. */
    private void takeCopyAway(Recorded recorded) {
        if (recorded.event() instanceof Event.Noted noted && noted.key().equals(NoteKey.POINT)) {
            take(lull.wiring().points().find(new PointId(noted.value())).orElseThrow());
            move(taken, aside());
        }
    }

    /** Whatever store the file system has chosen: an archive, or a folder. */
    private void take(RollbackPoint point) {
        SavedVolume saved =
                point.volumes().stream()
                        .filter(v -> v.name().equals(volume()))
                        .findFirst()
                        .orElseThrow();
        copy = saved.store() + " " + saved.file();
        taken = lull.wiring().points().root().resolve(point.id().value()).resolve(saved.file());
    }

    private Path aside() {
        return stack.directory().resolve("copy");
    }

    private void putCopyBack() {
        move(aside(), taken);
    }

    private static void move(Path from, Path to) {
        Sh.run("mv", from.toString(), to.toString());
    }
}
