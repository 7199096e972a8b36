package dev.lull.schedule;

import java.util.Locale;

/** What has become of a due moment. */
public enum RunState {
    /** Begun: its conditions are being looked at. */
    LOOKING,
    WAITING_FOR_APPROVAL,
    /** As many windows are open as there may be at once, or one on this stack. */
    WAITING_FOR_ROOM,
    /** A window is being opened, or was when the daemon died. */
    OPENING,
    OPENED,
    /** A condition was not met. */
    NOTHING_TO_DO,
    /** Its time is over, or somebody did not want it. */
    SKIPPED,
    /** A window can't be opened as the stack is. */
    REFUSED;

    /** For people, e.g. {@code waiting for approval}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether nothing follows. */
    public boolean isOver() {
        return switch (this) {
            case LOOKING, WAITING_FOR_APPROVAL, WAITING_FOR_ROOM, OPENING -> false;
            case OPENED, NOTHING_TO_DO, SKIPPED, REFUSED -> true;
        };
    }

    /** Whether it goes on only when something else happens. */
    boolean isWaiting() {
        return this == WAITING_FOR_APPROVAL || this == WAITING_FOR_ROOM;
    }
}
