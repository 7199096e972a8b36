package dev.lull.step;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lull.docker.Compose;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Image;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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
            List<String> news = new ArrayList<>();
            List<String> marks = new ArrayList<>();
            for (Service service : stack.services()) {
                news(service, update)
                        .ifPresent(words -> {
                            news.add(words);
                            marks.add(mark(service, update));
                        });
            }
            return new Finding(news, fingerprint(marks));
        } catch (EngineException e) {
            throw Untold.of("what is new to stack " + name, e);
        }
    }

    private static String fingerprint(List<String> marks) {
        return UUID.nameUUIDFromBytes(String.join("\n", marks).getBytes(UTF_8)).toString();
    }

    /** What its containers would be made from. */
    private String mark(Service service, Change.Update update) {
        return service.declared()
                .map(file -> {
                    String image = update.images().getOrDefault(service.name(), file.image());
                    String id = engine.image(image).map(Image::id).orElse("");
                    return service.name() + " " + image + " " + id + " " + file.configHash();
                })
                .orElseGet(() -> service.name() + " is gone");
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
        } catch (EngineException.Permanent e) {
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
        Optional<String> before = service.madeFrom();
        if (before.equals(Optional.of(image))) {
            return "the tag " + image + " of " + service.name() + " has a new image";
        }
        return service.name()
                + " is to be made from "
                + image
                + " instead of "
                + before.orElse(service.replicas().getFirst().image());
    }
}
