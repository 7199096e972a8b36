package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.stack.ServiceName;
import dev.lull.testbed.UnsharedTempDir;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps of data stores, on their way into a rollback point and back. */
class DumpsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:55:00Z");
    private static final PointId ID = new PointId("guestbook-20261121-075500-w12");
    private static final String FILE = "dumps/db.dump.zst";

    @TempDir(factory = UnsharedTempDir.class)
    private Path temp;

    private Points points;
    private Path folder;
    private Path compose;
    private Store store;

    /** A data store whose commands do as a test says. */
    private static final class Store implements StoreCommands {
        byte[] data = "1,2,3\n".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        int dumpExits;
        int checkExits;
        int restoreExits;
        int checkReads = Integer.MAX_VALUE;
        final List<String> ran = new ArrayList<>();

        @Override
        public int run(
                List<String> argv,
                InputStream input,
                OutputStream output,
                Consumer<String> messages)
                throws IOException {
            ran.add(argv.getFirst());
            messages.accept(argv.getFirst() + " says so");
            switch (argv.getFirst()) {
                case "dump" -> output.write(data);
                case "check" -> input.readNBytes(checkReads);
                default -> data = input.readAllBytes();
            }
            return switch (argv.getFirst()) {
                case "dump" -> dumpExits;
                case "check" -> checkExits;
                default -> restoreExits;
            };
        }
    }

    @BeforeEach
    void open() throws IOException {
        points = new Points(temp.resolve("points"), InstantSource.fixed(NOW));
        folder = points.root().resolve(ID.value());
        compose = Files.writeString(temp.resolve("compose.yaml"), "services: {}\n");
        store = new Store();
    }

    private static void silent(String line) {}

    private PointDraft draft(StoreCommands commands) {
        PointDraft d = TestPoint.draft(ID, NOW, compose);
        DumpSource dump =
                new DumpSource(
                        new ServiceName("db"),
                        "a test",
                        List.of("dump"),
                        List.of("restore", "it's all"),
                        List.of("check"),
                        List.of("guestbook_db-data"),
                        0,
                        commands);
        return new PointDraft(
                d.id(),
                d.stack(),
                d.window(),
                d.why(),
                d.by(),
                d.at(),
                d.images(),
                d.specs(),
                d.definitions(),
                d.volumes(),
                List.of(dump),
                d.leftOut(),
                d.files(),
                d.compose(),
                d.certificate());
    }

    private RollbackPoint written() throws InterruptedException {
        return points.write(draft(store), DumpsTest::silent);
    }

    private void isNoPoint(String... why) throws IOException {
        assertThatThrownBy(this::written)
                .isInstanceOf(SnapshotException.Failed.class)
                .hasMessageContainingAll(why);
        try (Stream<Path> left = Files.list(points.root())) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void a_dump_is_kept_checked_and_played_back() throws Exception {
        byte[] before = store.data;
        RollbackPoint point = written();
        assertThat(store.ran).containsExactly("dump", "check");
        SavedDump dump = point.dumps().getFirst();
        assertThat(dump.contentBytes()).isEqualTo(before.length);
        assertThat(dump.bytes()).isEqualTo(Files.size(folder.resolve(FILE))).isLessThan(10_000);
        assertThat(dump.instead()).containsExactly("guestbook_db-data");
        assertThat(points.find(ID)).contains(point);
        assertThat(points.verify(ID, DumpsTest::silent).problems()).isEmpty();
        assertThat(points.glance(point, dump)).isEmpty();

        store.data = new byte[0];
        points.restoreDump(point, dump, store, DumpsTest::silent);
        assertThat(store.data).isEqualTo(before);
    }

    @Test
    void the_commands_in_the_manifest_play_it_back_too() throws Exception {
        RollbackPoint point = written();
        assertThat(point.restoreByHand())
                .anyMatch(l -> l.endsWith(" up --detach --wait --no-deps db"))
                .anyMatch(l ->
                        l.startsWith(
                                        "zstd --decompress --stdout dumps/db.dump.zst | docker compose")
                                && l.endsWith(" exec -T db restore 'it'\\''s all'"));
        assertThat(Host.bash(folder, "sha256sum --check SHA256SUMS")).contains(FILE + ": OK");
        assertThat(Host.bash(folder, "zstd --decompress --stdout " + FILE + " | wc --bytes"))
                .contains(Integer.toString(store.data.length));
    }

    @Test
    void a_check_need_not_read_all_of_it() throws Exception {
        store.checkReads = 3;
        assertThat(written().dumps()).hasSize(1);
    }

    @Test
    void a_dump_of_any_size_takes_little_memory_and_comes_back_byte_for_byte() throws Exception {
        byte[] noise = new byte[20 << 20];
        new Random(7).nextBytes(noise);
        store.data = noise;
        RollbackPoint point = written();
        store.data = new byte[0];
        points.restoreDump(point, point.dumps().getFirst(), store, DumpsTest::silent);
        assertThat(store.data).isEqualTo(noise);
    }

    @Test
    void a_dump_command_that_fails_leaves_no_point() throws Exception {
        store.dumpExits = 2;
        isNoPoint("db could not be dumped with a test", "exited with 2", "dump says so");
    }

    @Test
    void a_dump_of_nothing_is_none_although_its_command_is_content() throws Exception {
        store.data = new byte[0];
        isNoPoint("exited with 0 and wrote nothing", "dump says so");
    }

    @Test
    void a_dump_that_its_tool_does_not_take_for_whole_leaves_no_point() throws Exception {
        store.checkExits = 1;
        isNoPoint("dump of db is not whole", "check exited with 1", "check says so");
    }

    @Test
    void what_goes_wrong_on_the_way_to_the_store_is_thrown_as_it_is() throws Exception {
        IllegalStateException gone = new IllegalStateException("docker went away");
        StoreCommands cut =
                (argv, input, output, messages) -> {
                    output.write(new byte[100_000]);
                    throw gone;
                };
        assertThatThrownBy(() -> points.write(draft(cut), DumpsTest::silent)).isSameAs(gone);
        assertThat(points.list().points()).isEmpty();
    }

    @Test
    void a_dump_that_hangs_can_be_given_up() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        StoreCommands hangs =
                (argv, input, output, messages) -> {
                    began.countDown();
                    try {
                        new CountDownLatch(1).await();
                        return 0;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                };
        AtomicReference<Throwable> end = new AtomicReference<>();
        Thread writer =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                points.write(draft(hangs), DumpsTest::silent);
                            } catch (InterruptedException | RuntimeException e) {
                                end.set(e);
                            }
                        });
        began.await();
        writer.interrupt();
        writer.join();
        assertThat(end.get()).isInstanceOf(InterruptedException.class);
        assertThat(points.list().points()).isEmpty();
    }

    @Test
    void a_damaged_dump_is_found_and_never_played_back() throws Exception {
        RollbackPoint point = written();
        byte[] bytes = Files.readAllBytes(folder.resolve(FILE));
        bytes[bytes.length / 2] ^= 1;
        Files.write(folder.resolve(FILE), bytes);
        store.ran.clear();

        assertThat(points.verify(ID, DumpsTest::silent).problems())
                .singleElement()
                .asString()
                .contains(FILE, "its content has changed");
        assertThatThrownBy(() ->
                        points.restoreDump(
                                point, point.dumps().getFirst(), store, DumpsTest::silent))
                .isInstanceOf(SnapshotException.Damaged.class)
                .hasMessageContaining("nothing of it was restored");
        assertThat(store.ran).isEmpty();
        Files.delete(folder.resolve(FILE));
        assertThat(points.glance(point, point.dumps().getFirst())).contains("not there");
    }

    @Test
    void a_restore_that_fails_is_told_and_may_be_begun_again() throws Exception {
        RollbackPoint point = written();
        store.restoreExits = 3;
        assertThatThrownBy(() ->
                        points.restoreDump(
                                point, point.dumps().getFirst(), store, DumpsTest::silent))
                .isInstanceOf(SnapshotException.Failed.class)
                .hasMessageContainingAll("was not restored whole", "exited with 3");
        store.restoreExits = 0;
        points.restoreDump(point, point.dumps().getFirst(), store, DumpsTest::silent);
    }

    @Test
    void a_point_with_a_dump_is_taken_anew_for_nobody_knows_what_came_since() throws Exception {
        written();
        store.data = "4".getBytes(StandardCharsets.UTF_8);
        assertThat(written().dumps().getFirst().contentBytes()).isEqualTo(1);
    }

    @Test
    void a_point_with_a_dump_is_taken_over_from_elsewhere() throws Exception {
        RollbackPoint point = written();
        Path backup = Files.move(folder, temp.resolve("monday"));
        assertThat(points.adopt(backup, DumpsTest::silent)).isEqualTo(point);
        byte[] before = store.data;
        store.data = new byte[0];
        points.restoreDump(point, point.dumps().getFirst(), store, DumpsTest::silent);
        assertThat(store.data).isEqualTo(before);
    }

    @Test
    void a_manifest_that_knows_no_dumps_has_none() throws Exception {
        written();
        Path manifest = folder.resolve("manifest.json");
        String text = Files.readString(manifest);
        int from = text.indexOf("  \"dumps\"");
        int to = text.indexOf("  \"leftOut\"");
        Files.writeString(manifest, text.substring(0, from) + text.substring(to));
        Host.bash(
                folder,
                "sed -i '/manifest.json/d' SHA256SUMS; sha256sum manifest.json >> SHA256SUMS");
        assertThat(points.find(ID).orElseThrow().dumps()).isEmpty();
    }

    @Test
    void a_dump_that_has_shrunk_is_told() throws Exception {
        store.data = new byte[4 << 20];
        RollbackPoint before = written();
        store.data = new byte[1 << 20];
        assertThat(Shrinkage.of(before, written(), 50))
                .containsExactly(
                        "the dump of db holds 1.0 MiB, and held 4.0 MiB in rollback point " + ID);
    }

    @Test
    void a_dump_whose_key_is_a_wrong_one_is_found_and_nothing_of_the_store_taken_away()
            throws Exception {
        try (TestKey right = TestKey.of(Encryption.Method.AGE);
                TestKey wrong = TestKey.of(Encryption.Method.AGE)) {
            RollbackPoint point = encrypted(right).write(draft(store), DumpsTest::silent);
            SavedDump dump = point.dumps().getFirst();
            byte[] before = store.data.clone();
            store.data = "present".getBytes(StandardCharsets.UTF_8);

            assertThat(encrypted(wrong).verify(ID, DumpsTest::silent).problems())
                    .singleElement()
                    .asString()
                    .contains(dump.file(), "can't be decrypted");
            assertThatThrownBy(() ->
                            encrypted(wrong).restoreDump(point, dump, store, DumpsTest::silent))
                    .isInstanceOf(SnapshotException.Damaged.class)
                    .hasMessageContainingAll("can't be decrypted", "nothing of it was restored");
            assertThat(store.ran).doesNotContain("restore");

            encrypted(right).restoreDump(point, dump, store, DumpsTest::silent);
            assertThat(store.data).isEqualTo(before);
        }
    }

    private Points encrypted(TestKey key) {
        Packing packing = new Packing(Compression.STANDARD, Optional.of(key.encryption()));
        return new Points(temp.resolve("points"), packing, 0, InstantSource.fixed(NOW));
    }
}
