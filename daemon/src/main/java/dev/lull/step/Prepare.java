package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.check.Writers;
import dev.lull.docker.Compose;
import dev.lull.docker.ComposeFile;
import dev.lull.docker.ComposeProject;
import dev.lull.docker.Engine;
import dev.lull.docker.HostPaths;
import dev.lull.docker.Inspect;
import dev.lull.docker.RestartPolicy;
import dev.lull.docker.StackContainers;
import dev.lull.page.Page;
import dev.lull.plan.Change;
import dev.lull.snapshot.Estimate;
import dev.lull.snapshot.Offsite;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.Durations;
import dev.lull.stack.Problem;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.Sizes;
import dev.lull.stack.Stack;
import dev.lull.stack.Stacks;
import dev.lull.window.Facts;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds every problem at once while nothing is touched yet, pulls what is missing, and journals the
 * facts.
 */
final class Prepare implements Step {
    /** An error that a worker logged longer ago is not told of. */
    private static final Duration LOOK_BACK = Duration.ofMinutes(15);

    private final Stacks stacks;
    private final Engine engine;
    private final Compose compose;
    private final StackContainers containers;
    private final Points points;
    private final Page page;
    private final Wellbeing wellbeing;
    private final HostTools tools;
    private final Supplier<Optional<Offsite>> offsite;
    private final Clock clock;

    Prepare(
            Stacks stacks,
            Engine engine,
            Compose compose,
            StackContainers containers,
            Points points,
            Page page,
            Checks checks,
            HostTools tools,
            Supplier<Optional<Offsite>> offsite,
            Clock clock) {
        this.stacks = stacks;
        this.engine = engine;
        this.compose = compose;
        this.containers = containers;
        this.points = points;
        this.page = page;
        this.wellbeing = new Wellbeing(checks);
        this.tools = tools;
        this.offsite = offsite;
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
            problems.addAll(tools.problems(stack.name().value()));
            problems.addAll(new NeededImages(engine, compose, page).problems(stack, context));
            problems.addAll(unset(stack));
            problems.addAll(new OutOfReach(engine, compose).problems(stack, context));
            problems.addAll(new WantedChange(engine, points).problems(stack, context));
            problems.addAll(Limbo.problems(stack, context.change()));
            problems.addAll(new Doors(engine, containers).problems(stack));
            problems.addAll(writers(stack));
            problems.addAll(data(stack, context));
            problems.addAll(HostPorts.problems(stack));
            problems.addAll(health(stack, context));
            problems.addAll(ill(stack, context));
            problems.addAll(pages(stack));
            problems.addAll(offsite(stack));
        }
        problems.stream().filter(p -> !p.isError()).forEach(p -> context.warn(p.toString()));
        List<String> errors =
                problems.stream().filter(Problem::isError).map(Problem::toString).toList();
        if (!errors.isEmpty()) {
            return new Outcome.Failed(String.join("\n", errors));
        }
        context.take(facts(stack));
        new Definitions(engine).note(context);
        noteFiles(context);
        return new Outcome.Done("nothing is in the way; nothing was touched yet");
    }

    /** A person's shell may have had values for them. */
    private List<Problem> unset(Stack stack) {
        Set<String> unset = compose.unsetVariables(ComposeProject.of(stack.declared()));
        return unset.isEmpty()
                ? List.of()
                : List.of(
                        Problem.warning(
                                stack.name().value(),
                                String.join(", ", unset)
                                        + (unset.size() == 1 ? " has" : " have")
                                        + " no value where Lull runs: what Compose makes in this"
                                        + " window gets a blank one",
                                "Put it into the .env file beside the compose file, if it comes"
                                        + " from your shell"));
    }

    /** What is edited from now on is not what was planned. */
    private static void noteFiles(StepContext context) {
        Notes notes = new Notes(context);
        for (Path file : context.facts().declared().allFiles()) {
            new ComposeFile(file).digest().ifPresent(d -> notes.planned(file, d));
        }
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

    private List<Problem> writers(Stack stack) {
        return Writers.of(stack, engine.containers(Map.of()), new HostPaths(engine)::of)
                .undeclared()
                .stream()
                .map(w ->
                        Problem.error(
                                stack.name().value(),
                                w + ", and would write on while the stack is quiet",
                                "Stop it for the window, or give it the label 'lull.writes:"
                                        + " allowed: REASON'"))
                .toList();
    }

    /** What the rollback point is to hold: whether it can, and whether there is room for it. */
    private List<Problem> data(Stack stack, StepContext context) throws InterruptedException {
        Copies copies = new Copies(engine, stack, context.change());
        PointData data = new Volumes(engine).of(stack, copies);
        Optional<RollbackPoint> last = points.newest(stack.name());
        long needed = 0;
        for (VolumeSource folder : data.folders()) {
            Estimate estimate =
                    points.estimate("volume " + folder.name(), folder.data(), context::say);
            new Notes(context)
                    .seen(folder.name(), SeenFolder.of(folder.data(), estimate.contentBytes()));
            needed += estimate.bytes();
            context.say(told(folder.name(), estimate, last));
        }
        for (VolumeSource folder : data.dumped()) {
            Estimate estimate =
                    points.estimate("volume " + folder.name(), folder.data(), context::say);
            new Notes(context)
                    .seen(folder.name(), SeenFolder.of(folder.data(), estimate.contentBytes()));
            // A dump is smaller as a rule, and packed.
            needed += estimate.contentBytes();
        }
        stack.with(Role.DB).stream()
                .filter(s -> s.closing().copy().isDump())
                .forEach(s -> context.say(s.name() + " will be " + copies.of(s).sentence()));
        data.leftOut().forEach(l -> context.say("not in the rollback point: " + l));
        List<Problem> problems = new ArrayList<>(data.problems());
        problems.addAll(copies.problems());
        room(stack, needed).ifPresent(problems::add);
        points.packingProblem()
                .map(why ->
                        Problem.error(
                                stack.name().value(),
                                "what a rollback point keeps could not be read again here: " + why,
                                "Put it right, or see snapshot.encryption of the configuration"))
                .ifPresent(problems::add);
        return problems;
    }

    private static String told(String volume, Estimate estimate, Optional<RollbackPoint> last) {
        return volume
                + " will be kept as "
                + estimate.store()
                + " ("
                + estimate.why()
                + "): "
                + Sizes.print(estimate.bytes())
                + " at the most, some "
                + Durations.print(estimate.time())
                + last.flatMap(p -> p.volume(volume))
                        .map(v -> "; the last time " + v.taken())
                        .orElse("");
    }

    private Optional<Problem> room(Stack stack, long needed) {
        long free = points.freeBytes();
        if (free - points.reserve() >= needed) {
            return Optional.empty();
        }
        return Optional.of(
                Problem.error(
                        stack.name().value(),
                        "the rollback point may need "
                                + Sizes.print(needed)
                                + ", and "
                                + Sizes.print(free)
                                + " are free in "
                                + points.root()
                                + ", of which "
                                + Sizes.print(points.reserve())
                                + " are to stay free",
                        "Make room there: 'lull snapshots' lists the points, 'lull snapshots"
                                + " delete POINT' removes one. What stays free is snapshot.reserve"
                                + " of the configuration"));
    }

    /** A worker that is ill already is none of the window's doing: it may come back so. */
    private List<Problem> ill(Stack stack, StepContext context) throws InterruptedException {
        List<Problem> problems = new ArrayList<>();
        for (Role role : List.of(Role.WORKER, Role.CRON)) {
            for (Service service : stack.with(role)) {
                for (Inspect replica : containers.replicas(stack.name(), service.name())) {
                    if (replica.isRunning()) {
                        illness(service, replica)
                                .ifPresent(f -> {
                                    new Notes(context).ill(service.name(), f);
                                    problems.add(
                                            Problem.warning(
                                                    stack.name() + "/" + service.name(),
                                                    f,
                                                    "Going on all the same: a way back will not"
                                                            + " wait for it to be better. What is"
                                                            + " harmless in a log, lull.logs.allow"
                                                            + " can say"));
                                });
                    }
                }
            }
        }
        return problems;
    }

    private Optional<String> illness(Service service, Inspect replica) throws InterruptedException {
        return wellbeing.illness(service, replica, clock.instant().minus(LOOK_BACK));
    }

    /** Two daemons with a state directory each don't know of one another. */
    private List<Problem> pages(Stack stack) {
        return stack.with(Role.APP).stream()
                .flatMap(app -> page.find(stack.name(), app.name()).stream())
                .map(p ->
                        Problem.error(
                                stack.name().value(),
                                "the page "
                                        + p.name()
                                        + " is there already: a window of another Lull daemon on"
                                        + " this host, or what was left of one",
                                "See 'lull windows' of that daemon; if there is none, remove it:"
                                        + " 'docker rm -f "
                                        + p.name()
                                        + "'"))
                .toList();
    }

    /** It is for after the window: no reason to refuse one. */
    private List<Problem> offsite(Stack stack) throws InterruptedException {
        List<Problem> problems = new ArrayList<>();
        Optional<Offsite> there = offsite.get();
        if (there.isPresent()) {
            for (Offsite.Obstacle obstacle : there.get().obstacles()) {
                problems.add(
                        Problem.warning(
                                stack.name().value(),
                                "off-site copy of the rollback point: " + obstacle.what(),
                                obstacle.fix()));
            }
        }
        return problems;
    }

    /** Before a change an app must be well: else nobody can tell what the change broke. */
    private List<Problem> health(Stack stack, StepContext context) throws InterruptedException {
        Change change = context.change();
        boolean needed = change instanceof Change.Update || change instanceof Change.Migrate;
        List<Problem> problems = new ArrayList<>();
        for (Service app : stack.with(Role.APP)) {
            for (Inspect replica : containers.replicas(stack.name(), app.name())) {
                Optional<String> failure = wellbeing.illness(app, replica, clock.instant());
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
