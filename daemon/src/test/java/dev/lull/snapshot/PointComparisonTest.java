package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import dev.lull.testbed.UnsharedTempDir;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A point that is there already when it is to be written, and folders that changed since. */
class PointComparisonTest {
    private static final Instant NOW = Instant.parse("2026-03-01T02:00:00Z");
    private static final PointId ID = new PointId("guestbook-w12");

    @TempDir(factory = UnsharedTempDir.class)
    private Path temp;

    private Path data;
    private Path compose;
    private List<Definition> definitions = List.of();
    private Path root;
    private Points points;

    @BeforeEach
    void open() throws IOException {
        root = temp.resolve("points");
        data = Files.createDirectory(temp.resolve("data"));
        compose = Files.writeString(temp.resolve("compose.yaml"), "services: {}\n");
        points = new Points(root, InstantSource.fixed(NOW));
    }

    private static void silent(String line) {}

    private PointDraft draft() {
        return draft("guestbook", "{\"quiet\":true}", data("data", VolumeSource.Kind.VOLUME, data));
    }

    private PointDraft draft(String stack, String certificate, VolumeSource volume) {
        return new PointDraft(
                ID,
                new StackName(stack),
                "12",
                "update",
                "anna",
                NOW,
                List.of(
                        new PinnedImage(
                                new ServiceName("app"), "app:1", "sha256:aa", List.of(), "pin:1")),
                List.of(new ContainerSpec("app-1", "guestbook-app-1", "{}")),
                definitions,
                List.of(volume),
                List.of("/srv/media (lull.snapshot.bind: false on app)"),
                List.of(compose),
                List.of("docker", "compose", "-p", stack),
                certificate);
    }

    private static VolumeSource data(String name, VolumeSource.Kind kind, Path folder) {
        return new VolumeSource(name, kind, folder, List.of("db"));
    }

    private RollbackPoint written() throws InterruptedException {
        return points.write(draft(), PointComparisonTest::silent);
    }

    private List<Path> inRoot() throws IOException {
        try (var files = Files.list(root)) {
            return files.map(Path::getFileName).toList();
        }
    }

    @Test
    void a_point_that_still_is_what_is_there_now_is_taken_for_the_new_one() throws Exception {
        Files.writeString(data.resolve("rows"), "1,2,3");
        RollbackPoint first = written();
        assertThat(written()).isEqualTo(first);
        assertThat(inRoot()).containsExactly(Path.of(ID.value()));
    }

    @Test
    void a_point_is_taken_anew_when_the_volume_has_changed_since() throws Exception {
        Files.writeString(data.resolve("rows"), "1,2,3");
        written();
        Files.writeString(data.resolve("rows"), "1,2,4");
        List<String> said = new ArrayList<>();
        RollbackPoint second = points.write(draft(), said::add);
        assertThat(said).anyMatch(l -> l.contains("taken anew") && l.contains("rows"));
        assertThat(points.verify(ID, PointComparisonTest::silent).good()).isTrue();
        assertThat(inRoot()).containsExactly(Path.of(ID.value()));

        Files.writeString(data.resolve("rows"), "spoilt");
        points.restoreVolume(second, "data", data, PointComparisonTest::silent);
        assertThat(data.resolve("rows")).hasContent("1,2,4");
    }

    @Test
    void a_point_is_taken_anew_when_files_were_added_since() throws Exception {
        RollbackPoint first = written();
        Files.writeString(data.resolve("added"), "");
        RollbackPoint second = written();
        assertThat(second.volumes().getFirst().entries())
                .isEqualTo(first.volumes().getFirst().entries() + 1);
    }

    @Test
    void a_point_is_taken_anew_when_compose_file_or_certificate_are_newer() throws Exception {
        written();
        Files.writeString(compose, "services: {new: {}}\n");
        RollbackPoint second = written();
        points.restoreFile(second, compose);
        assertThat(compose).hasContent("services: {new: {}}\n");

        PointDraft newer =
                draft(
                        "guestbook",
                        "{\"quiet\": \"again\"}",
                        data("data", VolumeSource.Kind.VOLUME, data));
        assertThat(points.write(newer, PointComparisonTest::silent).certificate())
                .contains("again");
    }

    @Test
    void a_point_is_taken_anew_when_a_network_is_made_otherwise_by_now() throws Exception {
        definitions = List.of(network("{\"Internal\":false}"));
        written();
        definitions = List.of(network("{\"Internal\":true}"));
        RollbackPoint second = written();
        assertThat(points.definitions(second)).isEqualTo(definitions);
    }

    private static Definition network(String json) {
        return new Definition(Definition.Kind.NETWORK, "guestbook_default", json);
    }

    @Test
    void a_damaged_point_is_taken_anew() throws Exception {
        Files.writeString(data.resolve("rows"), "1,2,3");
        written();
        Path archive = root.resolve(ID.value()).resolve("volumes/data.tar.zst");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[20] ^= 1;
        Files.write(archive, bytes);
        written();
        assertThat(points.verify(ID, PointComparisonTest::silent).good()).isTrue();
        Files.delete(root.resolve(ID.value()).resolve(Points.MANIFEST));
        written();
        assertThat(points.verify(ID, PointComparisonTest::silent).good()).isTrue();
    }

    @Test
    void the_point_of_another_stack_is_neither_taken_nor_removed() throws Exception {
        written();
        PointDraft other = draft("other", "{}", data("data", VolumeSource.Kind.VOLUME, data));
        assertThatThrownBy(() -> points.write(other, PointComparisonTest::silent))
                .isInstanceOf(SnapshotException.Refused.class)
                .hasMessageContaining("guestbook");
        assertThat(points.verify(ID, PointComparisonTest::silent).good()).isTrue();
    }

    @Test
    void a_folder_that_was_swapped_for_a_link_elsewhere_is_not_restored_into() throws Exception {
        Path bind = Files.createDirectory(temp.resolve("bind"));
        Path precious = Files.createDirectory(temp.resolve("precious"));
        Files.writeString(precious.resolve("rows"), "!");
        VolumeSource source = data(bind.toString(), VolumeSource.Kind.BIND, bind);
        RollbackPoint point =
                points.write(draft("guestbook", "{}", source), PointComparisonTest::silent);
        Files.delete(bind);
        Files.createSymbolicLink(bind, precious);

        assertThatThrownBy(() ->
                        points.restoreVolume(
                                point, bind.toString(), bind, PointComparisonTest::silent))
                .isInstanceOf(SnapshotException.Refused.class)
                .hasMessageContaining("leads to " + precious);
        assertThat(precious.resolve("rows")).exists();
    }

    @Test
    void a_folder_in_use_is_measured() throws Exception {
        Files.writeString(data.resolve("rows"), "1,2,3");
        Files.createLink(data.resolve("same rows"), data.resolve("rows"));
        Files.writeString(Files.createDirectory(data.resolve("more")).resolve("rows"), "1,2");
        assertThat(points.estimate("it", data, _ -> {}).contentBytes()).isEqualTo(8);
    }
}
