package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.docker.Together;
import dev.lull.page.Detour;
import dev.lull.page.Gate;
import dev.lull.page.Hold;
import dev.lull.page.Page;
import dev.lull.page.PageContent;
import dev.lull.page.Routing;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import dev.lull.stack.StackSettings;
import dev.lull.window.Facts;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import dev.lull.window.WindowId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts the page in the app's place and stops the app, so that no visitor meets a broken answer:
 * those who are in finish, those who come meet the page.
 *
 * <p>Behind a proxy of the stack the page stands beside the app under the same names before the app
 * turns anyone away, and what the proxy asks of the app goes to the page; with ports of its own the
 * SYN hold covers the moment between the two.
 */
final class CloseApp implements Step {
    private static final Duration REQUESTS_FINISH = Duration.ofSeconds(5);
    private static final Duration HOLD_AT_MOST = Duration.ofSeconds(60);

    private final Engine engine;
    private final StackContainers containers;
    private final Page page;
    private final Hold hold;
    private final Gate gate;
    private final StackProxies proxies;

    CloseApp(
            Engine engine,
            StackContainers containers,
            Page page,
            Hold hold,
            Gate gate,
            StackProxies proxies) {
        this.engine = engine;
        this.containers = containers;
        this.page = page;
        this.hold = hold;
        this.gate = gate;
        this.proxies = proxies;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        List<Door> doors = doors(scene, context);
        Runs runs = new Runs(engine, scene);
        Instant since = context.facts().takenAt();
        doors.forEach(d -> page.create(d.place(), content(scene, context), since));
        scene.replicas(scene.with(Role.APP)).forEach(runs::keepDown);
        Optional<String> failure = closeProxied(doors, scene, context);
        if (failure.isEmpty()) {
            failure = closePublished(doors, scene, context);
        }
        if (failure.isEmpty()) {
            failure = proxies.reload(scene, context);
            proxies.lift(scene, context);
        }
        return failure.<Outcome>map(Outcome.Failed::new).orElseGet(() -> seen(doors, scene));
    }

    /** An app service and the place that its page takes. */
    private record Door(Service service, Page.Place place) {
        Set<Integer> hostPorts() {
            return Places.hostPorts(place.publish());
        }

        boolean isPublished() {
            return !hostPorts().isEmpty();
        }

        int anyPort() {
            return place.ports().stream().min(Integer::compare).orElseThrow();
        }
    }

    private static List<Door> doors(Scene scene, StepContext context) {
        List<Door> doors = new ArrayList<>();
        for (Service service : scene.with(Role.APP)) {
            Places.of(scene.name(), service, before(service, context.facts()))
                    .ifPresent(place -> doors.add(new Door(service, place)));
        }
        return doors;
    }

    private static PageContent content(Scene scene, StepContext context) {
        return content(scene.before(), context.window(), context.expectedBack());
    }

    /** What the page of a stack says. */
    static PageContent content(Stack stack, WindowId window, Instant expectedBack) {
        StackSettings settings = stack.settings();
        return new PageContent(
                settings.title(),
                settings.message(),
                settings.contact(),
                expectedBack,
                window.toString(),
                stack.name().value());
    }

    private Optional<String> closeProxied(List<Door> doors, Scene scene, StepContext context)
            throws InterruptedException {
        List<Door> proxied = doors.stream().filter(d -> !d.isPublished()).toList();
        for (Door door : proxied) {
            Optional<String> failure = start(door, scene);
            if (failure.isPresent()) {
                return failure;
            }
        }
        List<Inspect> running = running(proxied, scene);
        if (running.isEmpty()) {
            return Optional.empty();
        }
        proxies.lay(
                scene, turns(proxied, scene, context), holdAtMost(running(doors, scene)), context);
        Optional<String> failure = proxies.reload(scene, context);
        if (failure.isPresent()) {
            return failure;
        }
        if (running.stream().anyMatch(Routing::isRouted)) {
            context.say("the proxy learns of the page from Docker: giving it a moment");
            Thread.sleep(Routing.LEARNT);
        }
        scene.notes().door(true);
        for (Door door : proxied) {
            for (Inspect app : running(List.of(door), scene)) {
                gate.refuse(app.pid(), door.place().ports());
                gate.awaitIdle(app.pid(), door.place().ports(), REQUESTS_FINISH);
            }
        }
        Runs runs = new Runs(engine, scene);
        Together.run(
                "stop-app",
                running.stream().<Together.Task>map(app -> () -> runs.stop(app)).toList());
        return Optional.empty();
    }

    /** From each app to its page; also from one that was stopped before this was interrupted. */
    private List<Detour.Turn> turns(List<Door> proxied, Scene scene, StepContext context) {
        List<Detour.Turn> turns = new ArrayList<>();
        proxied.forEach(d -> turns.addAll(turns(d, running(List.of(d), scene), scene)));
        // What one of them had before may be another's by now: that is no longer its own.
        proxied.forEach(d -> turns.addAll(turns(d, before(d.service(), context.facts()), scene)));
        return turns;
    }

    private List<Detour.Turn> turns(Door door, List<Inspect> apps, Scene scene) {
        return page.find(scene.name(), door.service().name())
                .map(p -> StackProxies.turns(apps, p, door.place().ports()))
                .orElse(List.of());
    }

    /** The containers of a service as the facts have them. */
    static List<Inspect> before(Service service, Facts facts) {
        return facts.replicas().stream()
                .filter(r -> r.replica().service().equals(service.name()))
                .map(Scene::spec)
                .toList();
    }

    private Optional<String> closePublished(List<Door> doors, Scene scene, StepContext context)
            throws InterruptedException {
        List<Door> published = doors.stream().filter(Door::isPublished).toList();
        Set<Integer> ports = new TreeSet<>();
        published.forEach(d -> ports.addAll(d.hostPorts()));
        if (ports.isEmpty()) {
            return Optional.empty();
        }
        scene.notes().door(true);
        Duration atMost = holdAtMost(running(published, scene));
        context.unbroken(atMost);
        return Unbroken.call("close-door", () -> swap(published, ports, atMost, scene, context));
    }

    /** From when the app stops until the page starts nobody answers: new connections wait. */
    private Optional<String> swap(
            List<Door> published,
            Set<Integer> ports,
            Duration atMost,
            Scene scene,
            StepContext context)
            throws InterruptedException {
        hold.hold(ports, atMost);
        try {
            for (Door door : published) {
                for (Inspect app : running(List.of(door), scene)) {
                    boolean idle = gate.awaitIdle(app.pid(), door.place().ports(), REQUESTS_FINISH);
                    if (!idle) {
                        context.say(app.name() + ": connections are still open; it may end them");
                    }
                    new Runs(engine, scene).stop(app);
                }
                Optional<String> failure = start(door, scene);
                if (failure.isPresent()) {
                    return failure;
                }
            }
            return Optional.empty();
        } finally {
            hold.release(ports);
        }
    }

    /** One after the other finishes its requests and ends in its own grace time. */
    private static Duration holdAtMost(List<Inspect> apps) {
        return apps.stream()
                .map(app -> REQUESTS_FINISH.plus(app.stopTimeout()))
                .reduce(HOLD_AT_MOST, Duration::plus);
    }

    private Optional<String> start(Door door, Scene scene) throws InterruptedException {
        return page.start(scene.name(), door.service().name(), door.anyPort());
    }

    private static List<Inspect> running(List<Door> doors, Scene scene) {
        return scene.replicas(doors.stream().map(Door::service).toList()).stream()
                .filter(Inspect::isRunning)
                .toList();
    }

    private Outcome seen(List<Door> doors, Scene scene) {
        for (Inspect app : scene.replicas(scene.with(Role.APP))) {
            if (app.isRunning()) {
                return new Outcome.Failed(
                        app.name() + " runs again although it was stopped: who started it?");
            }
            new Runs(engine, scene).keepDown(app);
        }
        for (Door door : doors) {
            if (!page.isUp(scene.name(), door.service().name())) {
                return new Outcome.Failed("the page of " + door.service().name() + " has ended");
            }
        }
        return new Outcome.Done("visitors meet the page; the app is stopped");
    }
}
