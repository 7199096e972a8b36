package dev.lull.step;

import dev.lull.docker.StackContainers;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.util.List;
import java.util.Optional;

/**
 * Before a step opens something: sees that every container that ran before is still there. On the
 * way back one that is gone is made again; on the way forward it is a person's to say why.
 */
final class RollCall implements Step {
    private final Step step;
    private final Role role;
    private final StackContainers containers;
    private final Step restore;

    /**
     * @param role of the services that the step opens
     * @param restore makes again what is gone
     */
    RollCall(Step step, Role role, StackContainers containers, Step restore) {
        this.step = step;
        this.role = role;
        this.containers = containers;
        this.restore = restore;
    }

    @Override
    public Outcome perform(StepContext context) throws InterruptedException {
        Scene scene = new Scene(context, containers);
        List<Service> services = scene.with(role);
        Optional<String> missing = scene.missing(services);
        if (missing.isPresent() && context.onWayBack()) {
            context.warn(missing.get() + "; it is made again");
            if (restore.perform(context) instanceof Outcome.Failed failed) {
                return failed;
            }
            missing = scene.missing(services);
        }
        if (missing.isPresent()) {
            return new Outcome.Failed(
                    missing.get()
                            + ". Make it again with 'docker compose up --no-start SERVICE', then"
                            + " 'lull retry "
                            + context.window()
                            + "', or go back");
        }
        return step.perform(context);
    }
}
