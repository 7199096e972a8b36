package dev.lull.plan;

import dev.lull.plan.PlannedStep.OnFailure;
import dev.lull.stack.Command;
import dev.lull.stack.DataCopy;
import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.Durations;
import dev.lull.stack.Layer;
import dev.lull.stack.PointContents;
import dev.lull.stack.Retention;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.ServiceName;
import dev.lull.stack.ServiceSettings;
import dev.lull.stack.Stack;
import dev.lull.stack.StackSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes plans. Pure: the same stack and change give the same plan. */
public final class Plans {
    private static final Duration SHORT = Duration.ofMinutes(15);
    private static final Duration LONG = Duration.ofHours(6);
    private static final Duration SLACK = Duration.ofMinutes(2);

    private Plans() {}

    /** The way forward, where nothing else is known. */
    public static Plan forward(Stack stack, Change change) {
        return forward(stack, change, Known.NOTHING);
    }

    /**
     * The way forward.
     *
     * @param known what else it goes by
     */
    public static Plan forward(Stack stack, Change change, Known known) {
        List<PlannedStep> steps = new ArrayList<>();
        steps.add(prepare());
        steps.add(announce(stack));
        for (Layer layer : Layer.values()) {
            steps.add(close(stack, layer, Phase.CLOSING, OnFailure.WAY_BACK));
        }
        steps.add(proveQuiet());
        steps.add(snapshot(stack, change, known));
        steps.addAll(changing(stack, change, known.dumped()));
        steps.add(validate(stack, Phase.VALIDATING, ifCheckFails(stack, change)));
        for (Layer layer : List.of(Layer.APP, Layer.WORKERS, Layer.CRON)) {
            steps.add(reopen(stack, layer, Phase.REOPENING, OnFailure.CLOSE_AND_HOLD));
        }
        steps.add(watch(stack));
        known.copy().map(Plans::copyOffsite).ifPresent(steps::add);
        return new Plan(stack.name(), change, steps);
    }

    /**
     * The way back.
     *
     * @param change that is given up
     * @param changed whether the change may have touched anything: then the layers are closed (they
     *     may be open again), volumes and containers return to the rollback point; otherwise what
     *     was closed is opened again, and nothing else is touched
     */
    public static List<PlannedStep> back(Stack stack, Change change, boolean changed) {
        Phase phase = Phase.ROLLING_BACK;
        List<PlannedStep> steps = new ArrayList<>();
        if (changed) {
            for (Layer layer : Layer.values()) {
                steps.add(close(stack, layer, phase, OnFailure.STUCK));
            }
            steps.add(restoreVolumes(phase, OnFailure.STUCK));
        }
        steps.add(restoreContainers(phase, OnFailure.STUCK));
        steps.add(startData(stack, phase, OnFailure.STUCK));
        List<ServiceName> dumped =
                stack.with(Role.DB).stream()
                        .filter(s -> DataCopies.of(s, change).isDump())
                        .map(Service::name)
                        .toList();
        if (changed && !dumped.isEmpty()) {
            steps.add(restoreDumps(dumped, phase, OnFailure.STUCK));
        }
        steps.add(validate(stack, phase, OnFailure.STUCK));
        for (Layer layer : List.of(Layer.APP, Layer.WORKERS, Layer.CRON)) {
            steps.add(reopen(stack, layer, phase, OnFailure.STUCK));
        }
        return List.copyOf(steps);
    }

    private static List<PlannedStep> changing(
            Stack stack, Change change, List<ServiceName> dumped) {
        OnFailure failure = ifChangeFails(stack);
        PlannedStep startData = startData(stack, Phase.CHANGING, failure);
        return switch (change) {
            case Change.Update update ->
                    Stream.concat(
                                    Stream.of(update(stack, update), startData),
                                    migrate(stack).stream())
                            .toList();
            case Change.Migrate _ ->
                    Stream.concat(Stream.of(startData), migrate(stack).stream()).toList();
            case Change.Exec exec -> List.of(startData, exec(exec, failure));
            case Change.None _ -> List.of(startData, work());
            case Change.Restore _ ->
                    Stream.concat(
                                    Stream.of(
                                            restoreVolumes(Phase.CHANGING, failure),
                                            restoreContainers(Phase.CHANGING, failure),
                                            startData),
                                    dumped.isEmpty()
                                            ? Stream.of()
                                            : Stream.of(
                                                    restoreDumps(dumped, Phase.CHANGING, failure)))
                            .toList();
        };
    }

    /** What a person did by hand is undone on a person's word only. */
    private static OnFailure ifCheckFails(Stack stack, Change change) {
        return change instanceof Change.None ? OnFailure.HOLD : ifChangeFails(stack);
    }

    private static OnFailure ifChangeFails(Stack stack) {
        return stack.settings().onFailure() == StackSettings.OnFailure.HOLD
                ? OnFailure.HOLD
                : OnFailure.WAY_BACK;
    }

    private static PlannedStep prepare() {
        return new PlannedStep(
                StepKind.PREPARE,
                Phase.PREPARING,
                OnFailure.REFUSE,
                Duration.ofHours(1),
                "check everything, pull what is missing; nothing is touched",
                List.of());
    }

    private static PlannedStep announce(Stack stack) {
        return new PlannedStep(
                StepKind.ANNOUNCE,
                Phase.PREPARING,
                OnFailure.GO_ON,
                SHORT,
                "say in the log and the events when " + stack.name() + " is expected back",
                stack.settings().recipients().stream()
                        .map(url -> "tell " + url.getHost())
                        .toList());
    }

    private static PlannedStep close(Stack stack, Layer layer, Phase phase, OnFailure onFailure) {
        List<String> details = new ArrayList<>();
        Duration deadline = SHORT;
        for (Service service : stack.in(layer)) {
            ServiceSettings settings = service.closing();
            settings.drain().ifPresent(c -> details.add(service.name() + ": drain with: " + c));
            settings.drained()
                    .ifPresent(
                            c -> details.add(service.name() + ": wait until this exits 0: " + c));
            if (settings.drained().isPresent()) {
                deadline = deadline.plus(settings.drainTimeout());
            }
            Duration grace =
                    service.declared().map(DeclaredService::stopGrace).orElse(Duration.ZERO);
            deadline = deadline.plus(grace.multipliedBy(service.running().size()));
            service.running().forEach(r -> details.add("stop " + r.containerName()));
        }
        StepKind kind =
                switch (layer) {
                    case CRON -> StepKind.CLOSE_CRON;
                    case WORKERS -> StepKind.CLOSE_WORKERS;
                    case APP -> StepKind.CLOSE_APP;
                };
        String what =
                layer == Layer.APP
                        ? "put the page in the app's place, let requests finish, stop the app"
                        : "let " + layer.word() + " finish, stop, keep stopped";
        return new PlannedStep(kind, phase, onFailure, deadline, what, details);
    }

    private static PlannedStep proveQuiet() {
        return new PlannedStep(
                StepKind.PROVE_QUIET,
                Phase.QUIET,
                OnFailure.HOLD,
                SHORT,
                "see that nothing else can write to the stack's volumes",
                List.of());
    }

    private static PlannedStep snapshot(Stack stack, Change change, Known known) {
        PointContents contents = stack.pointContents(s -> DataCopies.of(s, change));
        List<String> details = new ArrayList<>();
        contents.volumes().keySet().forEach(v -> details.add(known.copy("copy volume ", v)));
        contents.binds().keySet().forEach(b -> details.add(known.copy("copy ", b)));
        contents.dumped()
                .forEach((what, users) ->
                        details.add(
                                "not copied: "
                                        + what
                                        + "; what is in it is dumped: "
                                        + names(users)));
        contents.leftOut().forEach(l -> details.add("not in the rollback point: " + l));
        for (Service store : stack.with(Role.DB)) {
            DataCopy copy = DataCopies.of(store, change);
            if (copy.isDump() || contents.isSavedFrom(store)) {
                details.add(store.name() + ": " + copy.sentence());
            }
            if (copy.mode() == DataCopy.Mode.COLD && contents.isSavedFrom(store)) {
                store.running().forEach(r -> details.add("stop " + r.containerName()));
            }
        }
        return new PlannedStep(
                StepKind.SNAPSHOT,
                Phase.QUIET,
                OnFailure.WAY_BACK,
                LONG,
                "write the rollback point and verify it",
                details.stream().distinct().toList());
    }

    private static PlannedStep update(Stack stack, Change.Update update) {
        List<String> details = new ArrayList<>();
        update.images().forEach((s, ref) -> details.add("compose file: " + s + ": image: " + ref));
        details.addAll(stack.differences());
        if (details.isEmpty()) {
            details.add("nothing differs from the compose files");
        }
        return new PlannedStep(
                StepKind.CHANGE,
                Phase.CHANGING,
                ifChangeFails(stack),
                Duration.ofMinutes(15),
                "bring the containers to what the compose files say; only data stores start yet",
                details);
    }

    private static PlannedStep startData(Stack stack, Phase phase, OnFailure onFailure) {
        return new PlannedStep(
                StepKind.START_DATA,
                phase,
                onFailure,
                longest(stack.with(Role.DB), phase).plus(SLACK),
                "start the data stores and wait until they are healthy",
                stack.with(Role.DB).stream().map(s -> "start " + s.name()).toList());
    }

    private static Optional<PlannedStep> migrate(Stack stack) {
        List<String> details = new ArrayList<>();
        Duration deadline = SLACK;
        for (Service service : stack.with(Role.APP)) {
            Optional<Command> command = service.opening().migrate();
            if (command.isPresent()) {
                details.add(service.name() + ": " + command.get());
                deadline = deadline.plus(service.opening().migrateTimeout());
            }
        }
        return details.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new PlannedStep(
                                StepKind.MIGRATE,
                                Phase.CHANGING,
                                ifChangeFails(stack),
                                deadline,
                                "run the migration once, from the image that is to be opened",
                                details));
    }

    private static PlannedStep exec(Change.Exec exec, OnFailure onFailure) {
        return new PlannedStep(
                StepKind.EXEC,
                Phase.CHANGING,
                onFailure,
                LONG,
                "run the command in a container of " + exec.service(),
                List.of(exec.command().toString()));
    }

    private static PlannedStep work() {
        return new PlannedStep(
                StepKind.WORK,
                Phase.CHANGING,
                OnFailure.HOLD,
                SHORT,
                "wait while a person does the work, until 'lull reopen'",
                List.of());
    }

    private static PlannedStep restoreVolumes(Phase phase, OnFailure onFailure) {
        return new PlannedStep(
                StepKind.RESTORE_VOLUMES,
                phase,
                onFailure,
                LONG,
                "put the volumes back as the rollback point has them",
                List.of());
    }

    private static PlannedStep restoreContainers(Phase phase, OnFailure onFailure) {
        return new PlannedStep(
                StepKind.RESTORE_CONTAINERS,
                phase,
                onFailure,
                Duration.ofMinutes(15),
                "put the containers and edited files back as they were",
                List.of());
    }

    private static PlannedStep restoreDumps(
            List<ServiceName> dumped, Phase phase, OnFailure onFailure) {
        return new PlannedStep(
                StepKind.RESTORE_DUMPS,
                phase,
                onFailure,
                LONG,
                "play the dumps of the rollback point into the data stores",
                dumped.stream().map(s -> "restore the dump of " + s).toList());
    }

    private static PlannedStep validate(Stack stack, Phase phase, OnFailure onFailure) {
        List<String> details = new ArrayList<>();
        for (Service service : stack.with(Role.APP)) {
            ServiceSettings settings = settings(service, phase);
            String where =
                    settings.backstage() == ServiceSettings.Backstage.NONE
                            ? " (after the page has left: lull.backstage is none)"
                            : "";
            details.add(service.name() + ": healthy, no error in its log" + where);
            settings.http().forEach(c -> details.add(service.name() + ": " + c));
            settings.exec().forEach(c -> details.add(service.name() + ": " + c));
        }
        return new PlannedStep(
                StepKind.VALIDATE,
                phase,
                onFailure,
                longest(stack.with(Role.APP), phase).plus(SLACK),
                "start the app backstage and check it behind the closed door",
                details);
    }

    private static PlannedStep reopen(Stack stack, Layer layer, Phase phase, OnFailure onFailure) {
        StepKind kind =
                switch (layer) {
                    case CRON -> StepKind.REOPEN_CRON;
                    case WORKERS -> StepKind.REOPEN_WORKERS;
                    case APP -> StepKind.REOPEN_APP;
                };
        String what =
                layer == Layer.APP
                        ? "let visitors in to the app that was checked, take the page away, watch"
                        : "start " + layer.word() + ", watch, restore restart policies";
        Duration watch =
                stack.in(layer).stream()
                        .map(s -> settings(s, phase).watch())
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        return new PlannedStep(
                kind,
                phase,
                onFailure,
                longest(stack.in(layer), phase).plus(watch).plus(SLACK),
                what,
                stack.in(layer).stream()
                        .map(s ->
                                s.name()
                                        + ": watched for "
                                        + Durations.print(settings(s, phase).watch()))
                        .toList());
    }

    private static PlannedStep watch(Stack stack) {
        Duration watch = stack.settings().watch();
        return new PlannedStep(
                StepKind.WATCH,
                Phase.WATCHING,
                OnFailure.HOLD,
                watch.plus(SLACK),
                "watch health and logs for " + Durations.print(watch) + ", then report",
                stack.settings().retention().equals(Retention.ALL)
                        ? List.of()
                        : List.of(
                                "then remove the rollback points that x-lull.retention gives up"));
    }

    private static PlannedStep copyOffsite(OffsiteCopy copy) {
        return new PlannedStep(
                StepKind.COPY_OFFSITE,
                Phase.WATCHING,
                OnFailure.GO_ON,
                copy.timeout(),
                "copy the rollback point off-site, while the stack is open",
                List.of("to the restic repository " + copy.place()));
    }

    private static String names(List<Service> services) {
        return services.stream().map(s -> s.name().value()).collect(Collectors.joining(", "));
    }

    /** What opens on the way back is what was closed. */
    private static ServiceSettings settings(Service service, Phase phase) {
        return phase == Phase.ROLLING_BACK ? service.closing() : service.opening();
    }

    private static Duration longest(List<Service> services, Phase phase) {
        return services.stream()
                .map(s -> settings(s, phase).checkTimeout())
                .max(Duration::compareTo)
                .orElse(SHORT);
    }
}
