package dev.lull.app;

import dev.lull.config.Configuration;
import dev.lull.config.Recipients;
import dev.lull.config.Repository;
import dev.lull.config.Verify;
import dev.lull.snapshot.Compression;
import dev.lull.snapshot.Encryption;
import dev.lull.snapshot.Keeping;
import dev.lull.snapshot.Packing;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.Proof;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where this daemon works.
 *
 * @param state its state directory; one daemon each
 * @param docker the engine's socket, {@code unix:///…}
 * @param pageImage has nginx in its PATH
 * @param packing of archives in rollback points
 * @param reserve bytes that are left free where rollback points are
 * @param proof of copies in rollback points that share blocks
 * @param restic where rollback points are copied to; empty for nowhere
 * @param atOnce how many windows may be open for a schedule to open one more
 */
public record Settings(
        Path state,
        URI docker,
        String pageImage,
        Packing packing,
        long reserve,
        Proof proof,
        Optional<Repository> restic,
        int atOnce) {
    private static final int ONE_AT_ONCE = 1;

    /** With rollback points as they are where nobody says otherwise. */
    public Settings(Path state, URI docker, String pageImage) {
        this(
                state,
                docker,
                pageImage,
                Packing.STANDARD,
                Points.STANDARD_RESERVE,
                Proof.SAMPLE,
                Optional.empty(),
                ONE_AT_ONCE);
    }

    static Settings of(Configuration told) {
        return new Settings(
                told.state().toAbsolutePath().normalize(),
                told.docker(),
                told.pageImage(),
                new Packing(
                        new Compression(told.level(), told.threads()),
                        encryption(told.recipients(), told.identity())),
                told.reserve(),
                proof(told.verify()),
                told.restic(),
                told.atOnce());
    }

    private static Proof proof(Verify verify) {
        return switch (verify) {
            case SAMPLE -> Proof.SAMPLE;
            case ALL -> Proof.ALL;
        };
    }

    private static Optional<Encryption> encryption(Recipients recipients, Path identity) {
        Encryption.Method method =
                switch (recipients.tool()) {
                    case AGE -> Encryption.Method.AGE;
                    case GPG -> Encryption.Method.GPG;
                };
        return recipients.keys().isEmpty()
                ? Optional.empty()
                : Optional.of(new Encryption(method, recipients.keys(), identity));
    }

    /** How rollback points are kept. */
    Keeping keeping() {
        return new Keeping(packing, proof, reserve);
    }

    /** The name of this daemon's table of packet rules: another one for each state directory. */
    String packetTable() {
        return "lull_" + Integer.toHexString(state.toAbsolutePath().normalize().hashCode());
    }
}
