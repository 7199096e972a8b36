package dev.lull.window;

/** A newer Lull has written the journal. Trying again does not help: this one can't read it. */
public final class NewerJournalException extends JournalException {
    private static final long serialVersionUID = 1L;

    public NewerJournalException(String message) {
        super(message);
    }
}
