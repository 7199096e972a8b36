package dev.lull.snapshot;

import java.nio.file.Path;
import java.util.List;

/**
 * A folder whose content belongs in a rollback point.
 *
 * @param name of the volume, or the path of a bind mount
 * @param kind what Docker knows it as
 * @param data the folder on this host that holds the data, absolute
 * @param usedBy the services that mount it
 */
public record VolumeSource(String name, Kind kind, Path data, List<String> usedBy) {

    /** What Docker knows a folder as. */
    public enum Kind {
        /** A volume whose folder is Docker's own. */
        VOLUME,
        /** A volume whose data are a folder elsewhere, which Docker mounts while it is used. */
        DEVICE,
        /** A folder that containers mount directly. */
        BIND
    }

    public VolumeSource {
        usedBy = List.copyOf(usedBy);
        if (name.isBlank()) {
            throw new IllegalArgumentException("a volume needs a name");
        }
        if (!data.isAbsolute()) {
            throw new IllegalArgumentException("not an absolute path: " + data);
        }
    }
}
