package dev.lull.docker;

/** Why a call to Docker (the engine or Compose) did not end as asked. Messages are for people. */
public abstract sealed class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private EngineException(String message, Throwable cause) {
        super(message, cause);
    }

    private EngineException(String message) {
        super(message);
    }

    /** Nothing happened; the same call may succeed later. */
    public static final class Transient extends EngineException {
        private static final long serialVersionUID = 1L;

        public Transient(String message, Throwable cause) {
            super(message, cause);
        }

        public Transient(String message) {
            super(message);
        }
    }

    /** Docker refused; the same call will be refused again. */
    public static final class Permanent extends EngineException {
        private static final long serialVersionUID = 1L;

        public Permanent(String message, Throwable cause) {
            super(message, cause);
        }

        public Permanent(String message) {
            super(message);
        }
    }

    /** It may or may not have happened: look before doing it again. */
    public static final class Unknown extends EngineException {
        private static final long serialVersionUID = 1L;

        public Unknown(String message, Throwable cause) {
            super(message, cause);
        }

        public Unknown(String message) {
            super(message);
        }
    }

    /** Docker did as asked, and the command that it was to run was seen to go on too long. */
    public static final class Overdue extends EngineException {
        private static final long serialVersionUID = 1L;

        public Overdue(String message) {
            super(message);
        }
    }
}
