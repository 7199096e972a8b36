package dev.lull.app;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by which a daemon is asked to read its configuration again. Java has signals in {@code
 * sun.misc} only (module {@code jdk.unsupported}), and a compiler that takes warnings for errors
 * refuses that name; so it is looked up. Where it is not there, the signal ends the daemon, as it
 * would without this.
 */
final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    /**
     * Has something done whenever the process gets the signal.
     *
     * @param heard run on a thread of its own each time
     */
    static void hear(Runnable heard) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener =
                    Proxy.newProxyInstance(
                            HangUp.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (_, _, _) -> {
                                heard.run();
                                return null;
                            });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), listener);
        } catch (ReflectiveOperationException e) {
            LOG.warn("SIGHUP ends this daemon: its Java can't hear it ({})", e.toString());
        }
    }
}
