package dev.lull.api;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * What a TLS server shows to be the one that is meant, and proves it with.
 *
 * @param chain its certificate, then those up to the authority behind it; not empty
 */
record Identity(List<X509Certificate> chain, PrivateKey key) {
    private static final String ALIAS = "lull";
    private static final int RANDOM_BYTES = 32;

    Identity {
        chain = List.copyOf(chain);
    }

    /** From when its own certificate is valid. */
    Instant from() {
        return chain.getFirst().getNotBefore().toInstant();
    }

    /** Until when its own certificate is valid. */
    Instant until() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /** Whether what the key signs is what the certificate's owner has signed. */
    boolean fits() throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "RSA" -> "SHA256withRSA";
                    default -> "EdDSA";
                };
        byte[] text = random();
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(text);
        byte[] signed = signing.sign();
        Signature verifying = Signature.getInstance(algorithm);
        try {
            verifying.initVerify(chain.getFirst().getPublicKey());
            verifying.update(text);
            return verifying.verify(signed);
        } catch (InvalidKeyException | SignatureException e) {
            return false; // They are not even of one kind.
        }
    }

    /** Both as Java's TLS takes them; in memory only. */
    KeyStore store(String password) throws GeneralSecurityException, IOException {
        char[] letters = password.toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, letters);
        store.setKeyEntry(ALIAS, key, letters, chain.toArray(X509Certificate[]::new));
        return store;
    }

    /** Of a store that never leaves memory. */
    static String password() {
        return Base64.getEncoder().encodeToString(random());
    }

    private static byte[] random() {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return random;
    }

    @Override
    public String toString() {
        return chain.getFirst().getSubjectX500Principal() + " until " + until();
    }
}
