package dev.lull.app;

import dev.lull.check.Checks;
import dev.lull.check.HttpProbe;
import dev.lull.docker.Compose;
import dev.lull.docker.Discovery;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.StackContainers;
import dev.lull.notify.Notifier;
import dev.lull.notify.Post;
import dev.lull.page.Detour;
import dev.lull.page.Gate;
import dev.lull.page.Hold;
import dev.lull.page.Page;
import dev.lull.plan.Change;
import dev.lull.plan.OffsiteCopy;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.Offsite;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Pruner;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.stack.Stacks;
import dev.lull.step.DoorBoundary;
import dev.lull.step.StackPlanner;
import dev.lull.step.Steps;
import dev.lull.testbed.JournalAround;
import dev.lull.window.Action;
import dev.lull.window.Ada;
import dev.lull.window.Event;
import dev.lull.window.Journal;
import dev.lull.window.JournalException;
import dev.lull.window.Recorded;
import dev.lull.window.RefusedException;
import dev.lull.window.Step;
import dev.lull.window.WindowId;
import dev.lull.window.WindowRequest;
import dev.lull.window.Windows;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * One life of a daemon on a {@link World}. When it dies its threads stop for ever where they are:
 * nothing of it is cleaned up, written or done any more, as after a {@code kill -9}.
 */
final class Life {
    /** Why the daemon is to be looked after. */
    enum Turn {
        DIED,
        REFUSED,
        HELD,
        ENDED
    }

    private final World world;
    private final Death.Watch death;
    private final BlockingQueue<Turn> turns = new LinkedBlockingQueue<>();
    private final Pruner pruner;
    private final Windows windows;
    private volatile boolean dead;
    private volatile boolean dying;

    Life(World world, Death death, UnaryOperator<Step> wrap) {
        this.world = world;
        this.death = new Death.Watch(death);
        Engine engine = mortal(Engine.class, world.engine());
        Compose compose = mortal(Compose.class, world.compose());
        HttpProbe http = mortal(HttpProbe.class, world.http());
        Stacks stacks = new Discovery(engine, compose);
        Page page = new Page(engine, http, World.PAGE_IMAGE, world.clock);
        pruner = new Pruner(world.points, engine::untag, this::isInUse);
        Optional<Offsite> offsite = world.offsite.map(o -> mortal(Offsite.class, o));
        Steps.Tools tools =
                new Steps.Tools(
                        engine,
                        compose,
                        stacks,
                        world.points,
                        pruner,
                        () -> offsite,
                        page,
                        mortal(Hold.class, world.hold()),
                        mortal(Gate.class, world.gate()),
                        mortal(Detour.class, world.detour()),
                        new Checks(engine, http, world.clock),
                        mortal(Post.class, world.post),
                        world.breaks::get,
                        Objects.requireNonNullElse(System.getenv("PATH"), ""),
                        world.clock);
        Map<StepKind, Step> steps = new EnumMap<>(StepKind.class);
        Steps.all(tools).forEach((kind, step) -> steps.put(kind, wrap.apply(step)));
        this.windows =
                new Windows(
                        new MortalJournal(),
                        new StackPlanner(
                                stacks,
                                world.points::find,
                                world.points::newest,
                                () ->
                                        world.offsite.map(o ->
                                                new OffsiteCopy(o.place(), Duration.ofHours(6)))),
                        steps,
                        new DoorBoundary(new StackContainers(engine), page),
                        world.clock);
    }

    private boolean isInUse(RollbackPoint point) {
        return new PointsInUse(windows).test(point);
    }

    /** Tells people what becomes of its windows; before any is opened or taken up again. */
    Notifier tells() {
        Notifier notifier = new Notifier(windows, mortal(Post.class, world.post));
        notifier.start();
        return notifier;
    }

    void open(Change change) {
        open(change, Duration.ofMinutes(1));
    }

    void open(Change change, Duration expected) {
        open(Ada.wants(world.shape.stack, change, expected));
    }

    /** Opens a window; on a thread of its own, for the daemon may die of it. */
    void open(WindowRequest wanted) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        windows.open(wanted);
                    } catch (RefusedException | EngineException | JournalException e) {
                        turns.add(Turn.REFUSED);
                    }
                });
    }

    /** Opens a window; passes on why there is none. */
    void openNow(Change change) {
        windows.open(Ada.wants(world.shape.stack, change, Duration.ofMinutes(1)));
    }

    void delete(PointId point) throws InterruptedException {
        pruner.delete(point);
    }

    /** What a daemon does at its start. */
    void recover() {
        world.hold().clear();
        pruner.sweep();
        windows.recover();
    }

    /** As when Docker tells that something happened to a container of the stack. */
    void look() {
        windows.look(world.shape.stack);
    }

    void ask(WindowId window, Action action) {
        Optional<String> name = Optional.of(world.shape.stack.value());
        say(() -> windows.ask(window, action, "ada", name));
    }

    /** A person says that it takes longer, and then that it may go on. */
    void approveLate(WindowId window) {
        say(() -> {
            windows.extend(window, Duration.ofMinutes(1), "ada");
            windows.ask(window, Action.APPROVE, "ada", Optional.empty());
        });
    }

    /** A person who is told that it can't be written down says it again. */
    private static void say(Runnable word) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        word.run();
                    } catch (JournalException e) {
                        word.run();
                    }
                });
    }

    /** Waits for the next turn; it fails rather than to wait for ever. */
    Turn turn() throws InterruptedException {
        Turn turn = turns.poll(10, TimeUnit.MINUTES);
        if (turn == null) {
            throw new IllegalStateException("the window neither goes on nor holds nor ends");
        }
        return turn;
    }

    void close() {
        if (!dead) {
            windows.close();
        }
    }

    private void livesOn() {
        while (dead) {
            LockSupport.park();
            Thread.interrupted(); // A deadline that passes must not wake the dead.
        }
    }

    /** Output is passed on from within the fakes: a thread must not stop there with their locks. */
    private void die() {
        dead = true;
        if (Thread.holdsLock(world.engine) || Thread.holdsLock(world.compose)) {
            dying = true;
            return;
        }
        turns.add(Turn.DIED);
        livesOn();
    }

    private void leaveFake() {
        if (dying) {
            dying = false;
            turns.add(Turn.DIED);
        }
        livesOn();
    }

    private <T> T mortal(Class<T> port, T real) {
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (proxy, method, arguments) -> {
                            livesOn();
                            try {
                                return method.invoke(real, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            } finally {
                                leaveFake();
                            }
                        }));
    }

    private final class MortalJournal extends JournalAround {
        @Override
        protected Journal journal() {
            return world.journal;
        }

        @Override
        public WindowId open(Event.Opened opened) {
            boolean now = death.isNow(opened);
            if (now && !death.after()) {
                die();
            }
            WindowId window = world.journal.open(opened);
            if (now) {
                die();
            }
            return window;
        }

        @Override
        public Recorded append(WindowId window, Event event) {
            livesOn();
            boolean now = death.isNow(event);
            if (now && !death.after()) {
                die();
                return new Recorded(Long.MAX_VALUE, Instant.EPOCH, event);
            }
            world.happens(event);
            Recorded recorded = world.journal.append(window, event);
            if (now) {
                die();
            }
            if (event instanceof Event.Held) {
                turns.add(Turn.HELD);
            } else if (event instanceof Event.Ended) {
                turns.add(Turn.ENDED);
            }
            return recorded;
        }
    }
}
