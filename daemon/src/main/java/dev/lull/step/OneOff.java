package dev.lull.step;

import dev.lull.docker.Compose;
import dev.lull.docker.ComposeProject;
import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
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
import java.util.stream.IntStream;

/**
 * Runs a command once in a container of a service's image. The container's name holds the window
 * and the attempt: after a crash it is found again, and the command is not run twice. It is removed
 * by a later step, when the journal has its end.
 */
final class OneOff implements Step {
    /** On every container that a window ran once; its value is the window. */
    static final String LABEL = "dev.lull.window";

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

    private Optional<String> run(
            ServiceName service, Command command, Scene scene, StepContext context) {
        String name = name(service, scene, context, context.attempt());
        Optional<Inspect> there = engine.inspect(name);
        Optional<Inspect> earlier =
                there.isPresent() ? Optional.empty() : earlier(service, scene, context);
        if (earlier.isPresent()) {
            name = earlier.get().name();
            context.say(name + " was begun by an earlier attempt: its end counts");
        } else if (there.isEmpty()) {
            compose.runDetached(
                    ComposeProject.of(context.facts().declared()),
                    service.value(),
                    name,
                    Map.of(LABEL, context.window().toString()),
                    command.argv());
        } else if (there.get().state().equals("created")) {
            engine.start(name);
        }
        int code = engine.await(name, patience(context), context::say);
        return code == 0
                ? Optional.empty()
                : Optional.of(service + ": '" + command + "' exited with " + code);
    }

    private String name(ServiceName service, Scene scene, StepContext context, int attempt) {
        return String.join(
                "-",
                scene.name().value(),
                "lull",
                what,
                context.window().toString(),
                service.value(),
                Integer.toString(attempt));
    }

    /**
     * The command of an earlier attempt, which was interrupted, if it still runs or has done its
     * work since: it must not run beside another of its kind. One that failed counts no more.
     */
    private Optional<Inspect> earlier(ServiceName service, Scene scene, StepContext context) {
        return IntStream.iterate(context.attempt() - 1, a -> a >= 0, a -> a - 1)
                .mapToObj(a -> engine.inspect(name(service, scene, context, a)))
                .flatMap(Optional::stream)
                .filter(c -> c.isRunning() || hasSucceeded(c))
                .findFirst();
    }

    private static boolean hasSucceeded(Inspect container) {
        return container.state().equals("exited") && container.exitCode() == 0;
    }

    /** The step's own deadline comes first and says so. */
    private static Duration patience(StepContext context) {
        return context.planned().deadline().plusMinutes(1);
    }
}
