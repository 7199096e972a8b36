package dev.lull.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate and its key, as certificate authorities give them: PEM files.
 *
 * @param certificate with its chain, itself first
 * @param key unencrypted, PKCS #8 ({@code BEGIN PRIVATE KEY})
 */
public record Tls(Path certificate, Path key) {
    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    /**
     * Reads both, which may not belong together.
     *
     * @throws IllegalStateException that says which file is wrong, and what to do
     */
    Identity read() {
        return new Identity(readChain(), readKey());
    }

    /**
     * Looks whether they belong together.
     *
     * @throws IllegalStateException that says what to do where they don't
     */
    void requireFit(Identity identity) {
        if (!fit(identity)) {
            throw new IllegalStateException(
                    key
                            + " is not the key of the first certificate in "
                            + certificate
                            + "; write the two that were made together");
        }
    }

    private boolean fit(Identity identity) {
        try {
            return identity.fits();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    key + " holds a key that nothing can be signed with: " + e.getMessage(), e);
        }
    }

    private List<X509Certificate> readChain() {
        try (InputStream in = Files.newInputStream(certificate)) {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw new IllegalStateException(
                        certificate + " holds no certificate: it must have a 'BEGIN CERTIFICATE'");
            }
            return chain;
        } catch (IOException e) {
            throw unreadable(certificate, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    certificate
                            + " holds what is no certificate in PEM, or half of one ("
                            + e.getMessage()
                            + "); it must have a whole 'BEGIN CERTIFICATE'",
                    e);
        }
    }

    private PrivateKey readKey() {
        try {
            // Any byte is a letter there: a key that is no text is said to be none.
            Matcher m = KEY.matcher(Files.readString(key, StandardCharsets.ISO_8859_1));
            if (!m.find()) {
                throw new IllegalStateException(
                        key
                                + " holds no unencrypted key with 'BEGIN PRIVATE KEY'; 'openssl"
                                + " pkcs8 -topk8 -nocrypt -in "
                                + key
                                + "' makes one of other kinds");
            }
            return decoded(Base64.getMimeDecoder().decode(m.group(1).strip()));
        } catch (IOException e) {
            throw unreadable(key, e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // The cause's words may have bytes of the key, and the message is logged.
            throw new IllegalStateException(
                    key + " holds a key that is damaged; have it written anew", e);
        }
    }

    private PrivateKey decoded(byte[] bytes) throws GeneralSecurityException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(bytes);
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException e) {
                // It is of another one.
            }
        }
        throw new IllegalStateException(
                key + " holds a key that is none of " + String.join(", ", ALGORITHMS));
    }

    private static IllegalStateException unreadable(Path file, IOException e) {
        String why =
                switch (e) {
                    case NoSuchFileException _ -> "is not there";
                    case AccessDeniedException _ -> "may not be read by the user that Lull runs as";
                    default -> "can't be read: " + e.getMessage();
                };
        return new IllegalStateException(file + " " + why, e);
    }
}
