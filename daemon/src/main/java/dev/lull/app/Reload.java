package dev.lull.app;

import dev.lull.api.Renewal;
import dev.lull.api.Tls;
import dev.lull.config.Key;
import dev.lull.config.Rereading;
import dev.lull.config.Told;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the daemon goes by, while its configuration may be read again: one with mistakes changes
 * nothing, and what needs a restart stays as it was at the start. Whoever asks for the settings
 * anew for each thing that it does gets those of now; what is under way goes on as it began.
 */
final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private Told told;
    private volatile Settings settings;

    /**
     * @param begun with this
     */
    Reload(Told begun) {
        this.told = begun;
        this.settings = Settings.of(begun.configuration());
    }

    /** Those of now. */
    Settings settings() {
        return settings;
    }

    /**
     * Reads the configuration again, and the files of its certificate, and says what came of it;
     * nothing fails of it.
     *
     * @param certificates shows another one; asked at each run, as files are renewed in place
     */
    synchronized void run(Function<Tls, Renewal> certificates) {
        try {
            switch (told.again()) {
                case Rereading.Refused refused -> keep(refused);
                case Rereading.Valid valid -> take(valid.told(), certificates);
            }
        } catch (RuntimeException e) {
            LOG.error("the configuration stays as it was: it could not be read again", e);
        }
    }

    private static void keep(Rereading.Refused refused) {
        LOG.error("the configuration stays as it was: {}", refused.why());
        refused.problems().forEach(p -> LOG.error("{}", p));
    }

    private void take(Told newer, Function<Tls, Renewal> certificates) {
        Told wanted = told.reloaded(newer);
        Renewal renewal =
                wanted.configuration()
                        .tls()
                        .map(t -> certificates.apply(new Tls(t.certificate(), t.key())))
                        .orElseGet(Renewal.Same::new);
        Told next = renewal instanceof Renewal.Refused ? wanted.withTlsOf(told) : wanted;
        List<Key<?>> taken = told.differences(next);
        List<Key<?>> waiting = wanted.differences(newer);
        if (taken.isEmpty() && waiting.isEmpty() && renewal instanceof Renewal.Same) {
            LOG.info("the configuration was read again: nothing has changed");
        }
        taken.forEach(k ->
                LOG.info("{} is {} from now on; it was {}", k, next.printed(k), told.printed(k)));
        tell(renewal);
        waiting.forEach(k ->
                LOG.warn(
                        "{} is {} in the configuration, which counts when Lull is started again"
                                + " ('systemctl restart lull'; open windows go on); until then it"
                                + " is {}",
                        k,
                        newer.printed(k),
                        next.printed(k)));
        settings = Settings.of(next.configuration());
        told = next;
    }

    private static void tell(Renewal renewal) {
        switch (renewal) {
            case Renewal.Same _ -> {}
            case Renewal.Taken taken ->
                    LOG.info(
                            "new connections get the new certificate, which is valid until {}; open"
                                    + " ones go on",
                            taken.until());
            case Renewal.Refused refused ->
                    LOG.error(
                            "the certificate stays as it was, the old one, which is valid until {}:"
                                    + " {}. Put that right, then 'systemctl reload lull'",
                            refused.until(),
                            refused.why());
        }
    }
}
