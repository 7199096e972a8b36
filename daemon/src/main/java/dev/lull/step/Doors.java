package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.page.Proxies;
import dev.lull.page.Routing;
import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.Problem;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.ServiceSettings.Backstage;
import dev.lull.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The doors of the stack: whether the page can take the apps' place. */
final class Doors {
    private final StackContainers containers;
    private final KeptNetworks kept;

    Doors(Engine engine, StackContainers containers) {
        this.containers = containers;
        this.kept = new KeptNetworks(engine);
    }

    List<Problem> problems(Stack stack) {
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
            if (app.opening().backstage() != Backstage.NONE) {
                problems.addAll(kept.problems(stack, app));
            }
            problems.addAll(besides(stack, app, replicas));
        }
        problems.addAll(lostByTraefik(stack));
        for (Service proxy : stack.with(Role.PROXY)) {
            containers.replicas(stack.name(), proxy.name()).stream()
                    .filter(c -> !Proxies.isKnown(proxy.opening(), c))
                    .findFirst()
                    .ifPresent(c -> problems.add(unknownProxy(stack, proxy, c.image())));
        }
        return problems;
    }

    /** Ways to the app on which visitors do not find the page. */
    private List<Problem> besides(Stack stack, Service app, List<Inspect> replicas) {
        String where = stack.name() + "/" + app.name();
        List<Problem> problems = new ArrayList<>();
        boolean publishes = app.declared().filter(DeclaredService::publishes).isPresent();
        boolean proxied =
                !stack.with(Role.PROXY).isEmpty() || replicas.stream().anyMatch(Routing::isRouted);
        if (publishes && proxied) {
            problems.add(
                    Problem.warning(
                            where,
                            "it publishes a port and is behind a proxy too: through the proxy"
                                    + " visitors meet errors while it stops and starts, not the"
                                    + " page",
                            "Publish the proxy's port only"));
        }
        for (String proxy : kept.foreignProxies(stack, app)) {
            problems.add(
                    Problem.warning(
                            where,
                            proxy
                                    + " of another stack is on one of its networks: if it sends"
                                    + " visitors here, it may go on asking at an address that is"
                                    + " not there any more",
                            "Reload it when the page is up, and again when the app is back"));
        }
        return problems;
    }

    /** A window leaves what it had backstage on one network more. */
    private List<Problem> lostByTraefik(Stack stack) {
        boolean used =
                stack.with(Role.APP).stream()
                        .anyMatch(a -> a.opening().backstage() != Backstage.NONE);
        return stack.services().stream()
                .filter(s -> used && joins(s))
                .filter(s ->
                        containers.replicas(stack.name(), s.name()).stream()
                                .anyMatch(Routing::lacksTraefiksNetwork))
                .map(s ->
                        Problem.error(
                                stack.name() + "/" + s.name(),
                                "Traefik is not told on which network to reach it, and a window puts"
                                        + " it on one more (backstage): Traefik may then choose the"
                                        + " wrong one",
                                "Add the label traefik.docker.network with the name of the network"
                                        + " that Traefik is on, then 'docker compose up -d "
                                        + s.name()
                                        + "'"))
                .toList();
    }

    private static boolean joins(Service service) {
        return switch (service.role()) {
            case APP -> service.opening().backstage() != Backstage.NONE;
            case DB, NONE -> true;
            case WORKER, CRON, PROXY -> false;
        };
    }

    private static Problem unknownProxy(Stack stack, Service proxy, String image) {
        return Problem.warning(
                stack.name() + "/" + proxy.name(),
                "how to reload " + image + " is not known",
                "If it keeps addresses (nginx does), give it lull.proxy.reload, e.g. 'nginx -s"
                        + " reload'");
    }

    private static Optional<Problem> backstage(String where, Service app, String mode) {
        if (mode.startsWith("service:") || mode.startsWith("container:") || mode.equals("none")) {
            return Optional.of(
                    Problem.error(
                            where,
                            "network_mode is " + mode + ", so the page can't take its place",
                            "Give it networks of its own (networks:, ports:), or give lull.role:"
                                    + " app to the service that visitors reach"));
        }
        boolean impossible = mode.equals("host");
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
}
