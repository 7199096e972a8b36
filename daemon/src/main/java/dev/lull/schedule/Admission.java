package dev.lull.schedule;

import dev.lull.plan.Change;
import dev.lull.stack.Problem;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import dev.lull.stack.Stacks;
import dev.lull.window.RefusedException;
import dev.lull.window.RefusedException.Reason;
import java.time.Instant;
import java.util.Optional;

/** Whether an order of a person can be kept. */
final class Admission {
    private final Stacks stacks;
    private final Book book;

    Admission(Stacks stacks, Book book) {
        this.stacks = stacks;
        this.book = book;
    }

    /**
     * Looks at when it is wanted.
     *
     * @throws RefusedException when nothing would ever be due
     */
    void checkDue(Order order, Instant now) {
        if (order.timing().next(now).isEmpty()) {
            throw new RefusedException(
                    Reason.INVALID,
                    "schedule " + order.name() + " would never be due: " + order.timing().words());
        }
    }

    /**
     * Looks at what it asks for.
     *
     * @throws RefusedException when nothing would ever be due, or there is no such stack or service
     */
    void check(Order order) {
        checkDue(order, book.now());
        Stack stack =
                stacks.find(order.stack())
                        .orElseThrow(() ->
                                new RefusedException(
                                        Reason.NOT_FOUND,
                                        "there is no stack "
                                                + order.stack()
                                                + " on this host; see 'lull stacks'"));
        boolean readable = stack.problems().stream().noneMatch(Problem::isError);
        if (order.change() instanceof Change.Exec exec
                && readable
                && stack.service(exec.service()).flatMap(Service::declared).isEmpty()) {
            throw new RefusedException(
                    Reason.INVALID, "stack " + order.stack() + " has no service " + exec.service());
        }
    }

    /**
     * Looks at how it is called. Nothing else may be added meanwhile.
     *
     * @throws RefusedException when the stack has a schedule of that name
     */
    void checkName(Order order) {
        Optional<Schedule> other =
                book.all().stream()
                        .filter(s -> s.order().stack().equals(order.stack()))
                        .filter(s -> s.order().name().equals(order.name()))
                        .findFirst();
        if (other.isPresent()) {
            throw new RefusedException(
                    Reason.CONFLICT,
                    "stack "
                            + order.stack()
                            + " has a schedule "
                            + order.name()
                            + " already ("
                            + other.get().id()
                            + "): choose another name, or remove that one first");
        }
    }
}
