package dev.lull.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** What tests of points on each file system share: data there, and a place for points beside it. */
abstract class OnGround {
    static final Instant NOW = Instant.parse("2026-11-21T07:55:00Z");
    static final PointId ID = new PointId("guestbook-20261121-075500-w12");
    private static @Nullable Ground ground;

    final Ground.Kind kind;
    Path temp;
    Path root;
    Path data;
    Path compose;
    Points points;

    OnGround(Ground.Kind kind) {
        this.kind = kind;
    }

    @BeforeParameterizedClassInvocation
    static void mount(Ground.Kind kind) throws Exception {
        ground = new Ground(kind);
    }

    @AfterParameterizedClassInvocation
    static void unmount() {
        if (ground != null) {
            ground.close();
        }
        ground = null;
    }

    @BeforeEach
    final void open() throws IOException, InterruptedException {
        temp = Objects.requireNonNull(ground).fresh();
        root = temp.resolve("points");
        data = Objects.requireNonNull(ground).volume(temp.resolve("data"));
        compose = Files.writeString(temp.resolve("compose.yaml"), "services: {}\n");
        points = points(root);
    }

    /** Points as they are kept here, in a folder anywhere. */
    final Points points(Path folder) {
        return Objects.requireNonNull(ground).points(folder);
    }

    /** The folder of the point. */
    final Path folder() {
        return root.resolve(ID.value());
    }

    static void silent(String line) {}
}
