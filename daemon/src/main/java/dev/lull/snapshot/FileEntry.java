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
        return permissions().equals(other.permissions())
                && owner.equals(other.owner)
                && (isFolder() || time.equals(other.time))
                && isOfTheKindOf(other);
    }

    /** A hard link may be one to a symbolic link or a fifo too: the listing does not say. */
    private boolean isOfTheKindOf(FileEntry other) {
        if (size == UNKNOWN || other.size == UNKNOWN) {
            return isFolder() == other.isFolder();
        }
        return isSame(other);
    }

    private String permissions() {
        return mode.substring(1);
    }

    private boolean isSame(FileEntry other) {
        return mode.charAt(0) == other.mode.charAt(0)
                && target.equals(other.target)
                && (!isFile() || size == other.size);
    }

    private boolean isFile() {
        return mode.startsWith("-");
    }

    private boolean isFolder() {
        return mode.startsWith("d");
    }
}
