package dev.lull.config;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where a file is that mostly holds a secret. */
record SecretPlace() implements Kind<SecretFile> {
    private static final Kind<Path> ON_HOST = new AbsolutePath(AbsolutePath.OF_A_FILE);

    /** What systemd takes for the name of a credential. */
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[!-~&&[^/:]]{1,255}");

    @Override
    public Class<SecretFile> type() {
        return SecretFile.class;
    }

    @Override
    public String words() {
        return ON_HOST.words() + ", or " + SecretFile.CREDENTIAL + "NAME";
    }

    /** Somebody may have written the secret itself here. */
    @Override
    public String shown(String text) {
        boolean place = text.startsWith("/") || text.startsWith(SecretFile.CREDENTIAL);
        return place ? text : "…";
    }

    @Override
    public SecretFile read(String text) {
        if (!text.startsWith(SecretFile.CREDENTIAL)) {
            return new SecretFile.At(ON_HOST.read(text));
        }
        String name = text.substring(SecretFile.CREDENTIAL.length());
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("has no name of a credential after its colon");
        }
        return new SecretFile.Credential(name);
    }
}
