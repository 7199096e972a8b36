package dev.lull.snapshot;

import java.util.List;
import java.util.stream.Stream;

/**
 * What putting a volume back would do to the folder, as far as two listings tell.
 *
 * @param returning names that are gone now
 * @param overwritten names that look another way now
 * @param removed names that came since
 */
public record VolumeChanges(Names returning, Names overwritten, Names removed) {
    /** As many names as are told. */
    public static final int TOLD = 5;

    /**
     * Some names of a tree.
     *
     * @param count of all of them, folders and links too
     * @param bytes of the files among them: as they would be, or as they are if they would be
     *     removed
     * @param first of them, sorted, at most {@value VolumeChanges#TOLD}
     */
    public record Names(long count, long bytes, List<String> first) {
        static final Names NONE = new Names(0, 0, List.of());

        public Names {
            first = List.copyOf(first);
        }

        Names and(Names other) {
            return new Names(
                    count + other.count,
                    bytes + other.bytes,
                    Stream.concat(first.stream(), other.first.stream())
                            .sorted()
                            .limit(TOLD)
                            .toList());
        }
    }

    static final VolumeChanges NONE = new VolumeChanges(Names.NONE, Names.NONE, Names.NONE);

    /** Of two parts of the same folder. */
    VolumeChanges and(VolumeChanges other) {
        return new VolumeChanges(
                returning.and(other.returning),
                overwritten.and(other.overwritten),
                removed.and(other.removed));
    }

    /** Whether everything looks as it would. */
    public boolean none() {
        return returning.count() + overwritten.count() + removed.count() == 0;
    }
}
