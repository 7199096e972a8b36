package dev.lull.app;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where this daemon works.
 *
 * @param state its state directory; one daemon each
 * @param docker the engine's socket, {@code unix:///…}
 * @param pageImage has nginx in its PATH
 * @param socket its own socket, for the command line
 * @param listen {@code HOST:PORT} for the browser; empty for none
 */
public record Settings(
        Path state, URI docker, String pageImage, Path socket, Optional<String> listen) {}
