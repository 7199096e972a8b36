package dev.lull.step;

import dev.lull.plan.Change;
import dev.lull.stack.Observed;
import dev.lull.stack.Problem;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Replicas that can neither be closed and opened again as they are, nor be asked anything: what is
 * paused would run afterwards, what Docker was cut off in removing never will, and a data store
 * that does not stay up would keep any way back from its end. Pure.
 */
final class Limbo {
    private Limbo() {}

    /** Of helpers the window wants nothing. */
    static List<Problem> problems(Stack stack, Change change) {
        List<Problem> problems = new ArrayList<>();
        for (Service service : stack.services()) {
            for (Observed replica : service.replicas()) {
                if (service.role() != Role.NONE) {
                    String where = stack.name() + "/" + service.name();
                    problem(where, service, replica, change).ifPresent(problems::add);
                }
            }
        }
        return problems;
    }

    private static Optional<Problem> problem(
            String where, Service service, Observed replica, Change change) {
        String name = replica.containerName();
        String again = "then 'docker compose up -d " + service.name() + "'";
        return switch (replica.state()) {
            case "paused" ->
                    Optional.of(
                            Problem.error(
                                    where,
                                    name + " is paused, and would run after the window",
                                    "Let it go on ('docker unpause "
                                            + name
                                            + "'), or stop it for good"));
            case "removing" ->
                    Optional.of(
                            Problem.error(
                                    where,
                                    name + " is being removed at this moment",
                                    "Wait until 'docker ps --all' does not show it any more, "
                                            + again));
            case "dead" ->
                    Optional.of(
                            Problem.error(
                                    where,
                                    name + " is dead: Docker was cut off while it removed it",
                                    "Remove it ('docker rm --force " + name + "'), " + again));
            case "restarting" ->
                    service.role() == Role.DB
                            ? Optional.of(unsteady(where, name, change))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** A restore may be what it needs. */
    private static Problem unsteady(String where, String name, Change change) {
        String what = name + " ends and is started again and again";
        String fix = "Mend it ('docker logs " + name + "'), or stop it: 'docker stop " + name + "'";
        return change instanceof Change.Restore
                ? Problem.warning(where, what, fix)
                : Problem.error(where, what, fix);
    }
}
