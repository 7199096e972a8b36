package dev.lull.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Secrets, and what is kept of them. A plain hash is enough for 256 random bits: salt and slow
 * hashing are for passwords, which can be guessed. Nobody can guess these, so nobody can find one
 * by its hash, nor by how long it takes to look for it.
 */
final class Secrets {
    private static final int BYTES = 32;

    private Secrets() {}

    /** 256 random bits in characters that may stand in a header. */
    static String random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String hash(String secret) {
        return HexFormat.of().formatHex(sha256().digest(bytes(secret)));
    }

    /** Takes as long wherever they differ. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(bytes(one), bytes(other));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
