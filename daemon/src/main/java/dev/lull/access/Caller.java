package dev.lull.access;

/**
 * Who asks for something.
 *
 * @param who the name of the token, or the user at the other end of the unix socket
 * @param from {@link #SOCKET}, or the address that the request came from
 */
public record Caller(String who, AccessRole role, String from) {
    /** Where callers on this host come from who need no token. */
    public static final String SOCKET = "unix socket";

    public Caller {
        if (who.isBlank() || from.isBlank()) {
            throw new IllegalArgumentException("a caller has a name, and comes from somewhere");
        }
    }
}
