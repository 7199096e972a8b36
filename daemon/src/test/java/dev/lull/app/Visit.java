package dev.lull.app;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.PointId;
import dev.lull.window.Action;
import dev.lull.window.Event;
import dev.lull.window.Recorded;
import dev.lull.window.Step;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** A person at a window on a {@link World}: opens it, looks, and says what next. */
final class Visit implements AutoCloseable {
    final World world;
    private final Life life;

    Visit(World world) {
        this(world, step -> step);
    }

    /**
     * @param wrap around each step
     */
    Visit(World world, UnaryOperator<Step> wrap) {
        this.world = world;
        this.life = new Life(world, Death.never(), wrap);
    }

    /** A world whose compose file says something else from the start. */
    static World world(World.Shape shape, Path folder, String from, String to) {
        World world = new World(shape, folder);
        edit(world, from, to);
        world.compose.up(world.project);
        world.engine.forgetMutations();
        return world;
    }

    /** Replaces text in the compose file, which nobody has acted on yet. */
    static void edit(World world, String from, String to) {
        Path file = world.project.files().getFirst();
        try {
            String text = Files.readString(file);
            if (!text.contains(from)) {
                throw new IllegalArgumentException("the file has no " + from);
            }
            Files.writeString(file, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Opens a window and waits until it is held or has ended. */
    WindowState open(Change change) throws InterruptedException {
        life.open(change);
        return rest();
    }

    /** Asks, and waits until it is held again or has ended. */
    WindowState ask(Action action) throws InterruptedException {
        life.ask(id(), action);
        return rest();
    }

    /** Opens a window and waits for nothing. */
    void begin(Change change) {
        life.open(change);
    }

    /** Opens a window, and passes on why there is none. */
    void openNow(Change change) {
        life.openNow(change);
    }

    /** Removes a rollback point. */
    void delete(PointId point) throws InterruptedException {
        life.delete(point);
    }

    /** Waits until the window is held or has ended. */
    WindowState rest() throws InterruptedException {
        if (life.turn() == Life.Turn.REFUSED) {
            throw new IllegalStateException("no window was opened");
        }
        return state();
    }

    /** Docker tells of something that happened to a container. */
    void look() {
        life.look();
    }

    WindowId id() {
        return world.journal.windows().getFirst();
    }

    WindowState state() {
        return WindowState.replay(events());
    }

    List<Recorded> events() {
        return world.journal.read(id(), 0);
    }

    Phase phase() {
        return state().phase();
    }

    /** What went wrong at a step, at last. */
    String failure(StepKind step) {
        return events().stream()
                .map(Recorded::event)
                .filter(Event.StepFailed.class::isInstance)
                .map(Event.StepFailed.class::cast)
                .filter(f -> f.step() == step)
                .map(Event.StepFailed::toString)
                .reduce("", (first, last) -> last);
    }

    List<String> warnings() {
        return events().stream()
                .map(Recorded::event)
                .filter(Event.Warned.class::isInstance)
                .map(e -> ((Event.Warned) e).text())
                .toList();
    }

    @Override
    public void close() {
        life.close();
    }
}
