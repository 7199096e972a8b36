package dev.lull.step;

import dev.lull.docker.Compose;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.plan.Change;
import dev.lull.schedule.Finding;
import dev.lull.schedule.Novelty;
import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.window.RefusedException;
import dev.lull.window.RefusedException.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an update would bring: containers whose image is not the one that their tag names now, and
 * those that Compose would make otherwise. Images are pulled first, where the update pulls them.
 *
 * <p>Of a migration, a command, and work by hand nobody can tell beforehand: for those there is
 * always something to do.
 */
public final class NewThings implements Novelty {
    private final Stacks stacks;
    private final Engine engine;
    private final Compose compose;

    public NewThings(Stacks stacks, Engine engine, Compose compose) {
        this.stacks = stacks;
        this.engine = engine;
        this.compose = compose;
    }

    @Override
    public Finding look(StackName stack, Change change) {
        return switch (change) {
            case Change.Update update -> ofUpdate(stack, update);
            case Change.Migrate _ -> new Finding(List.of("the migration is to be run"));
            case Change.Exec exec ->
                    new Finding(List.of("a command is to be run in " + exec.service()));
            case Change.None _ -> new Finding(List.of("somebody has work to do"));
            case Change.Restore restore ->
                    new Finding(List.of("point " + restore.point() + " is to be restored"));
        };
    }

    private Finding ofUpdate(StackName name, Change.Update update) {
        try {
            pull(StackPlanner.ready(stacks, name), update);
            // Tags may name other images by now.
            Stack stack = StackPlanner.ready(stacks, name);
            return new Finding(
                    stack.services().stream().flatMap(s -> news(s, update).stream()).toList());
        } catch (EngineException e) {
            throw new RefusedException(
                    Reason.INVALID,
                    "what is new to stack " + name + " can't be told: " + e.getMessage());
        }
    }

    private void pull(Stack stack, Change.Update update) {
        Set<String> pulled = new HashSet<>();
        for (Service service : stack.services()) {
            Optional<DeclaredService> declared = service.declared().filter(d -> !d.built());
            if (declared.isEmpty()) {
                continue;
            }
            String image = update.images().getOrDefault(service.name(), declared.get().image());
            if ((update.pull() || engine.image(image).isEmpty()) && pulled.add(image)) {
                pull(stack, service, image);
            }
        }
    }

    private void pull(Stack stack, Service service, String image) {
        try {
            compose.pull(image, _ -> {});
        } catch (EngineException e) {
            throw new RefusedException(
                    Reason.INVALID,
                    "image "
                            + image
                            + " of "
                            + stack.name()
                            + "/"
                            + service.name()
                            + " can't be pulled: "
                            + e.getMessage()
                            + ". Check the name, the registry and the login ('docker pull "
                            + image
                            + "')");
        }
    }

    private static Optional<String> news(Service service, Change.Update update) {
        if (service.declared().isEmpty()) {
            return Optional.of(service.name() + " is not in the compose files any more");
        }
        DeclaredService file = service.declared().get();
        if (service.replicas().isEmpty()) {
            return file.replicas() == 0
                    ? Optional.empty()
                    : Optional.of(service.name() + " has no container yet");
        }
        Optional<String> wanted =
                Optional.ofNullable(update.images().get(service.name()))
                        .filter(i -> !i.equals(file.image()));
        if (service.changesImage(wanted)) {
            return Optional.of(ofImage(service, wanted.orElse(file.image())));
        }
        return service.differs()
                ? Optional.of("the compose files say something else for " + service.name())
                : Optional.empty();
    }

    private static String ofImage(Service service, String image) {
        return service.replicas().getFirst().image().equals(image)
                ? "the tag " + image + " of " + service.name() + " has a new image"
                : service.name()
                        + " is to be made from "
                        + image
                        + " instead of "
                        + service.replicas().getFirst().image();
    }
}
