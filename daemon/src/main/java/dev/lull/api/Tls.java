package dev.lull.api;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

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
    private static final String ALIAS = "lull";

    /**
     * Reads both.
     *
     * @throws IllegalStateException that says which file is wrong, and what to do
     */
    SslContextFactory.Server context() {
        char[] password = password();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry(ALIAS, readKey(), password, readChain());
            SslContextFactory.Server factory = new SslContextFactory.Server();
            factory.setKeyStore(store);
            factory.setKeyStorePassword(new String(password));
            return factory;
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalStateException(
                    "TLS can't be set up with " + certificate + " and " + key + ": " + e, e);
        }
    }

    /** Of a store that never leaves memory. */
    private static char[] password() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getEncoder().encodeToString(random).toCharArray();
    }

    private Certificate[] readChain() throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(certificate)) {
            Collection<? extends Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (chain.isEmpty()) {
                throw new IllegalStateException(
                        certificate + " holds no certificate: it must have a 'BEGIN CERTIFICATE'");
            }
            return chain.toArray(Certificate[]::new);
        }
    }

    private PrivateKey readKey() throws IOException, GeneralSecurityException {
        Matcher m = KEY.matcher(Files.readString(key, StandardCharsets.US_ASCII));
        if (!m.find()) {
            throw new IllegalStateException(
                    key
                            + " holds no unencrypted key with 'BEGIN PRIVATE KEY'; 'openssl pkcs8"
                            + " -topk8 -nocrypt -in "
                            + key
                            + "' makes one of other kinds");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(m.group(1).strip()));
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
}
