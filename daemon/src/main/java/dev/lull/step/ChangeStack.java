package dev.lull.step;

import dev.lull.docker.Compose;
import dev.lull.docker.ComposeFile;
import dev.lull.docker.ComposeProject;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Image;
import dev.lull.docker.Inspect;
import dev.lull.docker.RestartPolicy;
import dev.lull.docker.StackContainers;
import dev.lull.docker.Together;
import dev.lull.page.Hold;
import dev.lull.plan.Change;
import dev.lull.stack.Declared;
import dev.lull.stack.Replica;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.ServiceName;
import dev.lull.window.Facts;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the containers to what the compose files say, through Compose itself: data stores first,
 * created and not started; they start with their layer. Data stores and services without a layer
 * that differ are started at once.
 */
final class ChangeStack implements Step {
    private static final Set<Role> LAYERED = EnumSet.of(Role.APP, Role.WORKER, Role.CRON);
    private static final Logger LOG = LoggerFactory.getLogger(ChangeStack.class);
    private static final Duration HOLD_AT_MOST = Duration.ofMinutes(2);

    private static final Pattern PASSING = Pattern.compile("^[0-9a-f]{12}_");

    private final Engine engine;
    private final Compose compose;
    private final StackContainers containers;
    private final DataStores stores;
    private final Hold hold;

    ChangeStack(
            Engine engine,
            Compose compose,
            StackContainers containers,
            DataStores stores,
            Hold hold) {
        this.engine = engine;
        this.stores = stores;
        this.compose = compose;
        this.containers = containers;
        this.hold = hold;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        List<String> edited = edited(context, scene);
        if (!edited.isEmpty()) {
            return new Outcome.Failed(
                    String.join(", ", edited)
                            + " changed after the window was prepared: what they say now was never"
                            + " planned, and none of it was brought in. When they are right:"
                            + " 'lull run "
                            + scene.name()
                            + "'");
        }
        editImages(context, scene);
        ComposeProject project = ComposeProject.of(context.facts().declared());
        create(project, scene, EnumSet.of(Role.DB), context);
        keepDown(scene, EnumSet.of(Role.DB), context);
        Together.run(
                "change",
                List.of(
                        () -> startDataStores(scene),
                        () -> {
                            create(project, scene, LAYERED, context);
                            keepDown(scene, LAYERED, context);
                        }));
        renewOthers(project, scene, context);
        giveNames(scene);
        startHelpers(scene, context);
        scene.notes().expected(toRun(scene));
        List<String> renewed = new ArrayList<>();
        for (Inspect container : scene.replicas(declared(scene, EnumSet.allOf(Role.class)))) {
            if (isNew(container, context)) {
                renewed.add(container.name() + " (" + container.image() + ")");
            }
        }
        return new Outcome.Done(
                renewed.isEmpty()
                        ? "nothing differed from the compose files"
                        : "new: " + String.join(", ", renewed));
    }

    /**
     * Files that say something else than when the window was prepared, but what it wrote itself.
     */
    private static List<String> edited(StepContext context, Scene scene) {
        return context.facts().declared().allFiles().stream()
                .filter(file -> {
                    Optional<String> now = new ComposeFile(file).digest();
                    Optional<String> planned = scene.notes().planned(file);
                    return !now.equals(planned)
                            && now.filter(d -> scene.notes().isWritten(file, d)).isEmpty();
                })
                .map(Path::toString)
                .toList();
    }

    private static List<Replica> toRun(Scene scene) {
        return declared(scene, EnumSet.allOf(Role.class)).stream()
                .flatMap(s -> scene.wanted(s).stream())
                .map(StackContainers::replica)
                .toList();
    }

    private void editImages(StepContext context, Scene scene) {
        if (!(context.change() instanceof Change.Update update)) {
            return;
        }
        for (Map.Entry<ServiceName, String> image : update.images().entrySet()) {
            ComposeFile file =
                    ComposeFile.naming(files(context.facts().declared()), image.getKey());
            file.setImage(
                    image.getKey(),
                    image.getValue(),
                    digest -> scene.notes().written(file.path(), digest));
            context.say(file.path() + ": " + image.getKey() + ": image: " + image.getValue());
        }
    }

    /** What is included or extended is overridden by what includes or extends it. */
    private static List<Path> files(Declared declared) {
        return Stream.concat(declared.further().stream(), declared.files().stream()).toList();
    }

    /** The facts were taken before the file was edited. */
    private static boolean getsImage(Service service, StepContext context) {
        return context.change() instanceof Change.Update update
                && update.images().containsKey(service.name());
    }

    /** As Compose sees it, which looks at what the reference names now: it may have been pulled. */
    private boolean differs(Service service, StepContext context) {
        String image = service.declared().orElseThrow().image();
        String now = engine.image(image).map(Image::id).orElse("");
        return service.differs()
                || getsImage(service, context)
                || service.replicas().stream().anyMatch(r -> !r.imageId().equals(now));
    }

    /**
     * Compose makes what replaces a container under a passing name, with the old one's id in it.
     * One that was killed before it gave the name leaves it so, and so does the next.
     */
    private void giveNames(Scene scene) {
        for (Inspect container : scene.replicas(declared(scene, EnumSet.allOf(Role.class)))) {
            String name = PASSING.matcher(container.name()).replaceFirst("");
            if (!name.equals(container.name()) && engine.inspect(name).isEmpty()) {
                engine.rename(container.id(), name);
            }
        }
    }

    /** Compose stops a helper that it makes anew because another service depends on it. */
    private void startHelpers(Scene scene, StepContext context) {
        for (Service service : declared(scene, EnumSet.of(Role.PROXY, Role.NONE))) {
            scene.wanted(service).stream()
                    .filter(c -> isNew(c, context))
                    .forEach(c -> engine.start(c.id()));
        }
    }

    private void create(ComposeProject project, Scene scene, Set<Role> roles, StepContext context) {
        List<Service> services = declared(scene, roles);
        if (!services.isEmpty()) {
            removeHalfMade(services, scene, context);
            compose.create(project, names(services), scale(services, scene), context::say);
        }
    }

    /**
     * Compose connects a container to its further networks after it has made it, and takes one that
     * it was interrupted in for whole. What it was to replace is still there then.
     */
    private void removeHalfMade(List<Service> services, Scene scene, StepContext context) {
        for (Service service : services) {
            List<String> networks = service.declared().orElseThrow().networks();
            for (Inspect container : scene.replicas(service.name())) {
                boolean neverUsed =
                        isNew(container, context)
                                && !container.isRunning()
                                && scene.notes().front(container.id()).isEmpty();
                if (neverUsed && !container.networks().keySet().containsAll(networks)) {
                    context.say(container.name() + " was made in part only: it is made again");
                    engine.remove(container.id());
                }
            }
        }
    }

    private static List<Service> declared(Scene scene, Set<Role> roles) {
        return scene.before().services().stream()
                .filter(s -> roles.contains(s.role()) && s.declared().isPresent())
                .toList();
    }

    private static List<String> names(List<Service> services) {
        return services.stream().map(s -> s.name().value()).toList();
    }

    /**
     * Where more replicas were asked for on the command line than the file says, so it stays: also
     * of the services that Compose makes along with these.
     */
    private static Map<String, Integer> scale(List<Service> services, Scene scene) {
        Map<String, Integer> scale = new LinkedHashMap<>();
        Set<ServiceName> seen = new HashSet<>();
        services.forEach(s -> scale(s, scene, seen, scale));
        return scale;
    }

    private static void scale(
            Service service, Scene scene, Set<ServiceName> seen, Map<String, Integer> scale) {
        if (service.declared().isEmpty() || !seen.add(service.name())) {
            return;
        }
        int there = service.replicas().size();
        if (there > service.declared().get().replicas()) {
            scale.put(service.name().value(), there);
        }
        for (ServiceName needed : service.declared().get().needs()) {
            scene.before().service(needed).ifPresent(s -> scale(s, scene, seen, scale));
        }
    }

    /** New containers have the policy of the file: noted, and off until their layer opens. */
    private void keepDown(Scene scene, Set<Role> roles, StepContext context) {
        for (Inspect container : scene.replicas(declared(scene, roles))) {
            if (isNew(container, context) && scene.notes().policy(container.id()).isEmpty()) {
                scene.notes().policy(container.id(), container.restartPolicy());
            }
            engine.restartPolicy(container.id(), RestartPolicy.NO);
        }
    }

    /** Early, while Compose works: whether they do start is for the step after this one to tell. */
    private void startDataStores(Scene scene) throws InterruptedException {
        try {
            stores.start(scene);
        } catch (EngineException e) {
            LOG.debug("a data store did not start yet", e);
        }
    }

    private static boolean isNew(Inspect container, StepContext context) {
        return context.facts().replicas().stream()
                .map(Facts.ReplicaFact::containerId)
                .noneMatch(container.id()::equals);
    }

    /** A proxy with ports of its own is gone for a moment: visitors wait that long. */
    private void renewOthers(ComposeProject project, Scene scene, StepContext context) {
        for (Service service : declared(scene, EnumSet.of(Role.PROXY, Role.NONE))) {
            if (!differs(service, context)) {
                continue;
            }
            Set<Integer> ports = new TreeSet<>();
            scene.replicas(service.name())
                    .forEach(c -> ports.addAll(Places.hostPorts(c.publishedPorts())));
            hold.hold(ports, HOLD_AT_MOST);
            try {
                removeHalfMade(List.of(service), scene, context);
                compose.create(
                        project,
                        List.of(service.name().value()),
                        scale(List.of(service), scene),
                        context::say);
                scene.wanted(service).forEach(c -> engine.start(c.id()));
            } finally {
                hold.release(ports);
            }
        }
    }
}
