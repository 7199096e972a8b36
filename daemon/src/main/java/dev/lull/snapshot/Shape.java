package dev.lull.snapshot;

/**
 * What a tree looks like from outside: counts, and a digest over every name with its type, mode,
 * owner, size, times, link target and extended attributes (ACLs among them). Contents are not in
 * it. Sockets are not counted: no copy holds them.
 *
 * @param files regular files, each name of a hard-linked file counted
 * @param folders with the root
 * @param symlinks symbolic links
 * @param others fifos and devices
 * @param bytes content, a hard-linked file counted once, holes counted as zeros
 * @param allocated bytes on disk, a hard-linked file counted once
 * @param digest hex; the same for the same tree in any place
 */
public record Shape(
        long files,
        long folders,
        long symlinks,
        long others,
        long bytes,
        long allocated,
        String digest) {
    private static final long BLOCK = 512;

    /** All names, with the root. */
    public long entries() {
        return files + folders + symlinks + others;
    }

    /**
     * About how long tar's stream of the tree is: each name has headers, with its times to the
     * nanosecond, and contents are filled up to whole blocks. A tree with holes makes less.
     */
    long streamBytes() {
        return bytes + entries() * 3 * BLOCK + files * BLOCK / 2;
    }

    /** How this differs from what was there, for people; empty if it does not. */
    String differenceFrom(Shape other) {
        if (digest.equals(other.digest)) {
            return bytes == other.bytes ? "" : "hard links differ";
        }
        if (entries() != other.entries()) {
            return entries() + " entries instead of " + other.entries();
        }
        if (bytes != other.bytes) {
            return bytes + " bytes instead of " + other.bytes;
        }
        return "a name, owner, mode, time or extended attribute differs";
    }
}
