package dev.lull.snapshot;

/**
 * A name in a tree, as a listing tells it. Each char of its texts is a byte.
 *
 * @param name relative to the root, which is empty itself
 * @param mode as {@code ls} writes it, the type first: {@code -rw-r-----}
 * @param owner {@code uid/gid}
 * @param size of a file; {@value #UNKNOWN} where the listing does not say, as for a hard link
 * @param time of its last change, seconds and nine digits
 * @param target of a symbolic link, else empty
 */
record FileEntry(String name, String mode, String owner, long size, String time, String target) {
    static final long UNKNOWN = -1;

    /** A server makes its socket anew when it starts; no archive can hold one. */
    boolean isSocket() {
        return mode.startsWith("s");
    }

    /** Content bytes, as far as they are known. */
    long bytes() {
        return isFile() ? Math.max(0, size) : 0;
    }

    /** As far as a listing shows. A folder's own time says only that something in it changed. */
    boolean looksLike(FileEntry other) {
        return mode.equals(other.mode)
                && owner.equals(other.owner)
                && target.equals(other.target)
                && (isFolder() || time.equals(other.time))
                && (!isFile() || sameSize(other));
    }

    private boolean sameSize(FileEntry other) {
        return size == UNKNOWN || other.size == UNKNOWN || size == other.size;
    }

    private boolean isFile() {
        return mode.startsWith("-");
    }

    private boolean isFolder() {
        return mode.startsWith("d");
    }
}
