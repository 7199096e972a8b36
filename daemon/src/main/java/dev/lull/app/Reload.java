package dev.lull.app;

import dev.lull.config.Key;
import dev.lull.config.Needs;
import dev.lull.config.Rereading;
import dev.lull.config.Told;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the daemon goes by, while its configuration may be read again: one with mistakes changes
 * nothing, and what needs a restart stays as it was at the start. Whoever asks for the settings
 * anew for each thing that it does gets those of now; what is under way goes on as it began.
 */
final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private final Told begun;
    private Told told;
    private volatile Settings settings;

    /**
     * @param begun with this
     */
    Reload(Told begun) {
        this.begun = begun;
        this.told = begun;
        this.settings = Settings.of(begun.configuration());
    }

    /** Those of now. */
    Settings settings() {
        return settings;
    }

    /** Reads the configuration again, and says what came of it; nothing fails of it. */
    synchronized void run() {
        try {
            switch (told.again()) {
                case Rereading.Refused refused -> keep(refused);
                case Rereading.Valid valid -> take(valid.told());
            }
        } catch (RuntimeException e) {
            LOG.error("the configuration stays as it was: it could not be read again", e);
        }
    }

    private static void keep(Rereading.Refused refused) {
        LOG.error("the configuration stays as it was: {}", refused.why());
        refused.problems().forEach(p -> LOG.error("{}", p));
    }

    private void take(Told newer) {
        Told next = begun.reloaded(newer);
        List<Key<?>> taken = told.differences(next);
        List<Key<?>> waiting =
                begun.differences(newer).stream().filter(k -> k.needs() == Needs.RESTART).toList();
        if (taken.isEmpty() && waiting.isEmpty()) {
            LOG.info("the configuration was read again: nothing has changed");
        }
        taken.forEach(k ->
                LOG.info("{} is {} from now on; it was {}", k, next.printed(k), told.printed(k)));
        waiting.forEach(k ->
                LOG.warn(
                        "{} is {} in the configuration, which counts when Lull is started again"
                                + " ('systemctl restart lull'; open windows go on); until then it"
                                + " is {}",
                        k,
                        newer.printed(k),
                        begun.printed(k)));
        settings = Settings.of(next.configuration());
        told = next;
    }
}
