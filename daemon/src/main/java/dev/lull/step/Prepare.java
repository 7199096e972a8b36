package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.check.Writers;
import dev.lull.docker.Compose;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.docker.RestartPolicy;
import dev.lull.docker.StackContainers;
import dev.lull.page.Page;
import dev.lull.page.Proxies;
import dev.lull.plan.Change;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.SnapshotException;
import dev.lull.snapshot.Verification;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.Problem;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.ServiceSettings.Backstage;
import dev.lull.stack.Stack;
import dev.lull.stack.Stacks;
import dev.lull.window.Facts;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds every problem at once while nothing is touched yet, pulls what is missing, and journals the
 * facts.
 */
final class Prepare implements Step {
    private static final long RESERVE = 256L << 20;

    private final Stacks stacks;
    private final Engine engine;
    private final Compose compose;
    private final StackContainers containers;
    private final Points points;
    private final Page page;
    private final Checks checks;
    private final Clock clock;

    Prepare(
            Stacks stacks,
            Engine engine,
            Compose compose,
            StackContainers containers,
            Points points,
            Page page,
            Checks checks,
            Clock clock) {
        this.stacks = stacks;
        this.engine = engine;
        this.compose = compose;
        this.containers = containers;
        this.points = points;
        this.page = page;
        this.checks = checks;
        this.clock = clock;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        context.say("engine " + engine.version().engine() + ", compose " + compose.version());
        Optional<Stack> found = stacks.find(context.stack());
        if (found.isEmpty()) {
            return new Outcome.Failed(
                    "stack " + context.stack() + " has no containers on this host any more");
        }
        Stack stack = found.get();
        List<Problem> problems = new ArrayList<>(stack.problems());
        // Without roles that can be trusted nothing else can be judged.
        if (problems.stream().noneMatch(Problem::isError)) {
            problems.addAll(images(stack, context));
            problems.addAll(changes(stack, context));
            problems.addAll(doors(stack));
            problems.addAll(writers(stack));
            problems.addAll(space(stack));
            problems.addAll(ports(stack));
            problems.addAll(health(stack, context));
        }
        problems.stream().filter(p -> !p.isError()).forEach(p -> context.warn(p.toString()));
        List<String> errors =
                problems.stream().filter(Problem::isError).map(Problem::toString).toList();
        if (!errors.isEmpty()) {
            return new Outcome.Failed(String.join("\n", errors));
        }
        context.take(facts(stack));
        return new Outcome.Done("nothing is in the way; nothing was touched yet");
    }

    private Facts facts(Stack stack) {
        List<Facts.ReplicaFact> replicas = new ArrayList<>();
        for (Service service : stack.services()) {
            for (Inspect c : containers.replicas(stack.name(), service.name())) {
                RestartPolicy policy = c.restartPolicy();
                replicas.add(
                        new Facts.ReplicaFact(
                                StackContainers.replica(c),
                                service.role(),
                                c.id(),
                                c.name(),
                                c.imageId(),
                                c.image(),
                                c.isRunning(),
                                policy.name(),
                                policy.maximumRetries(),
                                c.raw().toString()));
            }
        }
        return new Facts(clock.instant(), stack.declared(), replicas);
    }

    private List<Problem> images(Stack stack, StepContext context) {
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

    private List<Problem> changes(Stack stack, StepContext context) throws InterruptedException {
        String name = stack.name().value();
        return switch (context.change()) {
            case Change.Migrate _ ->
                    stack.with(Role.APP).stream().anyMatch(s -> s.opening().migrate().isPresent())
                            ? List.of()
                            : List.of(
                                    Problem.error(
                                            name,
                                            "no app service has a migration command",
                                            "Give the app the label lull.migrate: COMMAND"));
            case Change.Exec exec ->
                    stack.service(exec.service()).flatMap(Service::declared).isPresent()
                            ? List.of()
                            : List.of(
                                    Problem.error(
                                            name + " --service " + exec.service(),
                                            "there is no such service in the compose files",
                                            "Name one of its services"));
            case Change.Restore restore -> point(name, restore, context);
            case Change.Update _, Change.None _ -> List.of();
        };
    }

    private List<Problem> point(String stack, Change.Restore restore, StepContext context)
            throws InterruptedException {
        String where = stack + " restore " + restore.point();
        try {
            Verification verification = points.verify(new PointId(restore.point()), context::say);
            boolean ofThisStack =
                    points.find(new PointId(restore.point()))
                            .filter(p -> p.stack().value().equals(stack))
                            .isPresent();
            if (!ofThisStack) {
                return List.of(
                        Problem.error(
                                where, "is a point of another stack", "See 'lull snapshots'"));
            }
            return verification.problems().stream()
                    .map(p -> Problem.error(where, p, "Choose another point: 'lull snapshots'"))
                    .toList();
        } catch (SnapshotException | IllegalArgumentException e) {
            return List.of(
                    Problem.error(where, String.valueOf(e.getMessage()), "See 'lull snapshots'"));
        }
    }

    private List<Problem> doors(Stack stack) {
        List<Problem> problems = new ArrayList<>();
        for (Service app : stack.with(Role.APP)) {
            String where = stack.name() + "/" + app.name();
            List<Inspect> replicas = containers.replicas(stack.name(), app.name());
            if (Places.ports(app, replicas).isEmpty()) {
                problems.add(
                        Problem.error(
                                where,
                                "nothing says on which port it listens, so the page can't take its"
                                        + " place",
                                "Add 'expose: [PORT]' or lull.check.http"));
            }
            app.declared()
                    .ifPresent(
                            d -> backstage(where, app, d.networkMode()).ifPresent(problems::add));
            if (app.opening().backstage() == Backstage.OPEN
                    && app.declared().filter(DeclaredService::publishes).isPresent()) {
                problems.add(
                        Problem.error(
                                where + " lull.backstage",
                                "'open' would publish its ports while it is checked",
                                "Use 'isolated', or publish through a proxy"));
            }
        }
        for (Service proxy : stack.with(Role.PROXY)) {
            containers.replicas(stack.name(), proxy.name()).stream()
                    .filter(c -> !Proxies.isKnown(proxy.opening(), c))
                    .findFirst()
                    .ifPresent(c -> problems.add(unknownProxy(stack, proxy, c.image())));
        }
        return problems;
    }

    private static Problem unknownProxy(Stack stack, Service proxy, String image) {
        return Problem.warning(
                stack.name() + "/" + proxy.name(),
                "how to reload " + image + " is not known",
                "If it keeps addresses (nginx does), give it lull.proxy.reload, e.g. 'nginx -s"
                        + " reload'");
    }

    private static Optional<Problem> backstage(String where, Service app, String mode) {
        boolean impossible =
                mode.equals("host") || mode.startsWith("service:") || mode.startsWith("container:");
        return impossible && app.opening().backstage() != Backstage.NONE
                ? Optional.of(
                        Problem.error(
                                where,
                                "network_mode is "
                                        + mode
                                        + ", so it can't be checked on a network of its own",
                                "Set 'lull.backstage: none': it is then checked after the page has"
                                        + " left"))
                : Optional.empty();
    }

    private List<Problem> writers(Stack stack) {
        return Writers.of(stack, engine.containers(Map.of())).undeclared().stream()
                .map(w ->
                        Problem.error(
                                stack.name().value(),
                                w + ", and would write on while the stack is quiet",
                                "Stop it for the window, or give it the label 'lull.writes:"
                                        + " allowed: REASON'"))
                .toList();
    }

    private List<Problem> space(Stack stack) throws InterruptedException {
        List<VolumeSource> volumes;
        try {
            volumes =
                    new Volumes(engine).of(stack, s -> containers.replicas(stack.name(), s.name()));
        } catch (EngineException.Permanent e) {
            return List.of(
                    Problem.error(
                            stack.name().value(), Outcome.Failed.because(e).what(), "See above"));
        }
        long needed = RESERVE;
        for (VolumeSource volume : volumes) {
            needed += Points.size(volume.data());
        }
        long free = points.freeBytes();
        return free >= needed
                ? List.of()
                : List.of(
                        Problem.error(
                                stack.name().value(),
                                "the rollback point may need "
                                        + (needed >> 20)
                                        + " MiB, and "
                                        + (free >> 20)
                                        + " MiB are free in "
                                        + points.root(),
                                "Make room there: 'lull snapshots' lists the points; a point is"
                                        + " one folder, and may be removed"));
    }

    /** Ports that the files want and another process has. */
    private static List<Problem> ports(Stack stack) {
        Set<Integer> ours = new TreeSet<>();
        stack.services().forEach(s -> s.running().forEach(r -> ours.addAll(r.publishedPorts())));
        List<Problem> problems = new ArrayList<>();
        for (DeclaredService service : stack.declared().services()) {
            for (int port : service.hostPorts()) {
                if (!ours.contains(port) && isTaken(port)) {
                    problems.add(
                            Problem.error(
                                    stack.name() + "/" + service.name(),
                                    "port " + port + " of this host is taken by another process",
                                    "See who has it: 'ss -ltnp sport = :" + port + "'"));
                }
            }
        }
        return problems;
    }

    private static boolean isTaken(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Before a change an app must be well: else nobody can tell what the change broke. */
    private List<Problem> health(Stack stack, StepContext context) throws InterruptedException {
        Change change = context.change();
        boolean needed = change instanceof Change.Update || change instanceof Change.Migrate;
        List<Problem> problems = new ArrayList<>();
        for (Service app : stack.with(Role.APP)) {
            for (Inspect replica : containers.replicas(stack.name(), app.name())) {
                Checks.Subject subject =
                        new Checks.Subject(
                                replica.id(), replica.name(), app.closing(), "", clock.instant());
                Optional<String> failure = checks.await(List.of(subject), checks.shortPatience());
                String where = stack.name() + "/" + app.name();
                failure.ifPresent(f -> new Notes(context).unwell(f));
                failure.map(f ->
                                needed
                                        ? Problem.error(
                                                where,
                                                f,
                                                "Mend it first; a person"
                                                        + " can work in a quiet stack with"
                                                        + " '--change none'")
                                        : Problem.warning(where, f, "Going on all the" + " same"))
                        .ifPresent(problems::add);
            }
        }
        return problems;
    }
}
