package dev.lull.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Who can reach a daemon by its configuration, and what that lacks: where others than this host
 * can, tokens must not cross the network in the clear, and a browser's address has a name that has
 * to be known.
 */
final class Exposure {
    private Exposure() {}

    /**
     * Why a daemon must not start with this.
     *
     * @param key whose value it is
     * @param lacks the keys one of which would make it right
     * @param what is wrong, as the end of a sentence that begins with the key
     * @param fix what to do about it, as a sentence without full stop
     */
    record Objection(Key<?> key, List<Key<?>> lacks, String what, String fix) {
        @Override
        public String toString() {
            return key + " " + what + ". " + fix + ".";
        }
    }

    /** For values of the file as well as for those of everybody who has a say, merged. */
    static List<Objection> objections(Values values) {
        List<Objection> objections = new ArrayList<>();
        boolean open = values.get(Keys.LISTEN).isOpenToOthers();
        boolean behindProxy = values.get(Keys.BEHIND_PROXY);
        boolean tls =
                values.get(Keys.TLS_CERTIFICATE).isPresent()
                        && values.get(Keys.TLS_KEY).isPresent();
        if (open && !behindProxy && !tls) {
            objections.add(inTheClear(values));
        }
        if ((open || behindProxy) && values.get(Keys.HOSTS).names().isEmpty()) {
            objections.add(nameless(values, open ? Keys.LISTEN : Keys.BEHIND_PROXY));
        }
        return List.copyOf(objections);
    }

    private static Objection inTheClear(Values values) {
        return new Objection(
                Keys.LISTEN,
                List.of(Keys.TLS_CERTIFICATE, Keys.TLS_KEY, Keys.BEHIND_PROXY),
                "is "
                        + values.get(Keys.LISTEN)
                        + ", which other hosts can reach, and tokens would cross the network in the"
                        + " clear",
                "Write tls.certificate and tls.key too; or behind_proxy: true, if a proxy that does"
                        + " TLS stands before it; or a loopback address such as 127.0.0.1:7410");
    }

    private static Objection nameless(Values values, Key<?> key) {
        return new Objection(
                key,
                List.of(Keys.HOSTS),
                "is " + values.get(key) + " without hosts, and browsers know Lull by no name then",
                "Write hosts with the name in the browser's address, such as"
                        + " maintenance.example.org");
    }
}
