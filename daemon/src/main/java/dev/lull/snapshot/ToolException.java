package dev.lull.snapshot;

import java.io.IOException;

/** A program of the host ended badly, or isn't there. */
final class ToolException extends IOException {
    private static final long serialVersionUID = 1L;

    ToolException(String message) {
        super(message);
    }

    /** Whether an error means that a disk is full. */
    static boolean noSpace(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left on device")
                || message.contains("Disk quota exceeded");
    }
}
