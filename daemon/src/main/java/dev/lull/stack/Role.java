package dev.lull.stack;

import java.util.Locale;
import java.util.Optional;

/** What a service is to a window. */
public enum Role {
    APP,
    WORKER,
    CRON,
    DB,
    PROXY,
    NONE;

    /** The role of this label value, if there is one. */
    public static Optional<Role> named(String label) {
        for (Role role : values()) {
            if (role.label().equals(label)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }

    /** The value of {@code lull.role} that means this role. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
