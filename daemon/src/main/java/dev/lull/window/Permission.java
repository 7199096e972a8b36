package dev.lull.window;

import dev.lull.window.RefusedException.Reason;
import java.util.Optional;

/** Whether a window takes what a person asks. Pure. */
final class Permission {
    private Permission() {}

    /**
     * @param confirm the stack's name, where what is asked would lose what visitors wrote
     * @throws RefusedException when the state does not offer it
     */
    static void check(WindowId window, WindowState state, Action action, Optional<String> confirm) {
        if (!state.offers().contains(action)) {
            throw new RefusedException(Reason.CONFLICT, notOffered(window, state, action));
        }
        String stack = state.opened().stack().value();
        if (action == Action.ROLLBACK
                && state.visitorsMayHaveWritten()
                && !confirm.equals(Optional.of(stack))) {
            throw new RefusedException(
                    Reason.UNCONFIRMED,
                    (state.reopened()
                                    ? "visitors have been let in since the rollback point was"
                                            + " taken"
                                    : "somebody else started the app since the rollback point was"
                                            + " taken, so visitors may have been in")
                            + ": everything written since then would be lost. To do it all the same, confirm"
                            + " with the stack's name: 'lull rollback "
                            + window
                            + " --confirm "
                            + stack
                            + "'");
        }
    }

    private static String notOffered(WindowId window, WindowState state, Action action) {
        String now = "window " + window + " is " + state.phase().word();
        if (state.held().isPresent()) {
            now += ", held at " + state.held().get().step().word();
        }
        if (state.offers().isEmpty()) {
            return now + ": there is nothing to ask of it now, it goes on by itself";
        }
        String offers = String.join(", ", state.offers().stream().map(Action::word).toList());
        String why =
                action == Action.ABORT && state.visitorsMayHaveWritten()
                        ? ": visitors are in again, or may have been, so it can't be aborted any"
                                + " more"
                        : ": " + action.word() + " does not fit now";
        return now + why + "; it offers: " + offers;
    }
}
