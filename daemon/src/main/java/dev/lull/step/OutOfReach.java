package dev.lull.step;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.docker.Compose;
import dev.lull.docker.ComposeProject;
import dev.lull.docker.Engine;
import dev.lull.plan.Change;
import dev.lull.stack.Problem;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import dev.lull.window.StepContext;
import java.lang.module.ModuleDescriptor.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a stack or its engine has that a window can't do right: better refused now than met on the
 * way back.
 */
final class OutOfReach {
    /** The oldest Compose that windows were tried with. */
    private static final String OLDEST_COMPOSE = "2.26";

    private static final Pattern NUMBERS = Pattern.compile("^v?(\\d+(\\.\\d+)*)");

    private final Engine engine;
    private final Compose compose;

    OutOfReach(Engine engine, Compose compose) {
        this.engine = engine;
        this.compose = compose;
    }

    List<Problem> problems(Stack stack, StepContext context) {
        List<Problem> problems = new ArrayList<>();
        if (engine.version().rootless()) {
            problems.add(
                    Problem.error(
                            stack.name().value(),
                            "this Docker engine is rootless: its containers' networks and volumes"
                                    + " are out of this daemon's reach",
                            "Run the stack on an engine that runs as root"));
        }
        oldCompose(stack.name().value()).ifPresent(problems::add);
        JsonNode config = compose.configOfEveryProfile(ComposeProject.of(stack.declared()));
        for (Service service : stack.services()) {
            String where = stack.name() + "/" + service.name();
            JsonNode definition = config.path("services").path(service.name().value());
            problems.addAll(hooks(where, definition));
            if (isMadeAnew(service, context.change())) {
                problems.addAll(inline(where, definition, config));
            }
        }
        return problems;
    }

    /** One that tells no numbers was built by hand: its builder knows. */
    private Optional<Problem> oldCompose(String where) {
        String version = compose.version();
        Matcher numbers = NUMBERS.matcher(version);
        return numbers.find()
                        && Version.parse(numbers.group(1)).compareTo(Version.parse(OLDEST_COMPOSE))
                                < 0
                ? Optional.of(
                        Problem.error(
                                where,
                                "Docker Compose is " + version + ", too old for a window",
                                "Install "
                                        + OLDEST_COMPOSE
                                        + " or newer"
                                        + " (https://docs.docker.com/compose/install/linux/)"))
                : Optional.empty();
    }

    private static List<Problem> hooks(String where, JsonNode definition) {
        List<Problem> problems = new ArrayList<>();
        if (!definition.path("post_start").isEmpty()) {
            problems.add(
                    Problem.error(
                            where + " post_start",
                            "is run by Compose commands alone, and a window starts containers"
                                    + " without it",
                            "Do it in the image's entrypoint"));
        }
        if (!definition.path("pre_stop").isEmpty()) {
            problems.add(
                    Problem.warning(
                            where + " pre_stop",
                            "is run by Compose commands alone, and a window stops containers"
                                    + " without it",
                            "On a worker or cron lull.drain does the same"));
        }
        return problems;
    }

    private static boolean isMadeAnew(Service service, Change change) {
        return switch (change) {
            case Change.Update update ->
                    service.differs() || update.images().containsKey(service.name());
            case Change.Restore _ -> true;
            case Change.Migrate _, Change.Exec _, Change.None _ -> false;
        };
    }

    /** Compose writes those into the container; no spec has them, so the way back can't either. */
    private static List<Problem> inline(String where, JsonNode definition, JsonNode config) {
        List<Problem> problems = new ArrayList<>();
        for (String kind : List.of("configs", "secrets")) {
            for (String name : named(definition.path(kind))) {
                JsonNode source = config.path(kind).path(name);
                if (source.has("content") || source.has("environment")) {
                    problems.add(
                            Problem.error(
                                    where + " " + kind + " " + name,
                                    "stands in the compose file or in a variable: it would be lost"
                                            + " if the window had to make this container again",
                                    "Put it into a file ('file: ./"
                                            + name
                                            + "') and run 'docker"
                                            + " compose up -d' first"));
                }
            }
        }
        return problems;
    }

    private static Set<String> named(JsonNode uses) {
        Set<String> names = new TreeSet<>();
        uses.forEach(u -> names.add(u.isTextual() ? u.asText() : u.path("source").asText()));
        return names;
    }
}
