package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store does, each on file systems that have it chosen. */
@ParameterizedClass
@EnumSource
class StoresTest extends OnGround {
    private static final String NAME = "guestbook_db-data";

    StoresTest(Ground.Kind kind) {
        super(kind);
    }

    private RollbackPoint written() throws InterruptedException {
        return points.write(
                TestPoint.draft(ID, NOW, compose, TestPoint.volume(NAME, data)), OnGround::silent);
    }

    private void restore(RollbackPoint point) throws InterruptedException {
        points.restoreVolume(point, NAME, data, OnGround::silent);
    }

    @Test
    void a_nasty_tree_comes_back_byte_for_byte_and_attribute_for_attribute() throws Exception {
        NastyTree.make(data);
        String before = NastyTree.seen(data);

        RollbackPoint point = written();
        assertThat(NastyTree.seen(data)).as("taking a point changes nothing").isEqualTo(before);
        assertThat(data.resolve("deep/socket")).exists();
        assertThat(points.verify(ID, OnGround::silent).problems()).isEmpty();
        NastyTree.spoil(data);
        assertThat(NastyTree.seen(data)).isNotEqualTo(before);
        restore(point);

        assertThat(NastyTree.seen(data)).isEqualTo(before);
        assertThat(data.resolve("added")).doesNotExist();
        assertThat(data.resolve("deep/socket")).doesNotExist();
        SavedVolume saved = point.volumes().getFirst();
        assertThat(saved.store()).isEqualTo(kind.store());
        assertThat(saved.leftOut()).containsExactly("deep/socket");
        assertThat(saved.entries()).isEqualTo(saved.shape().entries()).isGreaterThan(35);

        restore(point);
        assertThat(NastyTree.seen(data)).as("restored twice").isEqualTo(before);
        assertThat(points.verify(ID, OnGround::silent).problems()).isEmpty();
    }

    @Test
    void holes_stay_holes() throws Exception {
        Host.bash(data, "truncate -s 256M hole; printf end >> hole");
        RollbackPoint point = written();
        restore(point);
        assertThat(Files.size(data.resolve("hole"))).isEqualTo((256L << 20) + 3);
        assertThat(Tree.of(data).shape().allocated()).isLessThan(1 << 20);
        assertThat(point.volumes().getFirst().bytes()).isLessThan(10_000);
    }

    @Test
    void an_empty_volume_is_kept_and_comes_back_empty() throws Exception {
        RollbackPoint point = written();
        Files.writeString(data.resolve("added"), "since");
        restore(point);
        assertThat(data).isEmptyDirectory();
        assertThat(point.volumes().getFirst().store()).isEqualTo(kind.store());
    }

    @Test
    void a_volume_with_nothing_small_enough_to_be_hashed_is_as_good_by_hand_too() throws Exception {
        Host.bash(data, "truncate -s 65M large");
        RollbackPoint point = written();
        assertThat(points.verify(ID, OnGround::silent).problems()).isEmpty();
        Host.bash(data, "truncate -s 1M large; touch added");
        byHand(folder(), point);
        assertThat(Tree.of(data).shape().digest())
                .isEqualTo(point.volumes().getFirst().shape().digest());
    }

    @Test
    void what_is_written_to_the_volume_later_does_not_reach_the_point() throws Exception {
        Path rows = Files.writeString(data.resolve("rows"), "old");
        RollbackPoint point = written();
        Files.writeString(rows, "new");
        assertThat(points.verify(ID, OnGround::silent).problems()).isEmpty();
        restore(point);
        assertThat(rows).hasContent("old");
        Files.writeString(rows, "newer");
        assertThat(points.verify(ID, OnGround::silent).problems()).isEmpty();
    }

    @Test
    void a_person_restores_by_hand_with_the_commands_in_the_manifest() throws Exception {
        NastyTree.make(data);
        String before = NastyTree.seen(data);
        RollbackPoint point =
                points.write(
                        TestPoint.draft(
                                ID,
                                NOW,
                                compose,
                                new VolumeSource(
                                        data.toString(),
                                        VolumeSource.Kind.BIND,
                                        data,
                                        List.of("app"))),
                        OnGround::silent);
        NastyTree.spoil(data);
        Host.bash(data, "setfacl -b . 2>/dev/null || true; setfattr -x user.added . || true");
        Files.delete(compose);

        byHand(folder(), point);

        assertThat(NastyTree.seen(data)).isEqualTo(before);
        assertThat(compose).hasContent("services: {}\n");
    }

    private void byHand(Path folder, RollbackPoint point) throws Exception {
        Path docker = Files.writeString(temp.resolve("docker"), "#!/bin/sh\necho " + data + "\n");
        docker.toFile().setExecutable(true, true);
        Host.bash(
                folder,
                "export PATH=" + temp + ":$PATH\n" + String.join("\n", point.restoreByHand()));
    }

    @Test
    void a_point_that_was_moved_to_another_disk_is_as_good() throws Exception {
        NastyTree.make(data);
        String before = NastyTree.seen(data);
        RollbackPoint point = written();
        try (Ground other = new Ground(Ground.Kind.EXT4)) {
            Path elsewhere = Files.createDirectory(other.fresh().resolve("points"));
            Host.bash(root, "cp --archive * " + elsewhere);
            points.delete(ID);
            Points there = points(elsewhere);
            assertThat(there.verify(ID, OnGround::silent).problems()).isEmpty();

            NastyTree.spoil(data);
            there.restoreVolume(point, NAME, data, OnGround::silent);
            assertThat(NastyTree.seen(data)).isEqualTo(before);
            Files.writeString(data.resolve("added"), "since");
            byHand(elsewhere.resolve(ID.value()), point);
            assertThat(NastyTree.seen(data)).as("by hand").isEqualTo(before);
        }
    }

    @Test
    void a_point_that_is_there_counts_only_if_it_still_is_what_is_in_the_volume() throws Exception {
        Files.writeString(data.resolve("rows"), "1,2,3");
        RollbackPoint first = written();
        assertThat(written()).isEqualTo(first);

        Files.writeString(data.resolve("rows"), "1,2,4");
        List<String> said = new ArrayList<>();
        RollbackPoint second =
                points.write(
                        TestPoint.draft(ID, NOW, compose, TestPoint.volume(NAME, data)), said::add);
        assertThat(said).anyMatch(l -> l.contains("taken anew") && l.contains("rows"));
        Files.writeString(data.resolve("rows"), "spoilt");
        restore(second);
        assertThat(data.resolve("rows")).hasContent("1,2,4");
    }

    @Test
    void whoever_waits_is_told_the_names_that_were_gone_through() throws Exception {
        NastyTree.make(data);
        RollbackPoint point = written();
        SavedVolume saved = point.volumes().getFirst();
        Store store = points.stores().of(saved);
        List<Long> looks = new ArrayList<>();
        Gauge gauge = new Gauge(_ -> {}, () -> look(looks));

        assertThat(store.differences(root.resolve(ID.value()), saved, data, gauge)).isEmpty();
        assertThat(looks.getLast()).as("with the socket").isEqualTo(saved.entries() + 1);

        looks.clear();
        Path into = Files.createDirectory(temp.resolve("into"));
        store.extract(root.resolve(ID.value()), saved, into, gauge);
        boolean copied = kind.shares();
        assertThat(looks)
                .as("but for the folder itself, which was there")
                .isEqualTo(copied ? List.of(saved.entries() - 1) : List.of());
    }

    private static LongConsumer look(List<Long> looks) {
        int index = looks.size();
        looks.add(0L);
        return names -> looks.set(index, names);
    }

    @Test
    void volumes_with_alike_names_keep_apart() throws Exception {
        List<String> names = List.of("/srv/a b", "/srv/a_b", "srv_a_b.sums", "srv_a_b.tree");
        List<VolumeSource> volumes = new ArrayList<>();
        for (String name : names) {
            Path folder = Files.createDirectory(temp.resolve("v" + volumes.size()));
            Files.writeString(folder.resolve("which"), name);
            volumes.add(TestPoint.volume(name, folder));
        }
        RollbackPoint point =
                points.write(
                        TestPoint.draft(ID, NOW, compose, volumes.toArray(VolumeSource[]::new)),
                        OnGround::silent);
        assertThat(points.verify(ID, OnGround::silent).problems()).isEmpty();
        for (String name : names) {
            points.restoreVolume(point, name, data, OnGround::silent);
            assertThat(data.resolve("which")).hasContent(name);
        }
    }

    @Test
    void points_and_halves_of_points_are_removed_whole() throws Exception {
        NastyTree.make(data);
        Host.bash(data, "mkdir locked; touch locked/in; chmod 0500 locked");
        written();
        Files.move(root.resolve(ID.value()), root.resolve(".tmp-" + ID));
        assertThat(points.sweep(_ -> {})).containsExactly(".tmp-" + ID);
        written();
        points.delete(ID);
        assertThat(root).isEmptyDirectory();
    }
}
