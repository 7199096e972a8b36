package dev.lull.page;

import dev.lull.check.HttpProbe;
import dev.lull.docker.Endpoint;
import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.PortBinding;
import dev.lull.docker.RestartPolicy;
import dev.lull.stack.HttpCheck;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The maintenance container that takes the place of an app service. */
public final class Page {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String HEADER = "Lull-Page";
    private static final int OK = 200;

    /** A number is not worth more; one try more may be under way. */
    private static final Duration COUNTING = Duration.ofSeconds(2);

    private final Engine engine;
    private final HttpProbe http;
    private final String image;
    private final Clock clock;

    /**
     * @param image with nginx in its PATH
     */
    public Page(Engine engine, HttpProbe http, String image, Clock clock) {
        this.engine = engine;
        this.http = http;
        this.image = image;
        this.clock = clock;
    }

    /**
     * The place that a page takes.
     *
     * @param ports TCP ports on which the app listens
     * @param publish what the app publishes on the host
     * @param networks the app's networks, with its aliases; not empty
     * @param labels of the app
     * @param env of the app, {@code NAME=value}
     */
    public record Place(
            StackName stack,
            ServiceName service,
            Set<Integer> ports,
            List<PortBinding> publish,
            Map<String, Endpoint> networks,
            Map<String, String> labels,
            List<String> env) {}

    public String image() {
        return image;
    }

    /** The name of the page of an app service. */
    public static String name(StackName stack, ServiceName service) {
        return stack + "-lull-page-" + service;
    }

    /** The page of an app service, running or not. */
    public Optional<Inspect> find(StackName stack, ServiceName service) {
        return engine.inspect(name(stack, service));
    }

    /**
     * Makes it so that the page of this window is there, with its content. One that does not run
     * may be half made: it is completed.
     *
     * @param since when the window's facts were taken: numbers of windows begin anew with a new
     *     state directory, and an older page is not this window's
     */
    public void create(Place place, PageContent content, Instant since) {
        Optional<Inspect> there = find(place.stack(), place.service());
        if (there.filter(p -> !p.isGoing() && isOf(p, content, since)).isPresent()) {
            if (!there.get().isRunning()) {
                complete(there.get().id(), place, content);
            }
            return;
        }
        remove(place.stack(), place.service());
        complete(make(place, content, since), place, content);
    }

    private static boolean isOf(Inspect page, PageContent content, Instant since) {
        return content.windowId().equals(page.labels().get(PageSpec.LABEL_WINDOW))
                && since.toString().equals(page.labels().get(PageSpec.LABEL_SINCE));
    }

    private String make(Place place, PageContent content, Instant since) {
        List<Map.Entry<String, Endpoint>> networks = List.copyOf(place.networks().entrySet());
        Map.Entry<String, Endpoint> first = networks.getFirst();
        String name = name(place.stack(), place.service());
        return engine.create(
                name,
                new PageSpec(
                                image,
                                place.stack(),
                                content.windowId(),
                                since,
                                place.service(),
                                place.ports(),
                                place.publish(),
                                first.getKey(),
                                endpoint(place, first.getValue()),
                                place.labels(),
                                place.env())
                        .create());
    }

    private void complete(String id, Place place, PageContent content) {
        place.networks()
                .forEach((network, app) -> engine.connect(network, id, endpoint(place, app)));
        engine.copyInto(id, "/etc", PageFiles.render(content, place.ports(), clock.instant()));
    }

    /** Makes a page that is there already, running or about to be, show another content. */
    public void show(
            StackName stack, ServiceName service, PageContent content, Set<Integer> ports) {
        Optional<Inspect> page = find(stack, service);
        if (page.isPresent()) {
            engine.copyInto(
                    page.get().id(), "/etc", PageFiles.render(content, ports, clock.instant()));
            engine.signal(page.get().id(), "SIGHUP");
        }
    }

    /** The app's names, without its fixed addresses: it may still have them. */
    private static Endpoint endpoint(Place place, Endpoint app) {
        List<String> names = new ArrayList<>(app.aliases());
        names.add(place.service().value());
        return Endpoint.of(names.stream().distinct().toList());
    }

    /**
     * Makes it so that the page runs and answers.
     *
     * @return what is wrong, or empty when its answer was seen
     */
    public Optional<String> start(StackName stack, ServiceName service, int port)
            throws InterruptedException {
        String name = name(stack, service);
        engine.restartPolicy(name, RestartPolicy.ALWAYS);
        engine.start(name);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Inspect page = engine.inspect(name).orElseThrow();
            if (!page.isRunning()) {
                return Optional.of("the page " + name + " ended with exit code " + page.exitCode());
            }
            for (Endpoint endpoint : page.networks().values()) {
                if (http.header(endpoint.address(), port, HEADER).isPresent()) {
                    return Optional.empty();
                }
            }
            Thread.sleep(20);
        }
        return Optional.of("the page " + name + " does not answer on port " + port);
    }

    /**
     * How many requests of visitors a page has answered since it was started last; empty when it
     * does not say.
     */
    public OptionalLong met(Inspect page) throws InterruptedException {
        long end = System.nanoTime() + COUNTING.toNanos();
        for (int port : page.exposedPorts()) {
            HttpCheck visits = new HttpCheck("HEAD", port, PageFiles.VISITS, OK);
            for (Endpoint endpoint : page.networks().values()) {
                OptionalLong bytes = http.length(endpoint.address(), visits);
                if (bytes.isPresent()) {
                    return OptionalLong.of(bytes.getAsLong() / PageFiles.BYTES_A_VISIT);
                }
                if (System.nanoTime() > end) {
                    return OptionalLong.empty();
                }
            }
        }
        return OptionalLong.empty();
    }

    /** Whether the page runs: the door is closed. */
    public boolean isUp(StackName stack, ServiceName service) {
        return find(stack, service).filter(Inspect::isRunning).isPresent();
    }

    /** Makes it so that the page lets go; answers that are under way are finished. */
    public void stop(StackName stack, ServiceName service) {
        if (find(stack, service).isPresent()) {
            engine.restartPolicy(name(stack, service), RestartPolicy.NO);
            engine.stop(name(stack, service));
        }
    }

    /** Makes it so that there is no page. */
    public void remove(StackName stack, ServiceName service) {
        if (find(stack, service).isPresent()) {
            stop(stack, service);
            engine.discard(name(stack, service));
        }
    }
}
