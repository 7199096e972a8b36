package dev.lull.step;

import dev.lull.docker.ContainerSummary;
import dev.lull.docker.Engine;
import dev.lull.docker.Image;
import dev.lull.docker.StackContainers;
import dev.lull.plan.Change;
import dev.lull.plan.DataCopies;
import dev.lull.stack.DataCopy;
import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.Problem;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the data of each service come into a window's rollback point, now that the images are here
 * that it brings: under the same name there may be another one since the pull.
 */
final class Copies {
    private final Engine engine;
    private final StackContainers containers;
    private final Stack stack;
    private final Change change;

    Copies(Engine engine, Stack stack, Change change) {
        this.engine = engine;
        this.containers = new StackContainers(engine);
        this.stack = stack;
        this.change = change;
    }

    DataCopy of(Service service) {
        DataCopy planned = DataCopies.of(service, change);
        boolean pulled =
                planned.isDump()
                        && change instanceof Change.Update update
                        && bringsAnotherImage(service, update);
        return pulled ? DataCopies.otherImage() : planned;
    }

    private boolean bringsAnotherImage(Service service, Change.Update update) {
        Optional<String> wanted =
                Optional.ofNullable(update.images().get(service.name()))
                        .or(() -> service.declared().map(DeclaredService::image));
        Optional<String> id = wanted.flatMap(engine::image).map(Image::id);
        return id.isPresent()
                && replicas(service).stream().anyMatch(c -> !c.imageId().equals(id.get()));
    }

    private List<ContainerSummary> replicas(Service service) {
        return containers.replicas(stack.name()).stream()
                .filter(c -> StackContainers.replica(c.labels()).service().equals(service.name()))
                .toList();
    }

    /**
     * A dump comes from the one that runs, and a command before the copy is run in those that do.
     */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (Service store : stack.with(Role.DB)) {
            long running = replicas(store).stream().filter(ContainerSummary::isRunning).count();
            if (of(store).isDump() && running != 1) {
                problems.add(
                        Problem.error(
                                stack.name() + "/" + store.name() + " lull.snapshot.mode",
                                "is 'dump', and "
                                        + (running == 0
                                                ? "it does not run"
                                                : running + " containers of it run"),
                                running == 0
                                        ? "Start it: 'docker compose up -d " + store.name() + "'"
                                        : "A dump comes from one: write 'cold' or 'live'"));
            }
        }
        return problems;
    }
}
