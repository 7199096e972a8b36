package dev.lull.snapshot;

/** Why a rollback point could not be written, read or restored. Messages are for people. */
public abstract sealed class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private SnapshotException(String message, Throwable cause) {
        super(message, cause);
    }

    private SnapshotException(String message) {
        super(message);
    }

    /** The host failed us, nothing half-done counts: the same call may succeed later. */
    public static final class Failed extends SnapshotException {
        private static final long serialVersionUID = 1L;

        public Failed(String message, Throwable cause) {
            super(message, cause);
        }

        public Failed(String message) {
            super(message);
        }
    }

    /** The disk is full; what was half-written is gone again. */
    public static final class NoSpace extends SnapshotException {
        private static final long serialVersionUID = 1L;

        public NoSpace(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The point is not what its manifest says: it is never restored from. */
    public static final class Damaged extends SnapshotException {
        private static final long serialVersionUID = 1L;

        public Damaged(String message) {
            super(message);
        }
    }

    /** What was asked can't be done as asked; nothing was touched. */
    public static final class Refused extends SnapshotException {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }

    /** The restore went through, but the volume is not what it was. */
    public static final class Differs extends SnapshotException {
        private static final long serialVersionUID = 1L;

        public Differs(String message) {
            super(message);
        }
    }
}
