package dev.lull.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lull.docker.Compose;
import dev.lull.docker.ComposeFile;
import dev.lull.docker.ComposeLabels;
import dev.lull.docker.ComposeProject;
import dev.lull.docker.ContainerRecipe;
import dev.lull.docker.ContainerSummary;
import dev.lull.docker.Endpoint;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.docker.RestartPolicy;
import dev.lull.docker.StackContainers;
import dev.lull.page.Backstage;
import dev.lull.plan.Change;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedFile;
import dev.lull.stack.Replica;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Puts the containers back as they were, from their raw specs: one that is still there is kept, one
 * that is gone is made again, what came since is removed. They are not started; that is for the
 * steps of their layers.
 */
final class RestoreContainers implements Step {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Engine engine;
    private final Compose compose;
    private final StackContainers containers;
    private final Points points;

    RestoreContainers(Engine engine, Compose compose, StackContainers containers, Points points) {
        this.engine = engine;
        this.compose = compose;
        this.containers = containers;
        this.points = points;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        Leaning leaning = new Leaning(wanted(context, scene));
        List<Inspect> wanted = leaning.inOrder();
        LostNetworks networks = new LostNetworks(engine, scene);
        OneOff.removeAll(engine, containers, context);
        Set<String> ids = wanted.stream().map(Inspect::id).collect(Collectors.toSet());
        List<String> made = new ArrayList<>();
        networks.restore(wanted);
        List<Inspect> gone =
                leaning.fallen(
                        ids.stream()
                                .filter(id -> networks.whole(id).isEmpty())
                                .collect(Collectors.toSet()));
        gone.forEach(c -> ids.remove(c.id()));
        removeOthers(scene, ids, gone);
        Map<String, String> successors = new HashMap<>();
        SavedImages images = images(context, scene);
        for (Inspect saved : wanted) {
            Optional<Inspect> there = engine.inspect(saved.id());
            if (there.isPresent()) {
                keepName(there.get(), saved.name());
                startHelper(saved.id(), saved, scene);
            } else {
                successors.put(saved.id(), make(saved, successors, images, scene));
                made.add(saved.name());
            }
        }
        if (!context.onWayBack()) {
            scene.notes().expected(toRun(wanted, scene));
            wanted.stream().filter(c -> isLeftDown(c, scene)).forEach(c -> warnOfLeft(c, context));
        }
        restoreFiles(context, scene);
        warnOfFiles(context, scene);
        return new Outcome.Done(
                made.isEmpty()
                        ? "the containers are the ones that were there"
                        : "made again as they were: " + String.join(", ", made));
    }

    /** What ran when the point was taken, and what ran before this window: none is left down. */
    private static List<Replica> toRun(List<Inspect> wanted, Scene scene) {
        return wanted.stream()
                .filter(c -> c.isRunning() || scene.ran(StackContainers.replica(c)).orElse(false))
                .map(StackContainers::replica)
                .toList();
    }

    private static boolean isLeftDown(Inspect saved, Scene scene) {
        boolean unknown =
                scene.before().service(StackContainers.replica(saved).service()).isEmpty();
        return unknown && saved.isRunning() && !isHelper(saved, scene);
    }

    /** This window has no layer for it: it is a person's to say when. */
    private static void warnOfLeft(Inspect saved, StepContext context) {
        context.warn(
                saved.name()
                        + " is of a service that the compose files did not name when the window was"
                        + " opened: it was made again and not started; 'docker compose up -d'"
                        + " starts it");
    }

    /** The files are the person's: where they say something else, the next up would act on it. */
    private void warnOfFiles(StepContext context, Scene scene) {
        try {
            ComposeProject project = ComposeProject.of(context.facts().declared());
            Map<String, String> hashes =
                    compose.hashes(project, compose.configOfEveryProfile(project));
            List<String> differ =
                    containers.replicas(scene.name()).stream()
                            .filter(c -> differs(c, hashes))
                            .map(ContainerSummary::name)
                            .sorted()
                            .toList();
            if (!differ.isEmpty()) {
                context.warn(
                        "the compose and env files say something else than what was put back for "
                                + String.join(", ", differ)
                                + ": the next 'docker compose up -d' would change them again; put"
                                + " the old files back first");
            }
        } catch (EngineException e) {
            context.warn("the compose files could not be compared: " + e.getMessage());
        }
    }

    private static boolean differs(ContainerSummary container, Map<String, String> hashes) {
        String service = StackContainers.replica(container.labels()).service().value();
        String hash = container.labels().get(ComposeLabels.CONFIG_HASH);
        return hash != null && !hash.equals(hashes.get(service));
    }

    private List<Inspect> wanted(StepContext context, Scene scene) {
        if (context.onWayBack() || !(context.change() instanceof Change.Restore)) {
            return context.facts().replicas().stream().map(Scene::spec).toList();
        }
        RollbackPoint point = Return.point(context, scene.notes(), points).orElseThrow();
        return points.specs(point).stream().map(s -> parse(s.rawInspect())).toList();
    }

    /** What ran before the window has its image on this host by the id that it had. */
    private SavedImages images(StepContext context, Scene scene) {
        boolean elsewhere = !context.onWayBack() && context.change() instanceof Change.Restore;
        return new SavedImages(
                engine,
                elsewhere
                        ? Return.point(context, scene.notes(), points).orElseThrow().images()
                        : List.of());
    }

    private static Inspect parse(String raw) {
        try {
            return new Inspect(JSON.readTree(raw));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a saved container spec is damaged", e);
        }
    }

    /** What is not wanted as it is: made by the window, or standing where another belongs. */
    private void removeOthers(Scene scene, Set<String> wanted, List<Inspect> gone) {
        Set<String> madeAgain =
                gone.stream()
                        .flatMap(c -> scene.notes().madeAgain(c.id()).stream())
                        .collect(Collectors.toSet());
        for (ContainerSummary there : containers.all(scene.name())) {
            boolean another = !wanted.contains(there.id()) && !madeAgain.contains(there.id());
            if (another && !StackContainers.isOneOff(there)) {
                engine.stop(there.id());
                engine.remove(there.id());
            }
        }
    }

    private Optional<Inspect> replica(Scene scene, Inspect saved) {
        Replica replica = StackContainers.replica(saved);
        return scene.replicas(replica.service()).stream()
                .filter(c -> StackContainers.replica(c).equals(replica))
                .findFirst();
    }

    /** Compose renames what it is about to replace. */
    private void keepName(Inspect there, String name) {
        if (!there.name().equals(name)) {
            engine.rename(there.id(), name);
        }
    }

    /** What an earlier attempt has made is found again, and finished. */
    private String make(
            Inspect saved, Map<String, String> successors, SavedImages images, Scene scene) {
        Map<String, Endpoint> networks = Backstage.front(scene.name(), saved);
        ContainerRecipe recipe = new ContainerRecipe(saved, images.of(saved), networks, successors);
        String id = replica(scene, saved).map(Inspect::id).orElseGet(() -> create(recipe, scene));
        recipe.furtherNetworks()
                .forEach((network, endpoint) -> engine.connect(network, id, endpoint));
        if (!isHelper(saved, scene)) {
            scene.notes().policy(id, saved.restartPolicy());
            engine.restartPolicy(id, RestartPolicy.NO);
        }
        startHelper(id, saved, scene);
        return id;
    }

    private String create(ContainerRecipe recipe, Scene scene) {
        String id = engine.create(recipe.saved().name(), recipe.spec());
        scene.notes().madeAgain(recipe.saved().id(), id);
        return id;
    }

    /** No layer of a window starts what has none. */
    private void startHelper(String id, Inspect saved, Scene scene) {
        if (isHelper(saved, scene)) {
            // While data were put back it may have been kept from starting.
            engine.restartPolicy(id, saved.restartPolicy());
            if (saved.isRunning()) {
                engine.start(id);
            }
        }
    }

    /** One of a service that the files have lost is what its own labels say. */
    private static boolean isHelper(Inspect saved, Scene scene) {
        Role role =
                scene.before()
                        .service(StackContainers.replica(saved).service())
                        .map(Service::role)
                        .orElseGet(() -> scene.role(saved));
        return role == Role.PROXY || role == Role.NONE;
    }

    /**
     * A restore brings the compose and env files of its point along; the way back puts back what
     * the window itself has edited, unless somebody has edited it since.
     */
    private void restoreFiles(StepContext context, Scene scene) throws InterruptedException {
        Optional<RollbackPoint> point = Return.point(context, scene.notes(), points);
        if (point.isEmpty()) {
            return;
        }
        for (SavedFile saved : point.get().files()) {
            ComposeFile file = new ComposeFile(saved.path());
            boolean ours =
                    file.digest().filter(d -> scene.notes().isWritten(saved.path(), d)).isPresent();
            boolean wanted = !context.onWayBack() && context.change() instanceof Change.Restore;
            if ((ours || wanted) && !file.digest().equals(Optional.of(saved.sha256()))) {
                scene.notes().written(saved.path(), saved.sha256());
                points.restoreFile(point.get(), saved.path());
                context.say("put back: " + saved.path());
            }
        }
    }
}
