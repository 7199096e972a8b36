package dev.lull.snapshot;

import java.util.List;

/**
 * How archives are packed.
 *
 * @param level of zstd, from 1 (fast) to 19 (small)
 * @param threads that zstd works with; 0 for one a core
 */
public record Compression(int level, int threads) {
    private static final int STRONGEST = 19;

    /** Nearly as fast as a disk. */
    public static final Compression STANDARD = new Compression(3, 0);

    public Compression {
        if (level < 1 || level > STRONGEST || threads < 0) {
            throw new IllegalArgumentException("zstd can't: " + level + ", " + threads);
        }
    }

    /** The command that packs its input. */
    List<String> command() {
        return List.of("zstd", "--quiet", "--check", "-" + level, "-T" + threads, "--stdout");
    }
}
