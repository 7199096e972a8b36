package dev.lull.app;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.plan.StepKind;
import dev.lull.stack.ServiceName;
import dev.lull.window.Action;
import dev.lull.window.Ada;
import dev.lull.window.Recorded;
import dev.lull.window.Step;
import dev.lull.window.WindowId;
import dev.lull.window.WindowRequest;
import dev.lull.window.WindowState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A window from its opening to its end, on a world of its own, whatever befalls the daemon. */
enum Story {
    UPDATE(World.Shape.GUESTBOOK, Phase.DONE),
    FAILING_MIGRATION(World.Shape.GUESTBOOK, Phase.ROLLED_BACK),
    ILL_VERSION(World.Shape.GUESTBOOK, Phase.ROLLED_BACK),
    ROLLBACK_BY_HAND(World.Shape.GUESTBOOK, Phase.ROLLED_BACK),
    UPDATE_OF_SINGLE(World.Shape.SINGLE, Phase.DONE),
    FAILING_MIGRATION_OF_SINGLE(World.Shape.SINGLE, Phase.ROLLED_BACK),
    ROLLBACK_BY_HAND_OF_SINGLE(World.Shape.SINGLE, Phase.ROLLED_BACK),
    /** It waits for a person before visitors are let in, who says that it takes longer. */
    UPDATE_AT_A_WORD(World.Shape.SINGLE, Phase.DONE);

    private static final int PATIENCE = 6;

    final World.Shape shape;
    final Phase end;

    Story(World.Shape shape, Phase end) {
        this.shape = shape;
        this.end = end;
    }

    /** What came of it. */
    record End(World world, List<Recorded> events, Phase phase, List<String> wrong) {}

    /** Whether it belongs to those that between them take every step, there and back. */
    boolean isBasic() {
        return this == FAILING_MIGRATION
                || this == UPDATE_OF_SINGLE
                || this == ROLLBACK_BY_HAND_OF_SINGLE;
    }

    /** Whether every point of it is told where there is time: as on real containers. */
    boolean isOfMatrix() {
        return this == UPDATE || this == FAILING_MIGRATION || this == ROLLBACK_BY_HAND;
    }

    World world(Path folder) {
        World world = new World(shape, folder);
        return switch (this) {
            case UPDATE, UPDATE_OF_SINGLE, UPDATE_AT_A_WORD -> world.copiesOffsite();
            case FAILING_MIGRATION, FAILING_MIGRATION_OF_SINGLE -> world.migrationFails();
            case ILL_VERSION -> world.newVersionIsIll();
            case ROLLBACK_BY_HAND, ROLLBACK_BY_HAND_OF_SINGLE -> world.illOnceOpen();
        };
    }

    private Map<ServiceName, String> images() {
        Map<ServiceName, String> images = new TreeMap<>();
        images.put(new ServiceName("app"), "guestbook:2");
        if (shape == World.Shape.GUESTBOOK) {
            images.put(new ServiceName("worker"), "guestbook:2");
            images.put(new ServiceName("cron"), "guestbook:2");
            images.put(new ServiceName("mail"), "mail:2");
        }
        return images;
    }

    /** Tells it undisturbed. */
    End tell(Path folder) throws InterruptedException {
        return tell(folder, Death.never(), step -> step, world -> {});
    }

    /**
     * Tells it.
     *
     * @param death of the first daemon; the next one lives on
     * @param wrap around each step
     * @param disturb the world, right before the window is opened
     */
    End tell(Path folder, Death death, UnaryOperator<Step> wrap, Consumer<World> disturb)
            throws InterruptedException {
        World world = world(folder);
        disturb.accept(world);
        Life life = new Life(world, death, wrap);
        life.open(wanted());
        int asked = 0;
        while (true) {
            Life.Turn turn = life.turn();
            if (turn == Life.Turn.DIED) {
                world.daemonIsAway();
            }
            if (turn != Life.Turn.REFUSED && world.journal.windows().isEmpty()) {
                turn = Life.Turn.REFUSED; // It died before it had written anything.
            }
            if (turn == Life.Turn.REFUSED) {
                return new End(world, List.of(), Phase.REFUSED, wrong(world, Phase.REFUSED));
            }
            if (turn == Life.Turn.DIED) {
                life = new Life(world, Death.never(), wrap);
                boolean over = world.journal.open().isEmpty();
                turn = over ? Life.Turn.ENDED : turn;
                boolean waits = !over && state(world).held().isPresent();
                life.recover();
                turn = waits ? Life.Turn.HELD : turn;
            }
            if (turn == Life.Turn.HELD && asked++ < PATIENCE) {
                answer(life, world);
            } else if (turn != Life.Turn.DIED) {
                life.close();
                WindowState state = state(world);
                List<String> wrong = wrong(world, state.phase());
                return new End(world, world.journal.read(window(world), 0), state.phase(), wrong);
            }
        }
    }

    private WindowRequest wanted() {
        return new WindowRequest(
                shape.stack,
                new Change.Update(images(), false),
                Ada.ORIGIN,
                Duration.ofMinutes(1),
                this == UPDATE_AT_A_WORD ? Set.of(StepKind.REOPEN_APP) : Set.of());
    }

    private static void answer(Life life, World world) {
        if (state(world).offers().contains(Action.APPROVE)) {
            life.approveLate(window(world));
        } else {
            life.ask(window(world), wish(world));
        }
    }

    private static WindowId window(World world) {
        return world.journal.windows().getFirst();
    }

    private static WindowState state(World world) {
        return WindowState.replay(world.journal.read(window(world), 0));
    }

    /** What a person asks of a window that is held. */
    private static Action wish(World world) {
        WindowState state = state(world);
        boolean watched = state.held().orElseThrow().step() == StepKind.WATCH;
        return watched && state.offers().contains(Action.ROLLBACK) ? Action.ROLLBACK : Action.RETRY;
    }

    private List<String> wrong(World world, Phase phase) {
        List<String> wrong = new ArrayList<>(world.violations());
        switch (phase) {
            case DONE -> {
                wrong.addAll(world.differencesFromUpdated(images()));
                wrong.addAll(world.notCopied());
            }
            case ROLLED_BACK, ABORTED, REFUSED -> wrong.addAll(world.differencesFromBefore());
            default -> wrong.add("it is " + phase.word() + ", which is no end");
        }
        return wrong;
    }
}
