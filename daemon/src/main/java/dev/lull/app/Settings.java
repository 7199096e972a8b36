package dev.lull.app;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where this daemon works.
 *
 * @param state its state directory; one daemon each
 * @param docker the engine's socket, {@code unix:///…}
 * @param pageImage has nginx in its PATH
 */
public record Settings(Path state, URI docker, String pageImage) {

    /** The name of this daemon's table of packet rules: another one for each state directory. */
    String packetTable() {
        return "lull_" + Integer.toHexString(state.toAbsolutePath().normalize().hashCode());
    }
}
