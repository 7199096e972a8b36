package dev.lull.api;

import dev.lull.stack.StackName;
import dev.lull.window.WindowId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rollback points, as far as they are shown. Reads, touches nothing; thread-safe. */
public interface PointsView {

    /** All of them, newest first. */
    List<Point> points();

    /** One of them. */
    Optional<Point> point(String id);

    /**
     * A rollback point.
     *
     * @param window that took it
     * @param bytes that it takes up
     * @param images image id by service
     * @param verified whether what was written was read again and found right
     */
    record Point(
            String id,
            StackName stack,
            WindowId window,
            Instant createdAt,
            long bytes,
            List<Volume> volumes,
            Map<String, String> images,
            boolean verified) {
        public Point {
            volumes = List.copyOf(volumes);
            images = Map.copyOf(images);
        }
    }

    /**
     * A volume in it.
     *
     * @param bytes that its copy takes up
     */
    record Volume(String name, long bytes) {}
}
