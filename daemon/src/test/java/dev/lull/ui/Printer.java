package dev.lull.ui;

import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A step that runs until a test ends it, and prints what the test has it print. */
final class Printer implements Step {
    /** What is said sooner after what was said last is gathered until more is said. */
    private static final Duration BETWEEN = Duration.ofMillis(250);

    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    /** Has it print this. */
    void print(String line) {
        lines.add(Optional.of(line));
    }

    /** Lets it end well. */
    void end() {
        lines.add(Optional.empty());
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Optional<String> line = lines.take();
        while (line.isPresent()) {
            Thread.sleep(BETWEEN);
            context.say(line.get());
            line = lines.take();
        }
        return new Outcome.Done("all of it was printed");
    }
}
