package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.testbed.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The real restic, with a repository in a folder. */
@Execution(ExecutionMode.CONCURRENT)
class ResticTest extends OffsiteContract {
    private ResticRepositoryFolder repository;

    @Override
    @BeforeEach
    void begin() throws Exception {
        repository = new ResticRepositoryFolder(temp);
        super.begin();
    }

    @Override
    Offsite offsite(Points made) {
        return repository.offsite(made);
    }

    @Override
    void breakIt() throws IOException {
        Files.move(repository.folder, temp.resolve("gone"));
    }

    private String failure(Offsite of) {
        List<String> messages = new ArrayList<>();
        assertThatThrownBy(() -> of.copy(ID, OffsiteContract::silent))
                .isInstanceOf(SnapshotException.Failed.class)
                .satisfies(e -> messages.add(e.getMessage()));
        return messages.getFirst();
    }

    @Test
    void a_copy_is_told_by_its_tags_and_comes_back_as_a_point_that_is_taken_over()
            throws Exception {
        RollbackPoint point = point(ID, "1,2,3");

        Offsite.Copy copy = offsite.copy(ID, OffsiteContract::silent);

        assertThat(copy.name()).matches("restic snapshot [0-9a-f]{8}");
        String id = copy.name().substring("restic snapshot ".length());
        assertThat(repository.restic("snapshots --tag lull,lull-stack=guestbook,lull-point=" + ID))
                .contains(id);
        assertThat(repository.isWhole()).isTrue();
        repository.restic("restore " + id + " --target " + temp.resolve("back"));
        Points others = new Points(temp.resolve("others"), InstantSource.fixed(NOW));
        RollbackPoint adopted =
                others.adopt(temp.resolve("back").resolve(ID.value()), OffsiteContract::silent);
        assertThat(adopted).isEqualTo(point);
        Path into = Files.createDirectory(temp.resolve("into"));
        others.restoreVolume(adopted, "guestbook_db-data", into, OffsiteContract::silent);
        assertThat(into.resolve("rows")).hasContent("1,2,3");
    }

    @Test
    void a_nasty_tree_that_is_kept_as_a_reflink_comes_back_by_way_of_restic() throws Exception {
        try (Ground ground = new Ground(Ground.Kind.XFS)) {
            Path data = Files.createDirectory(ground.fresh().resolve("data"));
            NastyTree.make(data);
            // What restic does not keep, or not each one.
            Host.bash(data, "setfattr -h -x trusted.lull relative");
            Host.bash(data, "ln -s --force nowhere deep/dangling-too");
            points = new Points(data.resolveSibling("points"), InstantSource.fixed(NOW));
            Path compose = Files.writeString(temp.resolve("compose.yaml"), "services: {}\n");
            points.write(
                    TestPoint.draft(ID, NOW, compose, TestPoint.volume("data", data)),
                    OffsiteContract::silent);

            Offsite.Copy copy = repository.offsite(points).copy(ID, OffsiteContract::silent);

            String id = copy.name().substring("restic snapshot ".length());
            Path back = data.resolveSibling("back");
            repository.restic("restore " + id + " --target " + back);
            Points others = new Points(data.resolveSibling("others"), InstantSource.fixed(NOW));
            RollbackPoint adopted = others.adopt(back.resolve(ID.value()), OffsiteContract::silent);
            Path into = Files.createDirectory(data.resolveSibling("into"));
            others.restoreVolume(adopted, "data", into, OffsiteContract::silent);
            assertThat(NastyTree.seen(into)).isEqualTo(NastyTree.seen(data));
        }
    }

    @Test
    void what_an_old_restic_would_lose_is_not_taken_for_a_copy() throws Exception {
        try (Ground ground = new Ground(Ground.Kind.XFS)) {
            Path data = Files.createDirectory(ground.fresh().resolve("data"));
            Host.bash(data, "ln -s nowhere link; setfattr -h -n trusted.lull -v x link");
            points = new Points(data.resolveSibling("points"), InstantSource.fixed(NOW));
            Path compose = Files.writeString(temp.resolve("compose.yaml"), "services: {}\n");
            points.write(
                    TestPoint.draft(ID, NOW, compose, TestPoint.volume("data", data)),
                    OffsiteContract::silent);
            Path old =
                    repository.script(
                            "old",
                            "[ \"$3\" != version ] || { echo restic 0.14.0; exit; }\n"
                                    + "exec restic \"$@\"");

            assertThat(failure(repository.offsite(points, repository.access(), old.toString())))
                    .contains(
                            "/link has extended attributes, which restic 0.14 does not keep",
                            "Install restic 0.18 or newer");
            assertThat(repository.snapshots()).isZero();
        }
    }

    @Test
    void one_that_was_cut_off_leaves_no_lock_and_is_done_again() throws Exception {
        byte[] noise = new byte[8 << 20];
        new Random(7).nextBytes(noise);
        Path data = Files.createDirectories(temp.resolve("data"));
        Files.write(data.resolve("noise"), noise);
        point(ID, "1,2,3");
        Path slow = repository.script("slow", "exec restic --limit-upload 256 \"$@\"");
        Offsite slowly = repository.offsite(points, repository.access(), slow.toString());
        Thread copying = Thread.ofPlatform().start(() -> isInterrupted(slowly));
        Wait.until("restic is at work", repository::isWrittenTo);
        assertThat(repository.locks()).isPositive();
        copying.interrupt();
        copying.join();

        assertThat(repository.locks()).isZero();
        assertThat(repository.snapshots()).isZero();
        assertThat(offsite.copy(ID, OffsiteContract::silent).added()).isPresent();
        assertThat(repository.snapshots()).isEqualTo(1);
    }

    private static void isInterrupted(Offsite slowly) {
        assertThatThrownBy(() -> slowly.copy(ID, OffsiteContract::silent))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void a_snapshot_that_lacks_something_does_not_count() throws Exception {
        point(ID, "1,2,3");
        Path sums = points.folder(ID).resolve("SHA256SUMS");
        Path aside = Files.move(sums, temp.resolve("aside"));
        repository.restic(points.root(), "backup --tag lull-point=" + ID + " " + ID);
        Files.move(aside, sums);

        assertThat(offsite.copy(ID, OffsiteContract::silent).added()).isPresent();
        assertThat(repository.snapshots()).isEqualTo(2);
    }

    @Test
    void a_snapshot_of_another_point_by_that_name_does_not_count() throws Exception {
        point(ID, "1,2,3");
        offsite.copy(ID, OffsiteContract::silent);
        Path sums = points.folder(ID).resolve("SHA256SUMS");
        String text = Files.readString(sums);
        Files.writeString(sums, (text.startsWith("0") ? "1" : "0") + text.substring(1));

        assertThat(offsite.copy(ID, OffsiteContract::silent).added()).isPresent();
    }

    @Test
    void a_wrong_password_is_told_and_not_shown() throws Exception {
        point(ID, "1,2,3");
        Path wrong = repository.secret("wrong", "hunter2hunter2");
        Restic locked =
                repository.offsite(
                        points,
                        new ResticAccess(repository.folder.toString(), wrong, Optional.empty()));

        assertThat(failure(locked))
                .contains(
                        "the password does not fit the repository",
                        "offsite.restic.password_file",
                        "rollback point " + ID + " is here as before",
                        "copy it by hand: cd " + points.root() + " && restic -r")
                .doesNotContain("hunter2");
        assertThat(locked.obstacles())
                .singleElement()
                .satisfies(o -> assertThat(o.what()).contains("the password does not fit"));
    }

    @Test
    void a_repository_that_somebody_else_has_for_himself_is_told() throws Exception {
        point(ID, "1,2,3");
        repository.exclusivelyLocked(() ->
                assertThat(failure(offsite))
                        .contains("the repository is locked", "'restic unlock'"));
        assertThat(repository.snapshots()).isZero();
    }

    @Test
    void a_host_without_restic_is_told() throws Exception {
        point(ID, "1,2,3");
        Restic none =
                repository.offsite(points, repository.access(), "no-restic-" + System.nanoTime());

        assertThat(failure(none)).contains("no such command on this host", "apt install restic");
        assertThat(none.obstacles())
                .singleElement()
                .satisfies(o -> assertThat(o.fix()).contains("apt install restic"));
    }

    @Test
    void an_old_restic_is_told() throws Exception {
        Path old = repository.script("old", "echo 'restic 0.12.1 compiled with go1.18'");
        assertThat(repository.offsite(points, repository.access(), old.toString()).obstacles())
                .singleElement()
                .satisfies(o -> assertThat(o.what()).contains("restic 0.12 is older than"));
    }

    @Test
    void files_that_can_not_be_read_or_that_all_can_read_are_told() throws Exception {
        Path file = repository.secret("env", "# keys\nAWS_ACCESS_KEY_ID=abcd\nhunter2\n");
        ResticAccess access =
                new ResticAccess(
                        repository.folder.toString(), repository.passwordFile, Optional.of(file));
        assertThat(repository.offsite(points, access).obstacles())
                .singleElement()
                .satisfies(
                        o -> assertThat(o.what()).isEqualTo(file + ", line 3, is not NAME=VALUE"));
        Files.delete(file);
        assertThat(repository.offsite(points, access).obstacles())
                .singleElement()
                .satisfies(o -> assertThat(o.what()).contains(file + " is not there"));
        Host.bash(temp, "chmod 644 " + repository.passwordFile);
        assertThat(offsite.obstacles())
                .singleElement()
                .satisfies(o ->
                        assertThat(o.what())
                                .isEqualTo(
                                        "every user of this host can read "
                                                + repository.passwordFile));
    }

    @Test
    void what_the_environment_file_says_reaches_restic_and_no_message() throws Exception {
        point(ID, "1,2,3");
        Path program = repository.script("shy", "echo \"Fatal: no access for $TOKEN\" >&2\nexit 1");
        Path file = repository.secret("env", "TOKEN=\"hunter2 hunter2\"\n");
        Restic shy =
                repository.offsite(
                        points,
                        new ResticAccess(
                                "s3:host/bucket", repository.passwordFile, Optional.of(file)),
                        program.toString());

        assertThat(failure(shy))
                .contains("s3:host/bucket: it failed (Fatal: no access for ***)")
                .contains("with the variables of " + file)
                .doesNotContain("hunter2");
    }
}
