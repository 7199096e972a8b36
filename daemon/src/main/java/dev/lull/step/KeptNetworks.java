package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.Network;
import dev.lull.docker.StackContainers;
import dev.lull.page.PageSpec;
import dev.lull.page.Proxies;
import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.Problem;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The networks that an app stays on while it is checked: no visitor may meet it there. */
final class KeptNetworks {
    private static final String OTHERWISE =
            "Take it out of lull.backstage.keep, or set 'lull.backstage: none': it is then checked"
                    + " after the page has left";

    private final Engine engine;

    KeptNetworks(Engine engine) {
        this.engine = engine;
    }

    List<Problem> problems(Stack stack, Service app) {
        String where = stack.name() + "/" + app.name() + " lull.backstage.keep";
        List<Problem> problems = new ArrayList<>();
        for (DeclaredService declared : app.declared().stream().toList()) {
            for (String kept : app.opening().backstageKeep()) {
                declared.networks().stream()
                        .filter(n -> BackstageEntry.names(stack.name(), kept).contains(n))
                        .findFirst()
                        .map(n -> exposed(where, stack, declared, n))
                        .orElseGet(() -> Optional.of(unknown(where, declared, kept)))
                        .ifPresent(problems::add);
            }
        }
        return problems;
    }

    private static Problem unknown(String where, DeclaredService app, String kept) {
        return Problem.error(
                where,
                "'" + kept + "' is no network of this service",
                "It is on " + String.join(", ", app.networks()));
    }

    private Optional<Problem> exposed(
            String where, Stack stack, DeclaredService app, String network) {
        Optional<Network> there = engine.network(network);
        if (app.publishes() && there.filter(Network::internal).isEmpty()) {
            return Optional.of(
                    Problem.error(
                            where,
                            "its published ports would go live on "
                                    + network
                                    + " before it is checked",
                            OTHERWISE));
        }
        return Stream.concat(
                        ownProxies(stack, network),
                        there.stream().flatMap(n -> foreignProxies(stack, n)))
                .findFirst()
                .map(proxy ->
                        Problem.error(
                                where,
                                "visitors would reach it over "
                                        + network
                                        + " through "
                                        + proxy
                                        + " before it is checked",
                                OTHERWISE));
    }

    private static Stream<String> ownProxies(Stack stack, String network) {
        return stack.with(Role.PROXY).stream()
                .filter(p -> p.declared().filter(d -> d.networks().contains(network)).isPresent())
                .map(p -> p.name().value());
    }

    /** Other stacks' proxies that must be told where it is, on any network of the app. */
    List<String> foreignProxies(Stack stack, Service app) {
        return app.declared().stream()
                .flatMap(d -> d.networks().stream())
                .flatMap(name -> engine.network(name).stream())
                .flatMap(network -> foreign(stack, network))
                .filter(Proxies::isToBeTold)
                .map(Inspect::name)
                .distinct()
                .toList();
    }

    private Stream<String> foreignProxies(Stack stack, Network network) {
        return foreign(stack, network).filter(Proxies::isOne).map(Inspect::name);
    }

    private Stream<Inspect> foreign(Stack stack, Network network) {
        return network.containers().stream()
                .flatMap(id -> engine.inspect(id).stream())
                .filter(c -> !StackContainers.project(c).equals(stack.name().value()))
                .filter(c -> !c.labels().containsKey(PageSpec.LABEL));
    }
}
