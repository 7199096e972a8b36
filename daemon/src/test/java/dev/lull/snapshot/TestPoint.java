package dev.lull.snapshot;

import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Rollback points that are nowhere on a disk, and what others are to be made of. */
public final class TestPoint {
    static final String SECRET = "{\"Env\":[\"PASSWORD=hunter2\"]}";

    static final Definition NETWORK =
            new Definition(
                    Definition.Kind.NETWORK,
                    "guestbook_default",
                    "{\"Name\":\"guestbook_default\"}");

    private TestPoint() {}

    /**
     * One of the stack {@code shop} with nothing in it.
     *
     * @param window that took it
     * @param bytes that it is said to take up
     */
    public static RollbackPoint of(String id, Instant at, long window, long bytes) {
        return new RollbackPoint(
                RollbackPoint.FORMAT,
                new PointId(id),
                new StackName("shop"),
                Long.toString(window),
                "update",
                "anna",
                at,
                at,
                at,
                bytes,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                "{}");
    }

    /** What a point of the stack {@code guestbook} is to be made of. */
    static PointDraft draft(PointId id, Instant at, Path compose, VolumeSource... volumes) {
        return new PointDraft(
                id,
                new StackName("guestbook"),
                "w12",
                "to v2",
                "anna",
                at,
                List.of(
                        new PinnedImage(
                                new ServiceName("app"),
                                "guestbook:1",
                                "sha256:aa",
                                List.of("example.org/guestbook@sha256:bb"),
                                "lull/pin:w12-app")),
                List.of(new ContainerSpec("app-1", "guestbook-app-1", SECRET)),
                List.of(NETWORK),
                List.of(volumes),
                List.of("/srv/media (lull.snapshot.bind: false on app)"),
                List.of(compose),
                List.of("docker", "compose", "-p", "guestbook", "-f", compose.toString()),
                "{\"quiet\":true,\"writers\":[]}");
    }

    /** A volume that the service {@code db} mounts. */
    static VolumeSource volume(String name, Path folder) {
        return new VolumeSource(name, VolumeSource.Kind.VOLUME, folder, List.of("db"));
    }
}
