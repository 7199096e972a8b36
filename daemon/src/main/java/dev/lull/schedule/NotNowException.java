package dev.lull.schedule;

/**
 * It can't be told or done now, and maybe later: Docker does not answer, for instance. Nothing was
 * touched. The message is for people.
 */
public final class NotNowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotNowException(String message, Throwable cause) {
        super(message, cause);
    }
}
