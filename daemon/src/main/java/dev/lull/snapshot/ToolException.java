package dev.lull.snapshot;

import java.io.IOException;
import java.util.Locale;

/** A program of the host ended badly, or isn't there. */
final class ToolException extends IOException {
    private static final long serialVersionUID = 1L;

    ToolException(String message) {
        super(message);
    }

    /** Whether an error means that a disk is full. */
    static boolean noSpace(IOException e) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left on device")
                || message.contains("disk quota exceeded");
    }
}
