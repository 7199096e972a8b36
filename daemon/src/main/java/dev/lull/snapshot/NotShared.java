package dev.lull.snapshot;

import java.io.IOException;

/** The blocks of a folder can't be shared, or not all of them: another store has to do. */
final class NotShared extends IOException {
    private static final long serialVersionUID = 1L;

    NotShared(String message, Throwable cause) {
        super(message, cause);
    }

    NotShared(String message) {
        super(message);
    }
}
