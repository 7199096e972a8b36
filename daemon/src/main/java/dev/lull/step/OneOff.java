package dev.lull.step;

import dev.lull.docker.Compose;
import dev.lull.docker.ComposeProject;
import dev.lull.docker.ContainerSummary;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.page.Routing;
import dev.lull.plan.Change;
import dev.lull.stack.Command;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.ServiceName;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a command once in a container of a service's image. The container's name holds the window,
 * and how often the command was seen to fail: after a crash or an interruption it is found again,
 * and the command is not run twice. It is removed by a later step, when the journal has its end.
 */
final class OneOff implements Step {
    /** On every container that a window ran once; its value is the window. */
    static final String LABEL = "dev.lull.window";

    /** When the window's facts were taken. */
    private static final String LABEL_SINCE = "dev.lull.since";

    private static final Duration COMPOSE = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    /** Stands for an exit code that nobody has seen. */
    private static final int LOST = -1;

    /** What is to be run, and what for: {@code migrate} or {@code exec}. */
    interface Commands {
        Map<ServiceName, Command> of(StepContext context, Scene scene);
    }

    private final Engine engine;
    private final Compose compose;
    private final StackContainers containers;
    private final String what;
    private final Commands commands;

    private OneOff(
            Engine engine,
            Compose compose,
            StackContainers containers,
            String what,
            Commands commands) {
        this.engine = engine;
        this.compose = compose;
        this.containers = containers;
        this.what = what;
        this.commands = commands;
    }

    /** The migration: {@code lull.migrate} of each app service. */
    static OneOff migrate(Engine engine, Compose compose, StackContainers containers) {
        return new OneOff(
                engine,
                compose,
                containers,
                "migrate",
                (context, scene) -> {
                    Map<ServiceName, Command> migrations = new LinkedHashMap<>();
                    for (Service app : scene.with(Role.APP)) {
                        scene.settings(app).migrate().ifPresent(c -> migrations.put(app.name(), c));
                    }
                    return migrations;
                });
    }

    /** The command of an {@code exec} change. */
    static OneOff exec(Engine engine, Compose compose, StackContainers containers) {
        return new OneOff(
                engine,
                compose,
                containers,
                "exec",
                (context, scene) ->
                        context.change() instanceof Change.Exec exec
                                ? Map.of(exec.service(), exec.command())
                                : Map.of());
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        Map<ServiceName, Command> todo = commands.of(context, scene);
        for (Map.Entry<ServiceName, Command> entry : todo.entrySet()) {
            Optional<String> failure = run(entry.getKey(), entry.getValue(), scene, context);
            if (failure.isPresent()) {
                return new Outcome.Failed(failure.get());
            }
        }
        return new Outcome.Done(what + " of " + todo.keySet() + " exited with 0");
    }

    /**
     * One that runs is waited for, one that was seen to end well is not done again: only what was
     * seen to fail gets a successor, when a person asks for it.
     */
    private Optional<String> run(
            ServiceName service, Command command, Scene scene, StepContext context)
            throws InterruptedException {
        Notes notes = scene.notes();
        String name = name(service, notes, context);
        if (notes.ran(name).equals(Optional.of(0))) {
            return Optional.empty();
        }
        Optional<Inspect> there = engine.inspect(name);
        if (there.isPresent() && !isOf(there.get().labels(), context)) {
            if (there.get().isRunning()) {
                return Optional.of(
                        name + " runs, and is of another Lull: see what it does, then stop it");
            }
            engine.discard(name);
            there = Optional.empty();
        }
        if (there.isEmpty() && notes.began(name)) {
            there = appearing(name);
        }
        if (there.isEmpty() && notes.began(name)) {
            notes.ran(name, LOST);
            return Optional.of(
                    service
                            + ": nobody can tell whether '"
                            + command
                            + "' has run: its container "
                            + name
                            + " was to be made, and is gone");
        }
        if (there.isEmpty()) {
            begin(service, name, command, notes, context);
        } else if (there.get().state().equals("created")) {
            engine.start(name);
        }
        int code = engine.await(name, patience(context), context::say);
        notes.ran(name, code);
        return code == 0
                ? Optional.empty()
                : Optional.of(service + ": '" + command + "' exited with " + code);
    }

    /** A Compose that outlived the daemon that asked it may be about to make it. */
    private Optional<Inspect> appearing(String name) throws InterruptedException {
        long end = System.nanoTime() + COMPOSE.toNanos();
        Optional<Inspect> there = engine.inspect(name);
        while (there.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(BETWEEN_LOOKS);
            there = engine.inspect(name);
        }
        return there;
    }

    /** Written down first: whoever finds the note and no container can't know what was done. */
    private void begin(
            ServiceName service, String name, Command command, Notes notes, StepContext context) {
        notes.begins(name, true);
        try {
            compose.runDetached(
                    ComposeProject.of(context.facts().declared()),
                    service.value(),
                    name,
                    labels(context),
                    command.argv());
        } catch (EngineException.Transient e) {
            notes.begins(name, false);
            throw e;
        }
    }

    /** The name of the first that was not seen to fail. */
    private String name(ServiceName service, Notes notes, StepContext context) {
        String base =
                String.join(
                        "-",
                        context.stack().value(),
                        "lull",
                        what,
                        context.window().toString(),
                        service.value());
        int attempt = 0;
        while (notes.ran(base + "-" + attempt).filter(code -> code != 0).isPresent()) {
            attempt++;
        }
        return base + "-" + attempt;
    }

    /** How its own are told from others. */
    private static Map<String, String> identity(StepContext context) {
        return Map.of(
                LABEL,
                context.window().toString(),
                LABEL_SINCE,
                context.facts().takenAt().toString());
    }

    /** It is of the app's service, but no app: visitors must not be sent to it. */
    private static Map<String, String> labels(StepContext context) {
        Map<String, String> labels = new LinkedHashMap<>(Routing.none());
        labels.putAll(identity(context));
        return labels;
    }

    /** Numbers of windows begin anew with a new state directory, the time does not. */
    private static boolean isOf(Map<String, String> labels, StepContext context) {
        return identity(context).entrySet().stream()
                .allMatch(l -> l.getValue().equals(labels.get(l.getKey())));
    }

    /** Makes it so that there is none of this window. */
    static void removeAll(Engine engine, StackContainers containers, StepContext context) {
        for (ContainerSummary there : containers.all(context.stack())) {
            if (StackContainers.isOneOff(there) && isOf(there.labels(), context)) {
                engine.stop(there.id());
                engine.discard(there.id());
            }
        }
    }

    /** The step's own deadline comes first and says so. */
    private static Duration patience(StepContext context) {
        return context.planned().deadline().plusMinutes(1);
    }
}
