package dev.lull.access;

/** A token that is worth something has this name: the message says which, and the way out. */
public final class NameTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NameTakenException(Token other) {
        super(
                "token "
                        + other.id()
                        + ", "
                        + other.role().word()
                        + ", has the name '"
                        + other.name()
                        + "' and is valid: revoke it first ('lull token revoke "
                        + other.id()
                        + "'), or choose another name");
    }
}
