package dev.lull.snapshot;

import dev.lull.stack.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A volume within a rollback point.
 *
 * @param name of the volume, or the path of a bind mount
 * @param kind what Docker knew it as
 * @param data where it was on the host, symbolic links resolved
 * @param usedBy the services that mounted it
 * @param store how it is kept: {@code archive} is tar + zstd, {@code reflink} and {@code btrfs} a
 *     folder whose files share their blocks with the volume's, with the sums of some of them or all
 *     beside it
 * @param file within the point's folder: the archive, or that folder
 * @param bytes that it takes up at the most. Those of shared blocks cost room only as far as the
 *     volume has changed since
 * @param sha256 of the archive, or of the sums; hex
 * @param entries names in it, with the root
 * @param contentBytes of the files in it
 * @param shape of the tree
 * @param leftOut sockets, which no copy is of use of; a server makes them anew when it starts
 * @param milliseconds that keeping and verifying it took; 0 where it was not noted
 * @param mountsInside file systems that were mounted inside; their content is in the copy
 */
public record SavedVolume(
        String name,
        VolumeSource.Kind kind,
        Path data,
        List<String> usedBy,
        String store,
        String file,
        long bytes,
        String sha256,
        long entries,
        long contentBytes,
        Shape shape,
        long milliseconds,
        List<String> leftOut,
        List<String> mountsInside) {
    public SavedVolume {
        usedBy = List.copyOf(usedBy);
        leftOut = List.copyOf(leftOut);
        mountsInside = List.copyOf(mountsInside);
    }

    /** What keeping it took, for people: {@code 380 MiB as archive in 9 s}. */
    public String taken() {
        return Progress.size(bytes)
                + " as "
                + store
                + (milliseconds == 0
                        ? ""
                        : " in " + Durations.print(Duration.ofMillis(milliseconds)));
    }
}
