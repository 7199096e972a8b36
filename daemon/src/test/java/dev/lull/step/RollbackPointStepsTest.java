package dev.lull.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.docker.RestartPolicy;
import dev.lull.docker.Volume;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.Compression;
import dev.lull.snapshot.Encryption;
import dev.lull.snapshot.Packing;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedFile;
import dev.lull.snapshot.SavedVolume;
import dev.lull.snapshot.VolumeSource;
import dev.lull.window.NoteKey;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes into a rollback point and comes back from it, from prepare to the way back. */
class RollbackPointStepsTest {
    private static final String LABELS =
            "labels: {lull.role: app, lull.check.timeout: 300ms, lull.snapshot.bind: \"true\"}";
    private static final String TAIL =
            """
            networks:
              default: {name: shop_default}
            volumes:
              data: {name: shop_data}
              bound: {name: shop_bound, driver_opts: {type: none, o: bind, device: FOLDER/device}}
              nfs: {name: shop_nfs, driver_opts: {type: nfs, o: addr=10.0.0.1, device: ":/export"}}
              mem: {name: shop_mem, driver_opts: {type: tmpfs, device: tmpfs}}
            """;

    private static final String HELPERS =
            """
              proxy:
                image: other:1
                restart: always
                networks: {default: null}
                volumes: [{type: volume, source: data, target: /srv, read_only: true}]
                labels: {lull.role: proxy, lull.proxy.reload: "true"}
              shipper:
                image: other:1
                restart: unless-stopped
                networks: {default: null}
                volumes: [{type: volume, source: data, target: /srv}]
                labels: {lull.role: none, "lull.writes": "allowed: it only appends"}
            """;

    @TempDir private Path folder;

    private Stage app(String labels, String... volumes) throws IOException {
        return new Stage(folder, services(labels, volumes));
    }

    private static String services(String labels, String... volumes) {
        return Stage.file(String.join(", ", volumes), "restart: always\n" + labels, "", TAIL);
    }

    private static String bind(String path) {
        return "{type: bind, source: FOLDER/" + path + ", target: /" + path + "}";
    }

    private Path write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.resolveSibling(""));
        return Files.writeString(path, text);
    }

    private static String back(Stage stage) throws InterruptedException {
        stage.onWayBack = true;
        return stage.done(StepKind.RESTORE_VOLUMES);
    }

    @Test
    void a_volume_that_is_bound_to_a_folder_is_saved_from_and_returned_to_that_folder()
            throws Exception {
        Path rows = write("device/rows", "1");
        Stage stage = app(LABELS, Stage.volume("bound"));
        RollbackPoint point = stage.snapshot();
        SavedVolume saved = point.volumes().getFirst();
        assertThat(saved.kind()).isEqualTo(VolumeSource.Kind.DEVICE);
        assertThat(saved.data()).isEqualTo(folder.resolve("device").toRealPath());
        assertThat(saved.entries()).isEqualTo(2);
        assertThat(point.restoreByHand()).anyMatch(l -> l.contains("dir=" + saved.data()));

        Files.writeString(rows, "half-way");
        assertThat(back(stage)).contains("shop_bound");
        assertThat(rows).hasContent("1");
    }

    @Test
    void it_says_who_wanted_what_and_what_for() throws Exception {
        write("data/rows", "1");
        Stage stage = app(LABELS, bind("data"));
        stage.reason = "CVE-2026-1, see #12";
        RollbackPoint point = stage.snapshot();
        assertThat(point.by()).isEqualTo("ada");
        assertThat(point.why()).isEqualTo("update: CVE-2026-1, see #12");
    }

    @Test
    void where_nobody_said_what_for_it_says_the_change() throws Exception {
        write("data/rows", "1");
        assertThat(app(LABELS, bind("data")).snapshot().why()).isEqualTo("update");
    }

    @Test
    void it_is_told_beforehand_what_copying_a_folder_takes() throws Exception {
        write("data/rows", "1");
        Stage stage = app(LABELS, bind("data"));
        stage.done(StepKind.PREPARE);
        assertThat(stage.said)
                .anyMatch(l -> l.startsWith(folder.resolve("data") + " will be kept as "))
                .anyMatch(l -> l.contains(" at the most, some 1.0s"))
                .noneMatch(l -> l.contains("the last time"));

        stage.done(StepKind.SNAPSHOT);
        stage.done(StepKind.PREPARE);

        assertThat(stage.said).anyMatch(l -> l.matches(".*; the last time .* as .* in .*s"));
    }

    @Test
    void copies_that_might_not_leave_the_reserve_are_refused_before_anything_is_touched()
            throws Exception {
        write("data/rows", "1");
        String services = services(LABELS, bind("data"));

        assertThat(
                        new Stage(folder, services, Packing.STANDARD, 1024L << 40)
                                .failed(StepKind.PREPARE))
                .contains("the rollback point may need ", " are free in ")
                .contains("of which 1024 TiB are to stay free")
                .contains("'lull snapshots delete POINT'", "snapshot.reserve");
        new Stage(folder, services, Packing.STANDARD, 0).done(StepKind.PREPARE);
    }

    @Test
    void data_that_would_be_encrypted_for_others_only_are_not_touched() throws Exception {
        write("data/rows", "1");
        Encryption blind =
                new Encryption(
                        Encryption.Method.AGE,
                        List.of("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"),
                        folder.resolve("no-key"));
        Packing packing = new Packing(Compression.STANDARD, Optional.of(blind));

        assertThat(
                        new Stage(folder, services(LABELS, bind("data")), packing, 0)
                                .failed(StepKind.PREPARE))
                .contains("what a rollback point keeps could not be read again here: age ended")
                .contains("snapshot.encryption");
    }

    @Test
    void a_volume_on_other_storage_is_refused_with_the_way_out() throws Exception {
        assertThat(app(LABELS, Stage.volume("nfs")).failed(StepKind.PREPARE))
                .contains("shop_nfs", "type nfs, device :/export", "'lull.snapshot: none'");
        assertThat(app(LABELS, Stage.volume("mem")).failed(StepKind.PREPARE)).contains("tmpfs");
        Stage none =
                app(
                        "labels: {lull.role: app, lull.snapshot: none}",
                        Stage.volume("nfs"),
                        Stage.volume("mem"));
        assertThat(none.snapshot().leftOut())
                .containsExactly(
                        "volume shop_mem (lull.snapshot: none on app)",
                        "volume shop_nfs (lull.snapshot: none on app)");
    }

    @Test
    void a_folder_that_is_not_the_one_of_prepare_any_more_fails_the_snapshot() throws Exception {
        write("data/rows", "1");
        Path data = folder.resolve("data");
        Stage stage = app(LABELS, bind("data"));
        stage.done(StepKind.PREPARE);
        Files.move(data, folder.resolve("unmounted"));
        Files.createDirectory(data);
        assertThat(stage.failed(StepKind.SNAPSHOT)).contains(data.toString(), "mounted");
        assertThat(stage.points.list().points()).isEmpty();
    }

    @Test
    void a_folder_that_held_data_and_is_empty_now_fails_the_snapshot() throws Exception {
        Path rows = write("data/rows", "x".repeat(2 << 20));
        Stage stage = app(LABELS, bind("data"));
        stage.done(StepKind.PREPARE);
        Files.delete(rows);
        assertThat(stage.failed(StepKind.SNAPSHOT)).contains("held 2 MiB", "empty now");
        assertThat(stage.engine.images().keySet())
                .as("no image is kept for a point that is not there")
                .noneMatch(i -> i.startsWith("lull-pin/"));
    }

    @Test
    void a_volume_that_has_lost_most_of_its_data_is_a_persons_decision() throws Exception {
        Path rows = write("data/rows", "x".repeat(4 << 20));
        Stage stage = app(LABELS, bind("data"));
        RollbackPoint good = stage.snapshot();
        Files.writeString(rows, "x".repeat(1 << 20));
        stage.window = 2;
        stage.done(StepKind.PREPARE);

        String why = stage.waits(StepKind.SNAPSHOT);

        assertThat(why)
                .contains(
                        folder.resolve("data")
                                + " holds 1.0 MiB, and held 4.0 MiB in rollback point "
                                + good.id())
                .contains("'lull retry 2'", "'lull abort 2'");
        assertThat(stage.points.list().points()).hasSize(2);
        stage.note(NoteKey.goneOnWith(stage.planned().kind()), why);
        assertThat(stage.done(StepKind.SNAPSHOT)).contains("verified");
        assertThat(stage.warned).anyMatch(w -> w.contains("holds 1.0 MiB"));
    }

    @Test
    void a_point_that_is_there_is_taken_anew_when_somebody_has_written_since() throws Exception {
        Path rows = write("data/rows", "1");
        Stage stage = app(LABELS, bind("data"));
        stage.snapshot();
        Files.writeString(rows, "2");
        stage.done(StepKind.SNAPSHOT);
        Files.writeString(rows, "half-way");
        back(stage);
        assertThat(rows).hasContent("2");
    }

    @Test
    void a_single_file_comes_back_and_sockets_and_what_is_read_only_are_no_data() throws Exception {
        Path rows = write("rows.db", "1");
        write("config.yml", "a: 1");
        Path socket = folder.resolve("app.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            Stage stage =
                    app(
                            LABELS,
                            bind("rows.db"),
                            bind("app.sock"),
                            "{type: bind, source: FOLDER/config.yml, target: /c, read_only: true}",
                            "{type: bind, source: /etc/localtime, target: /etc/localtime}");
            RollbackPoint point = stage.snapshot();
            assertThat(point.volumes()).isEmpty();
            assertThat(point.files())
                    .extracting(SavedFile::path)
                    .containsExactly(folder.resolve("compose.yaml"), rows);

            Files.writeString(rows, "half-way");
            Files.writeString(folder.resolve("config.yml"), "a: 2");
            assertThat(back(stage)).contains(rows.toString());
            assertThat(rows).hasContent("1");
            assertThat(folder.resolve("config.yml")).hasContent("a: 2");
        }
    }

    @Test
    void a_volume_that_somebody_has_removed_is_made_again_as_it_was() throws Exception {
        Stage stage = app(LABELS, Stage.volume("data"));
        Path rows = write("volumes/shop_data/_data/rows", "1");
        stage.snapshot();
        Optional<Volume> before = stage.engine.volume("shop_data");
        stage.engine.loseVolume("shop_data");
        Files.delete(rows);

        back(stage);

        assertThat(rows).hasContent("1");
        assertThat(before).isPresent();
        assertThat(stage.engine.volume("shop_data")).isEqualTo(before);
    }

    @Test
    void an_anonymous_volume_comes_back_too() throws Exception {
        Stage stage = app(LABELS, Stage.volume("0a1b2c3d4e5f"));
        Path rows = write("volumes/0a1b2c3d4e5f/_data/rows", "1");
        stage.snapshot();
        Files.writeString(rows, "half-way");
        back(stage);
        assertThat(rows).hasContent("1");
    }

    @Test
    void a_folder_that_no_label_speaks_of_is_refused_and_what_is_left_out_is_told()
            throws Exception {
        Path rows = write("data/rows", "1");
        String where = folder.resolve("data").toString();
        assertThat(app("labels: {lull.role: app}", bind("data")).failed(StepKind.PREPARE))
                .contains("shop/app lull.snapshot.bind", where);

        Stage stage = app("labels: {lull.role: app, lull.snapshot.bind: \"false\"}", bind("data"));
        assertThat(stage.snapshot().leftOut()).singleElement().asString().contains(where);
        Files.writeString(rows, "half-way");
        assertThat(back(stage)).contains("not in it, and left as they are: " + where);
        assertThat(stage.note("left-out").orElseThrow()).contains(where);
        assertThat(rows).hasContent("half-way");
    }

    @Test
    void what_lies_inside_another_folder_is_saved_once() throws Exception {
        write("data/sub/rows", "1");
        Stage stage = app(LABELS, bind("data"), bind("data/sub"));
        assertThat(stage.snapshot().volumes())
                .extracting(SavedVolume::name)
                .containsExactly(folder.resolve("data").toString());
    }

    @Test
    void what_another_stack_may_write_to_is_a_persons_decision() throws Exception {
        Path rows = write("data/rows", "1");
        Stage stage = app(LABELS, bind("data"));
        stage.stranger("media-x-1", "media", folder + ":/all", false);
        assertThat(stage.failed(StepKind.PREPARE))
                .contains("media-x-1", "lull.snapshot.shared: \"false\"");

        String labels =
                "labels: {lull.role: app, lull.snapshot.bind: \"true\", lull.snapshot.shared: ";
        Stage without = app(labels + "\"false\"}", bind("data"));
        without.stranger("media-x-1", "media", folder + ":/all", false);
        assertThat(without.snapshot().leftOut())
                .singleElement()
                .asString()
                .contains("shared with media-x-1");

        Stage with = app(labels + "\"true\"}", bind("data"));
        with.stranger("media-x-1", "media", folder + ":/all", false);
        assertThat(with.snapshot().volumes()).hasSize(1);
        assertThat(rows).hasContent("1");
    }

    @Test
    void the_way_back_asks_only_about_who_may_write() throws Exception {
        Path rows = write("data/rows", "1");
        Stage stage = app(LABELS, bind("data"));
        stage.stranger("reader", "", folder.resolve("data") + ":/data:ro", true);
        stage.snapshot();
        Files.writeString(rows, "half-way");
        back(stage);
        assertThat(rows).hasContent("1");
        assertThat(stage.runs("reader")).isTrue();
        assertThat(stage.runs("shop-app-1")).isFalse();

        stage.stranger("writer", "", folder + ":/all", true);
        Files.writeString(rows, "written since");
        assertThat(stage.failed(StepKind.RESTORE_VOLUMES)).contains("writer", "stop it");
        assertThat(rows).hasContent("written since");
    }

    @Test
    void a_helper_that_was_stopped_for_the_way_back_runs_and_restarts_as_before() throws Exception {
        write("volumes/shop_data/_data/rows", "1");
        Stage stage =
                new Stage(
                        folder,
                        Stage.file(
                                Stage.volume("data"), "labels: {lull.role: app}", HELPERS, TAIL));
        stage.snapshot();
        stage.engine.forgetMutations();
        back(stage);
        assertThat(stage.engine.mutations()).noneMatch(m -> m.contains("proxy"));
        assertThat(stage.runs("shop-shipper-1")).isFalse();

        stage.done(StepKind.RESTORE_CONTAINERS);
        assertThat(stage.runs("shop-shipper-1")).isTrue();
        assertThat(stage.engine.inspect("shop-shipper-1").orElseThrow().restartPolicy())
                .isEqualTo(new RestartPolicy("unless-stopped", 0));
    }

    private Stage db(String more) throws IOException {
        String db =
                """
                db:
                  image: other:1
                  restart: always
                  networks: {default: null}
                  volumes: [{type: volume, source: data, target: /data}]
                  labels: {lull.role: db}
                  %s
                """
                        .formatted(more)
                        .indent(2);
        return new Stage(folder, Stage.file("", "labels: {lull.role: app}", db, TAIL));
    }

    @Test
    void a_data_store_that_was_killed_for_the_copy_is_warned_of() throws Exception {
        Stage gentle = db("");
        gentle.snapshot();
        assertThat(gentle.runs("shop-db-1")).isFalse();
        assertThat(gentle.warned).noneMatch(w -> w.contains("was killed"));

        Stage killed = db("stop_signal: SIGKILL");
        killed.snapshot();
        assertThat(killed.warned).anyMatch(w -> w.contains("shop-db-1") && w.contains("killed"));
    }

    @Test
    void only_a_data_store_with_a_health_check_is_called_healthy() throws Exception {
        Stage stage = db("");
        stage.snapshot();
        assertThat(stage.done(StepKind.START_DATA))
                .isEqualTo("running, without a health check to ask: shop-db-1");
        assertThat(stage.runs("shop-db-1")).isTrue();
        stage.engine.health("shop-db-1", "healthy");
        assertThat(stage.done(StepKind.START_DATA)).isEqualTo("healthy: shop-db-1");
    }

    @Test
    void a_data_store_that_ends_at_once_does_not_count_as_started() throws Exception {
        Stage stage = db("");
        stage.snapshot();
        stage.engine.ends("shop-db-1", 1, "no such table space");
        assertThat(stage.failed(StepKind.START_DATA)).contains("shop-db-1 does not run");
    }
}
