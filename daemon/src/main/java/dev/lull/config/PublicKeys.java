package dev.lull.config;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Public keys, all of one tool; which one shows in what they look like. */
record PublicKeys() implements Kind<Recipients> {
    static final String NONE = "none";

    /** What age-keygen(1) prints. */
    private static final Pattern OF_AGE = Pattern.compile("age1[02-9ac-hj-np-z]{58}");

    /** Whole fingerprints: a short id may be anybody's. */
    private static final Pattern OF_GPG = Pattern.compile("[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}");

    @Override
    public Class<Recipients> type() {
        return Recipients.class;
    }

    @Override
    public String words() {
        return "public keys of age, or whole fingerprints of GnuPG, with blanks between, or none";
    }

    /** A fingerprint may look like a number. */
    @Override
    public Set<Form> forms() {
        return Set.of(Form.TEXT, Form.NUMBER);
    }

    /** Somebody may have taken the secret key for the public one. */
    @Override
    public String shown(String text) {
        return text.contains("SECRET") ? "…" : text;
    }

    @Override
    public Recipients read(String text) {
        if (text.equals(NONE)) {
            return Recipients.NONE;
        }
        List<String> keys = Arrays.stream(text.strip().split("\\s+")).distinct().toList();
        if (keys.stream().allMatch(OF_AGE.asMatchPredicate())) {
            return new Recipients(Recipients.Tool.AGE, keys);
        }
        if (keys.stream().allMatch(OF_GPG.asMatchPredicate())) {
            return new Recipients(Recipients.Tool.GPG, keys);
        }
        throw new IllegalArgumentException(
                "is neither public keys of age (age1…) nor whole fingerprints of GnuPG");
    }
}
