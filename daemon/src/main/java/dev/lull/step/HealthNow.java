package dev.lull.step;

import dev.lull.check.Checks;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.schedule.Wellness;
import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the app, the workers and the data stores of a stack as prepare does: all of their
 * containers run and are well.
 */
public final class HealthNow implements Wellness {
    private static final List<Role> LOOKED_AT = List.of(Role.APP, Role.WORKER, Role.DB);

    private final Stacks stacks;
    private final StackContainers containers;
    private final Wellbeing wellbeing;
    private final InstantSource clock;

    public HealthNow(Stacks stacks, Engine engine, Checks checks, InstantSource clock) {
        this.stacks = stacks;
        this.containers = new StackContainers(engine);
        this.wellbeing = new Wellbeing(checks);
        this.clock = clock;
    }

    @Override
    public List<String> ailments(StackName name) throws InterruptedException {
        try {
            Stack stack = StackPlanner.ready(stacks, name);
            List<String> ailments = new ArrayList<>();
            for (Role role : LOOKED_AT) {
                for (Service service : stack.with(role)) {
                    ailments.addAll(ailments(stack, service));
                }
            }
            return ailments;
        } catch (EngineException e) {
            throw Untold.of("whether stack " + name + " is healthy", e);
        }
    }

    private List<String> ailments(Stack stack, Service service) throws InterruptedException {
        List<Inspect> replicas = containers.replicas(stack.name(), service.name());
        int wanted = service.declared().map(DeclaredService::replicas).orElse(0);
        if (replicas.isEmpty() && wanted > 0) {
            return List.of(service.name() + " has no container");
        }
        List<String> ailments = new ArrayList<>();
        for (Inspect replica : replicas) {
            wellbeing.illness(service, replica, clock.instant()).ifPresent(ailments::add);
        }
        return ailments;
    }
}
