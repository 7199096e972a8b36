package dev.lull.api;

import dev.lull.snapshot.PointId;
import dev.lull.snapshot.RestorePreview;
import dev.lull.snapshot.RestorePreview.Fate;
import dev.lull.snapshot.VolumeChanges;
import dev.lull.snapshot.VolumeChanges.Names;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.window.RefusedException;
import dev.lull.window.WindowId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Two rollback points of the guestbook, the older one damaged, and one that can't be read. */
final class FixturePoints implements RollbackPoints {
    private final Stacks stacks;
    private final List<Point> points =
            new CopyOnWriteArrayList<>(
                    List.of(
                            point("gb-1", 1, "2026-03-01T02:03:04Z"),
                            point("gb-0", 1, "2026-02-01T02:03:04Z")));

    FixturePoints(Stacks stacks) {
        this.stacks = stacks;
    }

    private static Point point(String id, long window, String created) {
        return new Point(
                id,
                DaemonFixture.GUESTBOOK,
                new WindowId(window),
                Instant.parse(created),
                5_000_000,
                List.of(new RollbackPoints.Volume("guestbook_db", "archive", 4_000_000)),
                Map.of("app", "sha256:1"),
                true);
    }

    @Override
    public List<Point> points() {
        return List.copyOf(points);
    }

    @Override
    public Optional<Point> point(String id) {
        return points.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    @Override
    public List<Unreadable> unreadable() {
        return List.of(new Unreadable("gb-torn", "manifest.json is not there"));
    }

    /** A window needs the newest. */
    @Override
    public boolean delete(String id) {
        if (points.getFirst().id().equals(id)) {
            throw new RefusedException(
                    RefusedException.Reason.CONFLICT,
                    "rollback point " + id + " is needed by a window that has not ended");
        }
        return points.removeIf(p -> p.id().equals(id));
    }

    /** The stack keeps one. */
    @Override
    public List<Pruned> prune(Optional<StackName> stack, boolean dryRun) {
        if (stack.filter(s -> stacks.find(s).isEmpty()).isPresent()) {
            throw new RefusedException(
                    RefusedException.Reason.NOT_FOUND, "there is no stack '" + stack.get() + "'");
        }
        List<Point> surplus = List.copyOf(points.subList(1, points.size()).reversed());
        if (!dryRun) {
            points.removeAll(surplus);
        }
        return surplus.stream()
                .map(p -> new Pruned(p, "more than x-lull.retention keeps"))
                .toList();
    }

    /** The older one is damaged. */
    @Override
    public Optional<Verified> verify(String id, Consumer<String> progress) {
        return point(id)
                .map(p -> {
                    progress.accept("verifying " + id + ": 2.4 MiB of 4.8 MiB (50 %), 1.2 MiB/s");
                    return new Verified(
                            p.bytes(),
                            id.equals("gb-0")
                                    ? List.of("volumes/guestbook_db.tar.zst is 3 bytes too short")
                                    : List.of());
                });
    }

    /** The older one is damaged. */
    @Override
    public Optional<RestorePreview> preview(String id, Consumer<String> progress) {
        return point(id).map(p -> id.equals("gb-0") ? damaged(p) : changing(p));
    }

    /** In the folder {@code gb-1} lies that one, and the stack is made again; else nothing does. */
    @Override
    public Adopted adopt(Path from, Consumer<String> progress) {
        progress.accept("verifying " + from.getFileName() + ": 2.4 MiB of 4.8 MiB (50 %)");
        return point(from.getFileName().toString())
                .map(p ->
                        new Adopted(
                                Optional.of(p),
                                List.of("/srv/guestbook/.env", "container guestbook-app-1"),
                                p.id().equals("gb-0")
                                        ? List.of("the image of app can't be pulled")
                                        : List.of()))
                .orElseGet(() ->
                        new Adopted(Optional.empty(), List.of(), List.of(from + " is not there")));
    }

    private static RestorePreview damaged(Point point) {
        return new RestorePreview(
                new PointId(point.id()),
                point.stack(),
                point.createdAt(),
                Duration.ofDays(30),
                List.of("volumes/guestbook_db.tar.zst: missing"),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static RestorePreview changing(Point point) {
        Optional<RestorePreview.Image> then =
                Optional.of(new RestorePreview.Image("guestbook:1", "sha256:1"));
        Optional<RestorePreview.Image> now =
                Optional.of(new RestorePreview.Image("guestbook:2", "sha256:2"));
        return new RestorePreview(
                new PointId(point.id()),
                point.stack(),
                point.createdAt(),
                Duration.ofMinutes(192),
                List.of(),
                List.of(
                        new RestorePreview.Volume(
                                "guestbook_db",
                                new VolumeChanges(
                                        new Names(7, 1024, List.of("a", "b", "c", "d", "e")),
                                        new Names(1, 5, List.of("rows\u001b[31m")),
                                        new Names(0, 0, List.of())))),
                List.of(
                        new RestorePreview.ChangedFile(Path.of("/srv/guestbook/.env"), true),
                        new RestorePreview.ChangedFile(Path.of("/srv/guestbook/x.yaml"), false)),
                List.of(
                        new RestorePreview.Container("guestbook-db-1", Fate.KEPT, then, then),
                        new RestorePreview.Container("guestbook-app-1", Fate.MADE_AGAIN, then, now),
                        new RestorePreview.Container(
                                "guestbook-app-2", Fate.REMOVED, Optional.empty(), now)),
                List.of("contents were not read"));
    }
}
