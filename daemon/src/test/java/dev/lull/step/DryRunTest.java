package dev.lull.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.StepKind;
import dev.lull.snapshot.RestorePreview;
import dev.lull.snapshot.RestorePreview.ChangedFile;
import dev.lull.snapshot.RestorePreview.Container;
import dev.lull.snapshot.RestorePreview.Fate;
import dev.lull.snapshot.RestorePreview.Image;
import dev.lull.snapshot.RollbackPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
    private static final String SHOP =
            Stage.file(
                    "{type: volume, source: data, target: /data}",
                    "labels: {lull.role: app, lull.check.timeout: 300ms}",
                    "",
                    """
                    networks:
                      default: {name: shop_default}
                    volumes:
                      data: {name: shop_data}
                    """);

    @TempDir private Path folder;
    private Stage stage;
    private Path rows;
    private RollbackPoint point;

    @BeforeEach
    void snapshot() throws IOException, InterruptedException {
        stage = new Stage(folder, SHOP);
        rows = Files.writeString(folder.resolve("volumes/shop_data/_data/rows"), "1");
        stage.done(StepKind.PREPARE);
        stage.done(StepKind.SNAPSHOT);
        point = stage.points.list().points().getFirst();
        stage.engine.forgetMutations();
    }

    private RestorePreview preview() throws InterruptedException {
        return new DryRun(
                        stage.engine,
                        stage.points,
                        () -> point.created().plus(Duration.ofMinutes(192)))
                .of(point, line -> {});
    }

    /** An update, as a person would do it. */
    private void update() throws IOException {
        Path file = folder.resolve("compose.yaml");
        Files.writeString(file, Files.readString(file).replace("shop:1", "other:1"));
        stage.compose.up(stage.project);
        stage.engine.forgetMutations();
    }

    private Image image(String reference) {
        return new Image(reference, stage.engine.image(reference).orElseThrow().id());
    }

    private Container madeAgain(Optional<Image> insteadOf) {
        return new Container(
                "shop-app-1", Fate.MADE_AGAIN, Optional.of(image("shop:1")), insteadOf);
    }

    @Test
    void a_stack_that_is_as_it_was_would_only_lose_time() throws Exception {
        RestorePreview preview = preview();
        assertThat(preview.age()).hasHours(3).hasMinutes(192);
        assertThat(preview.obstacles()).isEmpty();
        assertThat(preview.volumes()).singleElement().matches(v -> v.changes().none());
        assertThat(preview.files()).isEmpty();
        Optional<Image> image = Optional.of(image("shop:1"));
        assertThat(preview.containers())
                .containsExactly(new Container("shop-app-1", Fate.KEPT, image, image));
    }

    @Test
    void data_files_and_containers_that_differ_are_told_and_nothing_is_touched() throws Exception {
        Files.writeString(rows, "1,2");
        Files.writeString(rows.resolveSibling("since"), "new");
        update();

        RestorePreview preview = preview();

        assertThat(preview.obstacles()).isEmpty();
        assertThat(preview.volumes())
                .singleElement()
                .satisfies(v -> {
                    assertThat(v.name()).isEqualTo("shop_data");
                    assertThat(v.changes().overwritten().first()).containsExactly("rows");
                    assertThat(v.changes().removed().first()).containsExactly("since");
                });
        assertThat(preview.files())
                .containsExactly(new ChangedFile(folder.resolve("compose.yaml"), true));
        assertThat(preview.containers()).containsExactly(madeAgain(Optional.of(image("other:1"))));
        assertThat(rows).hasContent("1,2");
        assertThat(stage.engine.mutations()).isEmpty();
    }

    @Test
    void what_is_gone_would_come_back() throws Exception {
        Files.delete(folder.resolve("compose.yaml"));
        stage.engine.stop("shop-app-1");
        stage.engine.remove("shop-app-1");

        RestorePreview preview = preview();

        assertThat(preview.files())
                .containsExactly(new ChangedFile(folder.resolve("compose.yaml"), false));
        assertThat(preview.containers()).containsExactly(madeAgain(Optional.empty()));
        assertThat(preview.notes()).noneMatch(n -> n.contains("runs and may write"));
    }

    @Test
    void so_would_what_docker_was_cut_off_in_removing() throws Exception {
        stage.engine.becomes("shop-app-1", "dead");
        assertThat(preview().containers()).containsExactly(madeAgain(Optional.empty()));
    }

    @Test
    void a_point_that_is_newer_than_the_clock_loses_no_time() throws Exception {
        DryRun run =
                new DryRun(
                        stage.engine,
                        stage.points,
                        () -> point.created().minus(Duration.ofHours(5)));
        assertThat(run.of(point, line -> {}).age()).isZero();
    }

    @Test
    void what_nobody_can_know_is_said() throws Exception {
        assertThat(preview().notes())
                .anyMatch(n -> n.contains("contents were not read") && n.contains("rows"))
                .anyMatch(n -> n.startsWith("shop-app-1 runs and may write to shop_data:"));
    }

    @Test
    void a_container_that_came_since_would_be_removed() throws Exception {
        stage.stranger("shop-extra-1", "shop", "/srv/x:/x", false);
        assertThat(preview().containers())
                .contains(
                        new Container(
                                "shop-extra-1",
                                Fate.REMOVED,
                                Optional.empty(),
                                Optional.of(image("other:1"))));
    }

    @Test
    void a_damaged_point_is_compared_with_nothing() throws Exception {
        Path archive = stage.points.root().resolve(point.id().value());
        archive = archive.resolve(point.volumes().getFirst().file());
        Files.write(archive, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        RestorePreview preview = preview();
        assertThat(preview.obstacles()).singleElement().asString().contains("too long");
        assertThat(preview.volumes()).isEmpty();
        assertThat(preview.containers()).isEmpty();
    }

    @Test
    void what_a_restore_would_be_refused_for_is_told_at_once() throws Exception {
        stage.stranger("backup", "", folder.resolve("volumes/shop_data/_data") + ":/from", true);
        stage.engine.untag("shop:1");
        stage.engine.untag(point.images().getFirst().pin());
        assertThat(preview().obstacles())
                .anyMatch(o -> o.contains("the image of app"))
                .anyMatch(o -> o.startsWith("backup may write to shop_data and is not of this"));
        stage.engine.loseVolume("shop_data");
        RestorePreview preview = preview();
        assertThat(preview.volumes()).isEmpty();
        assertThat(preview.obstacles())
                .filteredOn(o -> o.contains("shop_data"))
                .singleElement()
                .asString()
                .contains("docker volume create shop_data");
        assertThat(List.copyOf(stage.engine.mutations())).doesNotContain("createVolume");
    }
}
