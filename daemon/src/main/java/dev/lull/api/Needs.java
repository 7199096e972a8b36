package dev.lull.api;

import dev.lull.access.AccessRole;
import io.javalin.security.RouteRole;
import java.util.Optional;

/** Who may ask something of a route. */
enum Needs implements RouteRole {
    /** Anybody who reaches the daemon: it tells nothing of the host. */
    NOTHING(Optional.empty()),
    VIEWER(Optional.of(AccessRole.VIEWER)),
    OPERATOR(Optional.of(AccessRole.OPERATOR)),
    ADMIN(Optional.of(AccessRole.ADMIN));

    private final Optional<AccessRole> role;

    Needs(Optional<AccessRole> role) {
        this.role = role;
    }

    Optional<AccessRole> role() {
        return role;
    }
}
