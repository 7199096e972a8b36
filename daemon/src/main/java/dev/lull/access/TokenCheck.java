package dev.lull.access;

/** What a secret is worth. Only the first is worth anything; who asked need not be told why. */
public sealed interface TokenCheck {

    /** It is this token's. */
    record Known(Token token) implements TokenCheck {}

    /** It is no token's. */
    record Unknown() implements TokenCheck {}

    /** It was this token's, whose time is over. */
    record Expired(Token token) implements TokenCheck {}

    /** It was this token's, which somebody has revoked. */
    record Revoked(Token token) implements TokenCheck {}
}
