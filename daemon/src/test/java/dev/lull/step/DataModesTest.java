package dev.lull.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.EngineException;
import dev.lull.docker.FakeStreams;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedDump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data stores that run on while the rollback point is taken: dumped, or copied live. */
class DataModesTest {
    private static final String DUMP =
            """
            lull.snapshot.mode: dump, lull.snapshot.dump: give, lull.snapshot.restore: take, \
            lull.snapshot.check: look\
            """;
    private static final String LIVE =
            """
            lull.snapshot.mode: live, lull.snapshot.before: freeze, lull.snapshot.after: thaw\
            """;
    private static final String TAIL =
            """
            networks:
              default: {name: shop_default}
            volumes:
              data: {name: shop_data}
              shared: {name: shop_shared}
            """;
    private static final List<String> FREEZE = List.of("freeze");
    private static final List<String> THAW = List.of("thaw");

    @TempDir private Path folder;

    private byte[] held = "1,2,3".getBytes(StandardCharsets.UTF_8);

    private Stage stage(String mode, String volumes, String others) throws IOException {
        String db =
                """
                db:
                  image: other:1
                  restart: always
                  networks: {default: null}
                  volumes: [%s]
                  labels: {lull.role: db, lull.check.timeout: 300ms, %s}
                """
                        .formatted(volumes, mode)
                        .indent(2);
        String app = "labels: {lull.role: app, lull.check.timeout: 300ms}";
        Stage stage = new Stage(folder, Stage.file("", app, db + others, TAIL));
        stage.engine.streams("shop-db-1", store());
        return stage;
    }

    private Stage dumped() throws IOException {
        return stage(DUMP, Stage.volume("data"), "");
    }

    private FakeStreams store() {
        return (argv, streams) -> {
            switch (argv.getFirst()) {
                case "give" -> streams.output().write(held);
                case "take" -> held = streams.input().readAllBytes();
                default -> streams.input().readAllBytes();
            }
            return 0;
        };
    }

    private Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        return Files.writeString(path, text);
    }

    private String held() {
        return new String(held, StandardCharsets.UTF_8);
    }

    private static List<String> commands(Stage stage) {
        return stage.engine.mutations().stream()
                .filter(m -> m.startsWith("exec ") || m.startsWith("stream "))
                .map(m -> m.substring(m.indexOf("shop-db-1 ") + "shop-db-1 ".length()))
                .toList();
    }

    @Test
    void a_store_is_dumped_while_it_runs_and_its_volume_is_neither_copied_nor_put_back()
            throws Exception {
        Stage stage = dumped();
        Path rows = write("volumes/shop_data/_data/rows", "1");
        RollbackPoint point = stage.snapshot();
        assertThat(stage.runs("shop-db-1")).isTrue();
        assertThat(point.volumes()).isEmpty();
        assertThat(point.leftOut()).isEmpty();
        SavedDump dump = point.dumps().getFirst();
        assertThat(dump.how()).isEqualTo("'give' (lull.snapshot.dump)");
        assertThat(dump.instead()).containsExactly("shop_data");
        assertThat(stage.said)
                .anyMatch(l -> l.contains("db will be dumped while it runs, with 'give'"));

        held = "half-way".getBytes(StandardCharsets.UTF_8);
        Files.writeString(rows, "2");
        stage.onWayBack = true;
        assertThat(stage.done(StepKind.RESTORE_VOLUMES)).contains("later, as dumps: db");
        stage.done(StepKind.RESTORE_CONTAINERS);
        stage.done(StepKind.START_DATA);
        assertThat(stage.done(StepKind.RESTORE_DUMPS)).contains("the dump of db");
        assertThat(held()).isEqualTo("1,2,3");
        assertThat(rows).hasContent("2");
        assertThat(commands(stage)).containsExactly("give", "look", "take");
    }

    @Test
    void what_others_write_to_as_well_is_copied_while_the_store_runs() throws Exception {
        String worker =
                """
                worker:
                  image: shop:1
                  networks: {default: null}
                  volumes: [%s]
                  labels: {lull.role: worker, lull.check.timeout: 300ms}
                """
                        .formatted(Stage.volume("shared"))
                        .indent(2);
        Stage stage = stage(DUMP, Stage.volume("data") + ", " + Stage.volume("shared"), worker);
        write("volumes/shop_shared/_data/file", "1");
        write("volumes/shop_data/_data/rows", "1");
        RollbackPoint point = stage.snapshot();
        assertThat(point.volumes()).singleElement().matches(v -> v.name().equals("shop_shared"));
        assertThat(point.dumps()).singleElement().matches(d -> d.instead().contains("shop_data"));
        assertThat(stage.runs("shop-db-1")).isTrue();
    }

    @Test
    void a_store_that_does_not_run_can_not_be_dumped() throws Exception {
        Stage stage = dumped();
        stage.engine.stop("shop-db-1");
        assertThat(stage.failed(StepKind.PREPARE))
                .contains("shop/db lull.snapshot.mode", "does not run", "docker compose up -d db");
        stage.engine.start("shop-db-1");
        stage.done(StepKind.PREPARE);
        stage.engine.stop("shop-db-1");
        assertThat(stage.failed(StepKind.SNAPSHOT)).contains("db is to be dumped");
        assertThat(stage.points.list().points()).isEmpty();
    }

    @Test
    void a_dump_that_fails_leaves_no_point_and_no_pin() throws Exception {
        Stage stage = dumped();
        stage.done(StepKind.PREPARE);
        stage.engine.execEnds("shop-db-1", List.of("give"), 1, "no such role");
        assertThat(stage.failed(StepKind.SNAPSHOT)).contains("exited with 1: no such role");
        assertThat(stage.points.list().points()).isEmpty();
        assertThat(stage.engine.images().keySet()).noneMatch(i -> i.startsWith("lull-pin/"));
    }

    @Test
    void a_restore_that_was_cut_off_begins_again_in_a_store_that_was_started_anew()
            throws Exception {
        Stage stage = dumped();
        stage.snapshot();
        held = "half-way".getBytes(StandardCharsets.UTF_8);
        stage.onWayBack = true;
        stage.engine.execEnds("shop-db-1", List.of("take"), 2, "cut off");
        assertThat(stage.failed(StepKind.RESTORE_DUMPS))
                .contains("dump of db was not restored whole", "exited with 2: cut off");
        stage.engine.forgetMutations();

        stage.failed(StepKind.RESTORE_DUMPS);
        assertThat(stage.engine.mutations())
                .containsSubsequence("stop shop-db-1", "start shop-db-1", "stream shop-db-1 take");
    }

    @Test
    void a_point_without_dumps_has_none_to_restore() throws Exception {
        Stage stage = stage("lull.snapshot.mode: cold", Stage.volume("data"), "");
        stage.snapshot();
        stage.onWayBack = true;
        assertThat(stage.done(StepKind.RESTORE_DUMPS)).isEqualTo("there are no dumps to restore");
    }

    @Test
    void a_volume_of_a_dumped_store_that_somebody_has_removed_is_made_again() throws Exception {
        Stage stage = dumped();
        stage.snapshot();
        stage.engine.loseVolume("shop_data");
        stage.onWayBack = true;
        stage.done(StepKind.RESTORE_VOLUMES);
        assertThat(stage.engine.volume("shop_data")).isPresent();
        assertThat(stage.warned).anyMatch(w -> w.contains("shop_data was gone"));
    }

    @Test
    void a_store_whose_image_another_one_is_pulled_for_is_stopped_for_the_copy() throws Exception {
        Stage stage = dumped();
        write("volumes/shop_data/_data/rows", "1");
        stage.engine.tag("other:1", "other:old");
        stage.engine.withImage("other:1", 9);
        RollbackPoint point = stage.snapshot();
        assertThat(point.dumps()).isEmpty();
        assertThat(point.volumes()).hasSize(1);
        assertThat(stage.runs("shop-db-1")).isFalse();
        assertThat(stage.said)
                .anyMatch(l ->
                        l.contains("db will be stopped for the copy (cold: its image changes"));
    }

    @Test
    void a_store_is_copied_live_between_its_commands() throws Exception {
        Stage stage = stage(LIVE, Stage.volume("data"), "");
        Path rows = write("volumes/shop_data/_data/rows", "1");
        RollbackPoint point = stage.snapshot();
        assertThat(stage.runs("shop-db-1")).isTrue();
        assertThat(point.volumes()).hasSize(1);
        assertThat(commands(stage)).containsExactly("freeze", "thaw");

        Files.writeString(rows, "half-way");
        stage.onWayBack = true;
        stage.done(StepKind.RESTORE_VOLUMES);
        assertThat(rows).hasContent("1");
        stage.done(StepKind.START_DATA);
        assertThat(commands(stage)).containsExactly("freeze", "thaw");
    }

    @Test
    void what_made_a_store_ready_is_undone_when_the_copy_fails() throws Exception {
        Stage stage = stage(LIVE, Stage.volume("data"), "");
        write("volumes/shop_data/_data/rows", "1");
        stage.done(StepKind.PREPARE);
        stage.engine.execEnds("shop-db-1", FREEZE, 5, "busy");
        assertThat(stage.failed(StepKind.SNAPSHOT))
                .contains("shop-db-1: lull.snapshot.before exited with 5: busy");
        assertThat(commands(stage)).containsExactly("freeze", "thaw");
        assertThat(stage.points.list().points()).isEmpty();
    }

    @Test
    void what_made_a_store_ready_and_can_not_be_undone_fails_loudly_until_it_is() throws Exception {
        Stage stage = stage(LIVE, Stage.volume("data"), "");
        write("volumes/shop_data/_data/rows", "1");
        stage.done(StepKind.PREPARE);
        stage.engine.execEnds("shop-db-1", THAW, 6, "stuck");
        assertThat(stage.failed(StepKind.SNAPSHOT))
                .contains("shop-db-1: lull.snapshot.after exited with 6: stuck", "is not undone");
        stage.onWayBack = true;
        assertThat(stage.failed(StepKind.START_DATA)).contains("lull.snapshot.after exited with 6");
        stage.engine.execEnds("shop-db-1", THAW, 0);
        stage.done(StepKind.START_DATA);
        stage.engine.forgetMutations();
        stage.done(StepKind.START_DATA);
        assertThat(commands(stage)).isEmpty();
    }

    @Test
    void what_an_attempt_that_was_cut_off_had_made_ready_is_undone_first() throws Exception {
        Stage stage = stage(LIVE, Stage.volume("data"), "");
        write("volumes/shop_data/_data/rows", "1");
        stage.done(StepKind.PREPARE);
        stage.engine.failAfter("exec", 1, new EngineException.Unknown("Docker went away"));
        stage.engine.failBefore("exec", 2, new EngineException.Permanent("nobody is there"));
        stage.done(StepKind.SNAPSHOT);
        assertThat(commands(stage)).containsExactly("freeze", "thaw", "freeze", "thaw");
    }
}
