package dev.lull.docker;

/**
 * A mount of a container.
 *
 * @param type {@code volume}, {@code bind}, {@code tmpfs}
 * @param name of the volume; empty for other types
 * @param source path on the host; may be empty in a listing
 * @param destination path in the container
 * @param writable whether the container may write there
 */
public record Mount(String type, String name, String source, String destination, boolean writable) {
    public boolean isVolume() {
        return type.equals("volume");
    }

    public boolean isBind() {
        return type.equals("bind");
    }
}
