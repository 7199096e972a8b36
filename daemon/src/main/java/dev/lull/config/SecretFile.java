package dev.lull.config;

import java.nio.file.Path;

/** A file that mostly holds a secret, and is named in the configuration. */
public sealed interface SecretFile {
    /** Before the name of a credential. */
    String CREDENTIAL = "credential:";

    /** One of this host. */
    record At(Path path) implements SecretFile {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** One that systemd hands to the daemon alone, by its name. */
    record Credential(String name) implements SecretFile {
        @Override
        public String toString() {
            return CREDENTIAL + name;
        }
    }
}
