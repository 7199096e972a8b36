package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.docker.Endpoint;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.page.Backstage;
import dev.lull.page.Detour;
import dev.lull.page.Gate;
import dev.lull.page.Hold;
import dev.lull.page.Page;
import dev.lull.page.Routing;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.ServiceSettings;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Lets visitors in: the app that was checked joins its own networks, the page leaves. Nothing is
 * restarted. An app that was started again since it was checked is checked again first.
 */
final class ReopenApp implements Step {
    private static final Duration HOLD_AT_MOST = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Engine engine;
    private final StackContainers containers;
    private final Backstage backstage;
    private final Page page;
    private final Hold hold;
    private final Gate gate;
    private final StackProxies proxies;
    private final Checks checks;
    private final Step validate;

    /**
     * @param validate checks the app behind the door
     */
    ReopenApp(
            Engine engine,
            StackContainers containers,
            Backstage backstage,
            Page page,
            Hold hold,
            Gate gate,
            StackProxies proxies,
            Checks checks,
            Step validate) {
        this.engine = engine;
        this.containers = containers;
        this.backstage = backstage;
        this.page = page;
        this.hold = hold;
        this.gate = gate;
        this.proxies = proxies;
        this.checks = checks;
        this.validate = validate;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        List<Service> apps = scene.with(Role.APP);
        for (Service service : apps) {
            Optional<String> failure = open(scene, service, context);
            if (failure.isPresent()) {
                return new Outcome.Failed(failure.get());
            }
        }
        scene.notes().door(false);
        Outcome outcome = watch(scene, apps);
        proxies.lift(scene, context);
        return outcome;
    }

    private Optional<String> open(Scene scene, Service service, StepContext context)
            throws InterruptedException {
        List<Inspect> replicas = scene.wanted(service);
        boolean blind = scene.settings(service).backstage() == ServiceSettings.Backstage.NONE;
        if (!blind) {
            Optional<String> failure = unchecked(scene, replicas, context);
            if (failure.isPresent()) {
                return failure;
            }
            replicas = scene.wanted(service);
        }
        Set<Integer> ports = new TreeSet<>();
        replicas.forEach(c -> ports.addAll(Places.hostPorts(c.publishedPorts())));
        page.find(scene.name(), service.name())
                .ifPresent(p -> ports.addAll(Places.hostPorts(p.publishedPorts())));
        Optional<String> failure =
                ports.isEmpty()
                        ? openProxied(scene, service, replicas, context)
                        : openPublished(scene, service, replicas, ports, context);
        if (failure.isEmpty()) {
            scene.replicas(service.name())
                    .forEach(c -> engine.restartPolicy(c.id(), scene.policy(c)));
        }
        return failure;
    }

    /** An app that was started again since it was checked, or has ended, and does not pass now. */
    private Optional<String> unchecked(Scene scene, List<Inspect> replicas, StepContext context)
            throws InterruptedException {
        if (scene.toleratesUnwell() || replicas.stream().allMatch(c -> isChecked(scene, c))) {
            return Optional.empty();
        }
        context.say("the app was started again since it was checked: checking it again");
        return validate.perform(context) instanceof Outcome.Failed failed
                ? Optional.of(failed.what())
                : Optional.empty();
    }

    private static boolean isChecked(Scene scene, Inspect replica) {
        return replica.isRunning()
                && scene.notes().validated(replica.id()).equals(Optional.of(replica.startedAt()));
    }

    private Optional<String> openProxied(
            Scene scene, Service service, List<Inspect> replicas, StepContext context)
            throws InterruptedException {
        // The page of another app has freed its address, which this app may be given.
        proxies.lift(scene, context);
        // One that was about to be closed, and was not, may still turn visitors away.
        replicas.stream().filter(Inspect::isRunning).forEach(c -> gate.admit(c.pid()));
        join(scene, replicas, mayStart(scene, service));
        Optional<String> failure = proxies.reload(scene, context);
        if (failure.isPresent()) {
            return failure;
        }
        if (replicas.stream().anyMatch(Routing::isOfTraefik)) {
            awaitDockersWord(replicas, scene.settings(service).checkTimeout(), context);
        }
        failure = lost(scene, service, replicas);
        if (failure.isPresent()) {
            return failure.map(f -> f + "; the page stays in its place");
        }
        noteVisitors(scene, service);
        proxies.lay(scene, turns(scene, service), HOLD_AT_MOST, context);
        page.stop(scene.name(), service.name());
        failure = proxies.reload(scene, context);
        page.remove(scene.name(), service.name());
        return failure;
    }

    /** What a page knows of them leaves with it. */
    private void noteVisitors(Scene scene, Service service) throws InterruptedException {
        Optional<Inspect> there = page.find(scene.name(), service.name());
        if (there.isPresent()) {
            page.met(there.get()).ifPresent(met -> scene.notes().met(there.get().id(), met));
        }
    }

    /** From the page to an app that has just joined it. */
    private List<Detour.Turn> turns(Scene scene, Service service) {
        List<Inspect> replicas = scene.wanted(service);
        List<Inspect> from = page.find(scene.name(), service.name()).stream().toList();
        return replicas.stream()
                .filter(Inspect::isRunning)
                .findFirst()
                .map(app -> StackProxies.turns(from, app, Places.ports(service, replicas)))
                .orElse(List.of());
    }

    /**
     * Traefik passes over a container until Docker itself calls it healthy, which may be a whole
     * interval after it was seen to be well. The page answers meanwhile.
     */
    private void awaitDockersWord(List<Inspect> replicas, Duration atMost, StepContext context)
            throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (replicas.stream().anyMatch(this::isStarting)) {
            if (System.nanoTime() > end) {
                context.warn("Docker does not call it healthy yet: Traefik may pass it over");
                return;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private boolean isStarting(Inspect replica) {
        return engine.inspect(replica.id())
                .flatMap(Inspect::health)
                .filter("starting"::equals)
                .isPresent();
    }

    private Optional<String> openPublished(
            Scene scene,
            Service service,
            List<Inspect> replicas,
            Set<Integer> ports,
            StepContext context)
            throws InterruptedException {
        // A page that is down but there: a swap was cut off, and what it left is not to be trusted.
        boolean pageThere = page.find(scene.name(), service.name()).isPresent();
        if (pageThere || !allJoined(scene, replicas)) {
            noteVisitors(scene, service);
            context.unbroken(HOLD_AT_MOST);
            Optional<String> failure =
                    Unbroken.call("open-door", () -> swap(scene, service, replicas, ports));
            if (failure.isPresent()) {
                return failure;
            }
        }
        page.remove(scene.name(), service.name());
        return proxies.reload(scene, context);
    }

    /** From when the page stops until the app's ports are there nobody answers: SYNs wait. */
    private Optional<String> swap(
            Scene scene, Service service, List<Inspect> replicas, Set<Integer> ports)
            throws InterruptedException {
        hold.hold(ports, HOLD_AT_MOST);
        try {
            page.stop(scene.name(), service.name());
            join(scene, replicas, mayStart(scene, service));
            Optional<String> lost = lost(scene, service, replicas);
            return lost.isEmpty() ? lost : Optional.of(lost.get() + pageBack(scene, service));
        } catch (EngineException.Permanent e) {
            return Optional.of(Outcome.Failed.because(e).what() + pageBack(scene, service));
        } finally {
            hold.release(ports);
        }
    }

    /** Which of those that were checked is not what it was then: visitors are not sent to it. */
    private Optional<String> lost(Scene scene, Service service, List<Inspect> replicas) {
        if (mayStart(scene, service)) {
            return Optional.empty();
        }
        for (Inspect replica : replicas) {
            Optional<Inspect> now = engine.inspect(replica.id());
            if (now.filter(c -> isChecked(scene, c)).isEmpty()) {
                String what = now.map(ReopenApp::becameOf).orElse("is gone");
                return Optional.of(replica.name() + " was checked, and " + what + " since");
            }
        }
        return Optional.empty();
    }

    private static String becameOf(Inspect replica) {
        return replica.isRunning()
                ? "was started again"
                : "has ended (" + replica.state() + ", exit code " + replica.exitCode() + ")";
    }

    /** Nobody answers: better the page than nothing. */
    private String pageBack(Scene scene, Service service) throws InterruptedException {
        try {
            int port =
                    Places.ports(service, scene.replicas(service.name())).stream()
                            .findFirst()
                            .orElseThrow();
            return page.start(scene.name(), service.name(), port)
                    .map(f -> "; the page could not be put back: " + f)
                    .orElse("; the page is back in its place");
        } catch (EngineException e) {
            return "; the page could not be put back: " + e.getMessage();
        }
    }

    /** One that was checked and has ended since must not come back unchecked. */
    private static boolean mayStart(Scene scene, Service service) {
        return scene.toleratesUnwell()
                || scene.settings(service).backstage() == ServiceSettings.Backstage.NONE;
    }

    private void join(Scene scene, List<Inspect> replicas, boolean start) {
        Runs runs = new Runs(engine, scene);
        for (Inspect replica : replicas) {
            backstage.leave(replica.id(), front(scene, replica));
            if (start) {
                runs.start(replica);
            }
        }
    }

    private static boolean allJoined(Scene scene, List<Inspect> replicas) {
        return replicas.stream()
                .allMatch(c ->
                        c.isRunning()
                                && c.networks().keySet().containsAll(front(scene, c).keySet()));
    }

    private static Map<String, Endpoint> front(Scene scene, Inspect replica) {
        return scene.notes().front(replica.id()).orElse(Map.of());
    }

    private Outcome watch(Scene scene, List<Service> apps) throws InterruptedException {
        List<Checks.Subject> subjects = new ArrayList<>();
        Duration time = Duration.ZERO;
        for (Service service : apps) {
            ServiceSettings settings = scene.settings(service);
            time = settings.watch().compareTo(time) > 0 ? settings.watch() : time;
            for (Inspect container : scene.wanted(service)) {
                subjects.add(scene.subject(service, container, ""));
            }
            if (settings.backstage() == ServiceSettings.Backstage.NONE) {
                Optional<String> failure = checks.await(subjects, settings.checkTimeout());
                if (failure.isPresent()) {
                    return new Outcome.Failed(failure.get());
                }
            }
        }
        return checks.watch(subjects, time)
                .filter(failure -> !scene.toleratesUnwell())
                .<Outcome>map(Outcome.Failed::new)
                .orElseGet(() -> new Outcome.Done("visitors reach the app"));
    }
}
