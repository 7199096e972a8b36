package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.page.Proxies;
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
