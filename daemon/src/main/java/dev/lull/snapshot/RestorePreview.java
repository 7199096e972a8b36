package dev.lull.snapshot;

import dev.lull.stack.StackName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a restore of a rollback point would change, as things are at the moment.
 *
 * @param point that would be restored
 * @param stack that it is of
 * @param created when it was whole
 * @param age since then: what was written since then would be lost
 * @param obstacles for which the restore would be refused or fail, a sentence each
 * @param volumes each that could be compared
 * @param files compose and env files, and single files with data, that are not as they were
 * @param containers those of the point, then those that came since
 * @param notes what else a person should know, a sentence each
 */
public record RestorePreview(
        PointId point,
        StackName stack,
        Instant created,
        Duration age,
        List<String> obstacles,
        List<Volume> volumes,
        List<ChangedFile> files,
        List<Container> containers,
        List<String> notes) {
    public RestorePreview {
        obstacles = List.copyOf(obstacles);
        volumes = List.copyOf(volumes);
        files = List.copyOf(files);
        containers = List.copyOf(containers);
        notes = List.copyOf(notes);
    }

    /** A volume of the point, beside the folder as it is now. */
    public record Volume(String name, VolumeChanges changes) {}

    /**
     * A file that would be put back.
     *
     * @param there whether there is one now, with other content
     */
    public record ChangedFile(Path path, boolean there) {}

    /** What would become of a container. */
    public enum Fate {
        /** It is the one of the point still. */
        KEPT,
        /** It is gone, and would be made again as it was. */
        MADE_AGAIN,
        /** It came since. */
        REMOVED
    }

    /**
     * A container.
     *
     * @param then the image in the point; none of one that came since
     * @param now the image of the one in its place; none where there is none
     */
    public record Container(String name, Fate fate, Optional<Image> then, Optional<Image> now) {}

    /**
     * An image.
     *
     * @param reference that the container was made from
     * @param id {@code sha256:…}
     */
    public record Image(String reference, String id) {}
}
