package dev.lull.step;

import dev.lull.docker.EngineException;
import dev.lull.schedule.NotNowException;
import dev.lull.window.RefusedException;
import dev.lull.window.RefusedException.Reason;

/** Why a schedule can't be told what it asks. */
final class Untold {
    private Untold() {}

    /**
     * To be thrown: a {@link NotNowException} where Docker may answer later, or else a {@link
     * RefusedException}.
     *
     * @param what was asked, as the subject of a sentence
     */
    static RuntimeException of(String what, EngineException why) {
        String words = what + " can't be told: " + why.getMessage();
        return why instanceof EngineException.Permanent
                ? new RefusedException(Reason.INVALID, words)
                : new NotNowException(words, why);
    }
}
