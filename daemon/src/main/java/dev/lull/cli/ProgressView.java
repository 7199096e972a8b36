package dev.lull.cli;

import java.io.PrintWriter;
import java.time.Instant;

/**
 * Shows how far something is: a terminal in one line that is drawn over and is gone at the end, a
 * log in as few as it needs.
 */
final class ProgressView {
    /** To the beginning of the line, which then is cut where the terminal ends. */
    private static final String REDRAW = "\r\u001b[K\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";
    private static final String ERASE = "\r\u001b[K";

    private final Terminal terminal;
    private final Milestones milestones = new Milestones();
    private boolean drawn;

    ProgressView(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(String line, Instant at) {
        PrintWriter out = terminal.out();
        String harmless = Terminal.harmless(line);
        if (terminal.interactive()) {
            out.print(REDRAW + Terminal.end(harmless, 1) + WRAP);
            drawn = true;
        } else if (milestones.worth(harmless, at)) {
            out.println(harmless);
        }
        out.flush();
    }

    /** Leaves the terminal as it was. */
    void end() {
        if (drawn) {
            terminal.out().print(ERASE);
            terminal.out().flush();
            drawn = false;
        }
    }
}
