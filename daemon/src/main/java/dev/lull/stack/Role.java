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

    /** Whether the data that such a service writes are the stack's. */
    public boolean holdsData() {
        return this == APP || this == WORKER || this == CRON || this == DB;
    }

    /** The value of {@code lull.role} that means this role. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
