package dev.lull.docker;

import org.jspecify.annotations.Nullable;

/** Whether a call changes something: that decides what it means when it is not answered. */
enum Kind {
    READ {
        @Override
        EngineException unanswered(String message, @Nullable Throwable cause) {
            return cause == null
                    ? new EngineException.Transient(message)
                    : new EngineException.Transient(message, cause);
        }
    },
    CHANGE {
        @Override
        EngineException unanswered(String message, @Nullable Throwable cause) {
            return cause == null
                    ? new EngineException.Unknown(message)
                    : new EngineException.Unknown(message, cause);
        }
    };

    abstract EngineException unanswered(String message, @Nullable Throwable cause);
}
