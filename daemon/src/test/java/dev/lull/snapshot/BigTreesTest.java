package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The round trip of {@link StoresTest}, in every store, of what takes minutes. */
@ParameterizedClass
@EnumSource
class BigTreesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T07:55:00Z");
    private static final PointId ID = new PointId("guestbook-20261121-075500-w12");
    private static final String NAME = "guestbook_db-data";
    private static final int DISK = 8;
    private static final int BLOCK = 64 << 10;

    /** No whole number of blocks, and more than an int can count. */
    private static final long LARGE = (2L << 30) + 12_345;

    private static final String MANY =
            """
            mkdir many links
            seq 100000 | split --lines=1 --numeric-suffixes --suffix-length=5 - many/file-
            ln many/file-00* links/
            cd many
            printf '%s\\0' *7 | xargs -0 chmod 0640
            printf '%s\\0' *3 | xargs -0 chown 1234:4321
            printf '%s\\0' *55 | xargs -0 setfattr -n user.note -v hello --
            printf '%s\\0' *99 | xargs -0 setfacl -m u:4321:rw --
            printf '%s\\0' *1 | xargs -0 touch -d '2001-02-03 04:05:06.123456789 UTC'
            """;
    private static final String SPOIL_MANY =
            """
            cd many
            printf '%s\\0' *5 | xargs -0 rm
            printf '%s\\0' *6 | xargs -0 touch
            printf '%s\\0' *7 | xargs -0 chmod 0777
            for file in *08; do printf 'x' >> "$file"; done
            seq 5000 | split --lines=1 --numeric-suffixes --suffix-length=5 - since-
            """;

    private static @Nullable Ground ground;

    private final Ground.Kind kind;
    private Path temp;
    private Path data;
    private Path compose;
    private Points points;

    BigTreesTest(Ground.Kind kind) {
        this.kind = kind;
    }

    @BeforeParameterizedClassInvocation
    static void mount(Ground.Kind kind) throws Exception {
        assumeThat(Boolean.getBoolean("lull.points.big"))
                .as("it takes minutes, and 6 GiB of disk: 'make big-points'")
                .isTrue();
        ground = new Ground(kind, DISK);
    }

    @AfterParameterizedClassInvocation
    static void unmount() {
        if (ground != null) {
            ground.close();
        }
        ground = null;
    }

    @BeforeEach
    void open() throws IOException, InterruptedException {
        temp = Objects.requireNonNull(ground).fresh();
        data = Objects.requireNonNull(ground).volume(temp.resolve("data"));
        compose = Files.writeString(temp.resolve("compose.yaml"), "services: {}\n");
        points = Objects.requireNonNull(ground).points(temp.resolve("points"));
    }

    private static void silent(String line) {}

    /** Takes a point, spoils the folder, and returns what restoring it has not brought back. */
    private String lostOnTheWayBack(String spoil) throws Exception {
        NastyTree.seen(data, temp.resolve("before"));
        RollbackPoint point =
                points.write(
                        TestPoint.draft(ID, NOW, compose, TestPoint.volume(NAME, data)),
                        BigTreesTest::silent);
        assertThat(point.volumes().getFirst().store()).isEqualTo(kind.store());
        assertThat(points.verify(ID, BigTreesTest::silent).problems()).isEmpty();
        Host.bash(data, spoil);
        points.restoreVolume(point, NAME, data, BigTreesTest::silent);
        NastyTree.seen(data, temp.resolve("after"));
        points.delete(ID);
        return Host.bash(temp, "test -s before; diff --text before after | head -n 20 || true");
    }

    @Test
    void a_hundred_thousand_files_come_back_byte_for_byte_and_attribute_for_attribute()
            throws Exception {
        Host.bash(data, MANY);
        assertThat(lostOnTheWayBack(SPOIL_MANY)).isEmpty();
        assertThat(Tree.content(data, _ -> {}).files()).isEqualTo(101_000);
    }

    @Test
    void a_file_of_more_than_two_gibibytes_comes_back_byte_for_byte() throws Exception {
        Path large = data.resolve("large");
        write(large);
        String end = "printf 'spoilt' | dd of=large bs=1 conv=notrunc status=none seek=";
        assertThat(lostOnTheWayBack(end + (LARGE - 999) + "; printf 'more' >> large")).isEmpty();
        assertThat(large).hasSize(LARGE);
    }

    /** No two blocks of it are alike, and none is a hole. */
    private static void write(Path file) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (block.hasRemaining()) {
            block.put((byte) ('a' + block.position() % 23));
        }
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at = 0; at < LARGE; at += BLOCK) {
                block.clear().limit((int) Math.min(BLOCK, LARGE - at));
                block.putLong(0, at);
                while (block.hasRemaining()) {
                    out.write(block);
                }
            }
        }
    }
}
