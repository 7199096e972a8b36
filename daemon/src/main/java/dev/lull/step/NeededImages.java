package dev.lull.step;

import dev.lull.docker.Compose;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.page.Page;
import dev.lull.plan.Change;
import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.Problem;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import dev.lull.window.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The images that a window needs: the page's, and those of an update. */
final class NeededImages {
    private final Engine engine;
    private final Compose compose;
    private final Page page;

    NeededImages(Engine engine, Compose compose, Page page) {
        this.engine = engine;
        this.compose = compose;
        this.page = page;
    }

    /** Pulls what is missing, and what can be newer; else says what is in the way. */
    List<Problem> problems(Stack stack, StepContext context) {
        List<Problem> problems = new ArrayList<>();
        if (engine.image(page.image()).isEmpty()) {
            pull(page.image(), "the page image", problems, context);
        }
        if (!(context.change() instanceof Change.Update update)) {
            return problems;
        }
        for (Service service : stack.services()) {
            Optional<DeclaredService> declared = service.declared();
            if (declared.isEmpty()) {
                continue;
            }
            String image = update.images().getOrDefault(service.name(), declared.get().image());
            boolean here = engine.image(image).isPresent();
            if (!here && declared.get().built()) {
                problems.add(
                        Problem.error(
                                stack.name() + "/" + service.name(),
                                "image " + image + " is not built yet",
                                "Run 'docker compose build "
                                        + service.name()
                                        + "' first: building takes time that visitors should not"
                                        + " wait for"));
            } else if (!declared.get().built() && (!here || update.pull())) {
                pull(image, stack.name() + "/" + service.name(), problems, context);
            }
        }
        for (var image : update.images().keySet()) {
            if (stack.service(image).flatMap(Service::declared).isEmpty()) {
                problems.add(
                        Problem.error(
                                stack.name() + " --image " + image,
                                "there is no such service in the compose files",
                                "Services: "
                                        + stack.services().stream().map(Service::name).toList()));
            }
        }
        return problems;
    }

    private void pull(String image, String where, List<Problem> problems, StepContext context) {
        try {
            context.say("pulling " + image);
            compose.pull(image, context::say);
        } catch (EngineException e) {
            problems.add(
                    Problem.error(
                            where,
                            "image "
                                    + image
                                    + " is not here and can't be pulled: "
                                    + e.getMessage(),
                            "Check the name, the registry and the login ('docker pull "
                                    + image
                                    + "')"));
        }
    }
}
