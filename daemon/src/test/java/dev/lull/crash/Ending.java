package dev.lull.crash;

import java.util.List;

/**
 * What a daemon that was not killed tells at its end.
 *
 * @param phase of the window
 * @param held where and why it waits for a person; empty when it does not
 * @param events of the window, from its opening
 */
record Ending(String phase, String held, List<Written> events) {
    Ending {
        events = List.copyOf(events);
    }
}
