package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.api.RollbackPoints;
import dev.lull.api.RollbackPointsContract;
import dev.lull.docker.FakeCompose;
import dev.lull.docker.FakeEngine;
import dev.lull.snapshot.PinnedImage;
import dev.lull.snapshot.PointDraft;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.Pruner;
import dev.lull.snapshot.VolumeChanges;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.ServiceName;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.stack.TestStack;
import dev.lull.step.DryRun;
import dev.lull.step.Rebuild;
import dev.lull.testbed.UnsharedTempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PointsOfStoreTest extends RollbackPointsContract {
    private static final Instant FIRST = Instant.parse("2026-11-21T07:55:00Z");

    /** Of the newest point, two days after the first. */
    private static final Duration AGE = Duration.ofDays(2);

    private final FakeEngine engine = new FakeEngine();

    @TempDir(factory = UnsharedTempDir.class)
    private Path temp;

    private Path volume;
    private RollbackPoints points;
    private final List<String> unpinned = new ArrayList<>();

    @BeforeEach
    void write() throws IOException, InterruptedException {
        engine.withImage("guestbook:1", 1)
                .volumesIn(temp.resolve("volumes"))
                .createVolume("{\"Name\":\"guestbook_db\",\"Driver\":\"local\"}");
        volume = Files.createDirectories(temp.resolve("volumes/guestbook_db/_data"));
        Files.writeString(volume.resolve("rows"), "1,2,3");
        write(1, FIRST);
        write(2, FIRST.plus(Duration.ofDays(1)));
        Points store = store(FIRST);
        points =
                new PointsOfStore(
                        store,
                        new Pruner(store, unpinned::add, p -> p.window().equals("2")),
                        stacks(),
                        new DryRun(engine, store, InstantSource.fixed(FIRST.plus(AGE))),
                        new Rebuild(engine, new FakeCompose(engine), store, s -> false));
    }

    /** One stack, which keeps one point. */
    private static Stacks stacks() {
        Stack guestbook =
                new TestStack("guestbook").setting("retention", Map.of("last", 1)).build();
        return new Stacks() {
            @Override
            public List<Stack> all() {
                return List.of(guestbook);
            }

            @Override
            public Optional<Stack> find(StackName name) {
                return Optional.of(guestbook).filter(s -> s.name().equals(name));
            }
        };
    }

    private Points store(Instant now) {
        return new Points(temp.resolve("points"), InstantSource.fixed(now));
    }

    private void write(int window, Instant at) throws InterruptedException {
        PointDraft draft =
                new PointDraft(
                        new PointId("guestbook-w" + window),
                        new StackName("guestbook"),
                        Integer.toString(window),
                        "to v2",
                        "anna",
                        at,
                        List.of(
                                new PinnedImage(
                                        new ServiceName("app"),
                                        "guestbook:1",
                                        engine.image("guestbook:1").orElseThrow().id(),
                                        List.of(),
                                        "lull-pin/guestbook:w" + window)),
                        List.of(),
                        List.of(),
                        List.of(
                                new VolumeSource(
                                        "guestbook_db",
                                        VolumeSource.Kind.VOLUME,
                                        volume,
                                        List.of("db"))),
                        List.of(),
                        List.of(),
                        List.of("docker", "compose", "-p", "guestbook"),
                        "{}");
        store(at).write(draft, line -> {});
    }

    @Override
    protected RollbackPoints points() {
        return points;
    }

    @Test
    void the_window_that_took_it_is_told() {
        assertThat(points.points())
                .extracting(p -> p.window().toString())
                .containsExactly("2", "1");
    }

    @Test
    void the_images_of_one_that_is_removed_are_let_go() throws InterruptedException {
        points.prune(Optional.empty(), true);
        assertThat(unpinned).isEmpty();
        points.prune(Optional.empty(), false);
        assertThat(unpinned).containsExactly("lull-pin/guestbook:w1");
    }

    @Test
    void one_that_can_not_be_read_is_removed_by_name_only()
            throws IOException, InterruptedException {
        Files.delete(temp.resolve("points/guestbook-w1/manifest.json"));
        assertThat(points.prune(Optional.empty(), false)).isEmpty();
        assertThat(points.unreadable()).hasSize(1);
        assertThat(points.delete("guestbook-w1")).isTrue();
        assertThat(points.unreadable()).isEmpty();
        assertThat(temp.resolve("points/guestbook-w1")).doesNotExist();
    }

    @Test
    void a_flipped_byte_is_found_and_its_file_is_named() throws IOException, InterruptedException {
        Path archive = temp.resolve("points/guestbook-w1/volumes/guestbook_db.tar.zst");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[bytes.length / 2] ^= 1;
        Files.write(archive, bytes);
        assertThat(points.points()).allMatch(RollbackPoints.Point::verified);

        assertThat(points.verify("guestbook-w1", line -> {}))
                .hasValueSatisfying(v -> {
                    assertThat(v.good()).isFalse();
                    assertThat(v.problems())
                            .singleElement()
                            .asString()
                            .contains("volumes/guestbook_db.tar.zst");
                });
        assertThat(points.points())
                .filteredOn(p -> !p.verified())
                .extracting(RollbackPoints.Point::id)
                .containsExactly("guestbook-w1");
    }

    @Test
    void a_preview_tells_what_differs_and_changes_nothing() throws Exception {
        Files.writeString(volume.resolve("rows"), "1,2,3,4");
        Files.writeString(volume.resolve("since"), "new");
        engine.forgetMutations();

        assertThat(points.preview("guestbook-w2", line -> {}))
                .hasValueSatisfying(p -> {
                    assertThat(p.age()).isEqualTo(Duration.ofDays(1));
                    assertThat(p.obstacles()).isEmpty();
                    VolumeChanges changes = p.volumes().getFirst().changes();
                    assertThat(changes.overwritten().first()).containsExactly("rows");
                    assertThat(changes.removed().first()).containsExactly("since");
                });
        assertThat(volume.resolve("rows")).hasContent("1,2,3,4");
        assertThat(engine.mutations()).isEmpty();
    }

    @Test
    void a_manifest_of_a_later_lull_is_told_as_unreadable()
            throws IOException, InterruptedException {
        Path manifest = temp.resolve("points/guestbook-w1/manifest.json");
        String text = Files.readString(manifest);
        assertThat(text).contains("\"format\" : 1");
        Files.writeString(manifest, text.replace("\"format\" : 1", "\"format\" : 99"));

        assertThat(points.points())
                .extracting(RollbackPoints.Point::id)
                .containsExactly("guestbook-w2");
        assertThat(points.point("guestbook-w1")).isEmpty();
        assertThat(points.unreadable())
                .singleElement()
                .satisfies(u -> {
                    assertThat(u.name()).isEqualTo("guestbook-w1");
                    assertThat(u.why()).contains("99");
                });
        assertThat(points.verify("guestbook-w1", line -> {}))
                .hasValueSatisfying(v -> assertThat(v.good()).isFalse());
    }
}
