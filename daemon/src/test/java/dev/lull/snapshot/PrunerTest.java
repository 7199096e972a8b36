package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.stack.Retention;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrunerTest {
    private static final StackName SHOP = new StackName("shop");
    private static final Instant NOW = Instant.parse("2026-11-21T07:55:00Z");
    private static final Retention ONE = new Retention(1, 0, 0, 0, 0);

    @TempDir private Path temp;
    private Path root;
    private Points points;
    private Pruner pruner;
    private final List<String> unpinned = new ArrayList<>();
    private final Set<PointId> inUse = new HashSet<>();

    @BeforeEach
    void write() throws InterruptedException {
        root = temp.resolve("points");
        points = new Points(root, InstantSource.fixed(NOW));
        pruner = new Pruner(points, unpinned::add, p -> inUse.contains(p.id()));
        for (int n = 1; n <= 3; n++) {
            write("shop", n);
        }
        write("other", 1);
    }

    private void write(String stack, int number) throws InterruptedException {
        points.write(
                new PointDraft(
                        new PointId(stack + "-" + number),
                        new StackName(stack),
                        Integer.toString(number),
                        "update",
                        "anna",
                        NOW.plus(Duration.ofDays(number)),
                        List.of(
                                new PinnedImage(
                                        new ServiceName("app"),
                                        "shop:1",
                                        "sha256:aa",
                                        List.of(),
                                        "lull-pin/" + stack + ":" + number)),
                        List.of(new ContainerSpec("app-1", stack + "-app-1", TestPoint.SECRET)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of("docker", "compose"),
                        "{}"),
                line -> {});
    }

    private List<String> ids() {
        return points.list().points().stream().map(p -> p.id().value()).sorted().toList();
    }

    private static List<String> ids(List<Surplus> surplus) {
        return surplus.stream().map(s -> s.point().id().value()).toList();
    }

    @Test
    void what_the_retention_gives_up_goes_with_its_images_and_other_stacks_stay()
            throws InterruptedException {
        assertThat(ids(pruner.surplus(SHOP, ONE))).containsExactly("shop-1", "shop-2");
        assertThat(ids()).hasSize(4);
        assertThat(ids(pruner.prune(SHOP, ONE))).containsExactly("shop-1", "shop-2");
        assertThat(ids()).containsExactly("other-1", "shop-3");
        assertThat(unpinned).containsExactly("lull-pin/shop:1", "lull-pin/shop:2");
        assertThat(pruner.prune(SHOP, ONE)).isEmpty();
    }

    @Test
    void what_a_window_needs_is_neither_pruned_nor_deleted() throws InterruptedException {
        inUse.add(new PointId("shop-1"));
        assertThat(ids(pruner.prune(SHOP, ONE))).containsExactly("shop-2");
        assertThatThrownBy(() -> pruner.delete(new PointId("shop-1")))
                .isInstanceOf(SnapshotException.Refused.class)
                .hasMessageContaining("shop-1 is still needed");
        assertThat(ids()).containsExactly("other-1", "shop-1", "shop-3");
        assertThat(unpinned).containsExactly("lull-pin/shop:2");
    }

    @Test
    void what_a_window_has_come_to_need_meanwhile_stays() throws InterruptedException {
        PointId second = new PointId("shop-2");
        pruner =
                new Pruner(
                        points,
                        tag -> {
                            unpinned.add(tag);
                            inUse.add(second);
                        },
                        p -> inUse.contains(p.id()));
        assertThat(ids(pruner.surplus(SHOP, ONE))).containsExactly("shop-1", "shop-2");
        assertThat(ids(pruner.prune(SHOP, ONE))).containsExactly("shop-1");
        assertThat(ids()).containsExactly("other-1", "shop-2", "shop-3");
    }

    @Test
    void what_can_not_be_read_counts_for_nothing_and_stays() throws Exception {
        Files.writeString(root.resolve("shop-3/manifest.json"), "{");
        assertThat(ids(pruner.prune(SHOP, ONE))).containsExactly("shop-1");
        assertThat(ids()).containsExactly("other-1", "shop-2");
        assertThat(root.resolve("shop-3")).exists();
    }

    @Test
    void what_was_found_damaged_is_not_the_last_good_one_until_it_is_found_good() throws Exception {
        PointId third = new PointId("shop-3");
        Path spec =
                root.resolve("shop-3")
                        .resolve(points.find(third).orElseThrow().specs().getFirst().file());
        String good = Files.readString(spec);
        Files.writeString(spec, "{}");
        assertThat(points.verify(third, line -> {}).good()).isFalse();
        assertThat(points.verify(third, line -> {}).good()).isFalse();

        assertThat(ids(pruner.surplus(SHOP, ONE))).containsExactly("shop-1");
        Points afterRestart = new Points(root, InstantSource.fixed(NOW));
        assertThat(afterRestart.isDamaged(third)).isTrue();
        assertThat(afterRestart.isDamaged(new PointId("shop-2"))).isFalse();

        Files.writeString(spec, good);
        assertThat(points.verify(third, line -> {}).good()).isTrue();
        assertThat(ids(pruner.surplus(SHOP, ONE))).containsExactly("shop-1", "shop-2");
    }

    @Test
    void a_crash_between_the_point_and_its_images_is_made_good_at_the_next_start()
            throws IOException {
        Files.move(root.resolve("shop-1"), root.resolve(".tmp-deleted-shop-1"));
        assertThat(ids()).doesNotContain("shop-1");

        pruner.sweep();
        assertThat(unpinned).containsExactly("lull-pin/shop:1");
        assertThat(root.resolve(".tmp-deleted-shop-1")).doesNotExist();
        pruner.sweep();
        assertThat(unpinned).hasSize(1);
    }

    @Test
    void the_images_of_a_point_that_was_taken_anew_stay() throws Exception {
        Files.move(root.resolve("shop-1"), root.resolve(".tmp-deleted-shop-1"));
        write("shop", 1);

        pruner.sweep();
        assertThat(unpinned).isEmpty();
        assertThat(ids()).contains("shop-1");
        assertThat(root.resolve(".tmp-deleted-shop-1")).doesNotExist();
    }
}
