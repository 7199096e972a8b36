package dev.lull.page;

/**
 * Why a packet rule could not be set or removed. Messages are for people. All calls that throw it
 * are "make it so" and atomic in the kernel.
 */
public abstract sealed class DoorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private DoorException(String message) {
        super(message);
    }

    private DoorException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Nothing happened, and nothing will when it is tried again: a tool or a right is missing. */
    public static final class Permanent extends DoorException {
        private static final long serialVersionUID = 1L;

        public Permanent(String message) {
            super(message);
        }

        public Permanent(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** It may or may not have happened (no answer in time, or interrupted): do it again. */
    public static final class Unknown extends DoorException {
        private static final long serialVersionUID = 1L;

        public Unknown(String message) {
            super(message);
        }

        public Unknown(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
