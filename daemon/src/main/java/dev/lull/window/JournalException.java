package dev.lull.window;

/** The journal can't be written or read: disk full, damaged, taken by another daemon. */
public sealed class JournalException extends RuntimeException permits NewerJournalException {
    private static final long serialVersionUID = 1L;

    public JournalException(String message, Throwable cause) {
        super(message, cause);
    }

    public JournalException(String message) {
        super(message);
    }
}
