package dev.lull.app;

import dev.lull.config.Configuration;
import dev.lull.config.Repository;
import dev.lull.snapshot.Compression;
import dev.lull.snapshot.Points;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where this daemon works.
 *
 * @param state its state directory; one daemon each
 * @param docker the engine's socket, {@code unix:///…}
 * @param pageImage has nginx in its PATH
 * @param compression of archives in rollback points
 * @param reserve bytes that are left free where rollback points are
 * @param restic where rollback points are copied to; empty for nowhere
 */
public record Settings(
        Path state,
        URI docker,
        String pageImage,
        Compression compression,
        long reserve,
        Optional<Repository> restic) {

    /** With rollback points as they are where nobody says otherwise. */
    public Settings(Path state, URI docker, String pageImage) {
        this(
                state,
                docker,
                pageImage,
                Compression.STANDARD,
                Points.STANDARD_RESERVE,
                Optional.empty());
    }

    static Settings of(Configuration told) {
        return new Settings(
                told.state().toAbsolutePath().normalize(),
                told.docker(),
                told.pageImage(),
                new Compression(told.level(), told.threads()),
                told.reserve(),
                told.restic());
    }

    /** The name of this daemon's table of packet rules: another one for each state directory. */
    String packetTable() {
        return "lull_" + Integer.toHexString(state.toAbsolutePath().normalize().hashCode());
    }
}
