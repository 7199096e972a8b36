package dev.lull.step;

import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * What of a stack's data goes into a rollback point, as it lies on this host.
 *
 * @param folders none inside another
 * @param files single files that containers mount writable
 * @param dumped folders that are not copied because who uses them is dumped
 * @param leftOut a sentence for each that stays out
 * @param problems what must be decided or mended first
 */
record PointData(
        List<VolumeSource> folders,
        List<Path> files,
        List<VolumeSource> dumped,
        List<String> leftOut,
        List<Problem> problems) {
    PointData {
        folders = List.copyOf(folders);
        files = List.copyOf(files);
        dumped = List.copyOf(dumped);
        leftOut = List.copyOf(leftOut);
        problems = List.copyOf(problems);
    }
}
