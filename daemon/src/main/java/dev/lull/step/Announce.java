package dev.lull.step;

import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Says when the stack is expected back; the page says the same. */
final class Announce implements Step {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    @Override
    public Outcome perform(StepContext context) {
        return new Outcome.Done(
                context.stack() + " is expected back at " + TIME.format(context.expectedBack()));
    }
}
