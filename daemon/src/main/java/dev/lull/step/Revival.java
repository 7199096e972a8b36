package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.page.Page;
import dev.lull.plan.StepKind;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.StackName;
import dev.lull.window.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Starts again what went down with Docker and what the window has open, and waits until it is well.
 * Docker itself brings back what has the restart policy {@code always}; but when it was killed it
 * takes containers with {@code unless-stopped} for stopped by hand. What the step at hand closes,
 * starts or makes itself is left to it.
 */
final class Revival {
    private static final Set<StepKind> CLOSING =
            EnumSet.of(
                    StepKind.ANNOUNCE,
                    StepKind.CLOSE_CRON,
                    StepKind.CLOSE_WORKERS,
                    StepKind.CLOSE_APP);
    private static final Set<StepKind> HELPERS =
            EnumSet.complementOf(
                    EnumSet.of(StepKind.PREPARE, StepKind.CHANGE, StepKind.RESTORE_CONTAINERS));
    private static final Set<StepKind> APP_OPEN =
            EnumSet.of(
                    StepKind.ANNOUNCE,
                    StepKind.CLOSE_CRON,
                    StepKind.CLOSE_WORKERS,
                    StepKind.CLOSE_APP,
                    StepKind.REOPEN_WORKERS,
                    StepKind.REOPEN_CRON,
                    StepKind.WATCH,
                    StepKind.COPY_OFFSITE);
    private static final Set<StepKind> WORKERS_OPEN =
            EnumSet.of(
                    StepKind.ANNOUNCE, StepKind.REOPEN_CRON, StepKind.WATCH, StepKind.COPY_OFFSITE);
    private static final Set<StepKind> CRON_OPEN =
            EnumSet.of(StepKind.ANNOUNCE, StepKind.WATCH, StepKind.COPY_OFFSITE);
    private static final Set<StepKind> DATA_OPEN =
            EnumSet.of(
                    StepKind.ANNOUNCE,
                    StepKind.CLOSE_CRON,
                    StepKind.CLOSE_WORKERS,
                    StepKind.CLOSE_APP,
                    StepKind.MIGRATE,
                    StepKind.EXEC,
                    StepKind.WORK,
                    StepKind.RESTORE_DUMPS,
                    StepKind.VALIDATE,
                    StepKind.REOPEN_APP,
                    StepKind.REOPEN_WORKERS,
                    StepKind.REOPEN_CRON,
                    StepKind.WATCH,
                    StepKind.COPY_OFFSITE);

    /** Is never counted. */
    private static final long DOUBT = -1;

    private final Engine engine;
    private final StackContainers containers;
    private final Page page;
    private final Checks checks;
    private final LongSupplier breaks;
    private final Map<StackName, Long> seen = new ConcurrentHashMap<>();

    /**
     * @param breaks counts how often the engine may have gone away
     */
    Revival(
            Engine engine,
            StackContainers containers,
            Page page,
            Checks checks,
            LongSupplier breaks) {
        this.engine = engine;
        this.containers = containers;
        this.page = page;
        this.checks = checks;
        this.breaks = breaks;
    }

    /**
     * Does so if Docker went away since it was last asked about this stack, or may have: before a
     * daemon's first step in a window nobody has looked.
     */
    void perform(StepContext context) throws InterruptedException {
        long now = breaks.getAsLong();
        Long before = seen.get(context.stack());
        StepKind kind = context.planned().kind();
        if (kind != StepKind.PREPARE && (before == null || before != now)) {
            revive(context, kind, before == null);
        }
        seen.put(context.stack(), now);
    }

    /** Docker went away, whatever is counted: the next time it is looked again. */
    void doubt(StackName stack) {
        seen.computeIfPresent(stack, (_, _) -> DOUBT);
    }

    private void revive(StepContext context, StepKind kind, boolean unseen)
            throws InterruptedException {
        Scene scene = new Scene(context, containers);
        List<Checks.Subject> subjects = new ArrayList<>();
        Duration patience = Duration.ZERO;
        for (Service service : scene.before().services()) {
            boolean paged = service.role() == Role.APP && page.isUp(scene.name(), service.name());
            boolean left = unseen && isLeftAlone(service.role(), kind);
            if (isOpen(service.role(), kind) && !paged && !left) {
                Duration own = scene.settings(service).checkTimeout();
                patience = own.compareTo(patience) > 0 ? own : patience;
                for (Inspect container : scene.wanted(service)) {
                    start(container, context);
                    subjects.add(scene.subject(service, container, ""));
                }
            }
        }
        // Whether they get well again is the step's to say.
        checks.await(subjects, patience).ifPresent(context::say);
    }

    private void start(Inspect container, StepContext context) {
        if (!container.isRunning()) {
            context.say(
                    container.name()
                            + " was not running, as after a restart of Docker or the host:"
                            + " started again");
            engine.start(container.id());
        }
    }

    /** What is about to be closed need not come back for it; what a person works on must not. */
    private static boolean isLeftAlone(Role role, StepKind kind) {
        boolean helper = role == Role.PROXY || role == Role.NONE;
        return !helper && (CLOSING.contains(kind) || kind == StepKind.WORK);
    }

    private static boolean isOpen(Role role, StepKind kind) {
        return switch (role) {
            case PROXY, NONE -> HELPERS.contains(kind);
            case APP -> APP_OPEN.contains(kind);
            case WORKER -> WORKERS_OPEN.contains(kind);
            case CRON -> CRON_OPEN.contains(kind);
            case DB -> DATA_OPEN.contains(kind);
        };
    }
}
