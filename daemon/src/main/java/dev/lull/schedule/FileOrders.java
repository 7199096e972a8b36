package dev.lull.schedule;

import dev.lull.stack.PlannedWindow;
import dev.lull.stack.Problem;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.window.JournalException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What compose files order: kept in the book as they say it, and read again before it is done. */
final class FileOrders {
    private static final Logger LOG = LoggerFactory.getLogger(FileOrders.class);
    private static final String FILE = "the compose file";

    private final Stacks stacks;
    private final Book book;

    /** Of each stack, so that what was read last is what is kept. */
    private final Map<StackName, ReentrantLock> reading = new ConcurrentHashMap<>();

    FileOrders(Stacks stacks, Book book) {
        this.stacks = stacks;
        this.book = book;
    }

    /** What is ordered now. */
    sealed interface Reading {}

    record Says(Order order) implements Reading {}

    /** The file does not have it any more. */
    record Gone() implements Reading {}

    /** The stack is not on this host, so that nobody knows where its files are. */
    record Absent(String why) implements Reading {}

    record Unreadable(String why) implements Reading {}

    /**
     * What is ordered now: a person's order stays as it is.
     *
     * @throws NotNowException when Docker can't tell
     */
    Reading read(Schedule schedule) {
        Order order = schedule.order();
        if (schedule.source() == Source.PERSON) {
            return new Says(order);
        }
        Optional<Stack> stack;
        try {
            stack = keep(order.stack());
        } catch (JournalException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new NotNowException(
                    "the compose files of " + order.stack() + " can't be read: " + e.getMessage(),
                    e);
        }
        return stack.map(s -> reading(s, order))
                .orElseGet(() ->
                        new Absent(
                                "there is no stack "
                                        + order.stack()
                                        + " on this host: start it, or remove its schedule"));
    }

    private static Reading reading(Stack stack, Order order) {
        Optional<PlannedWindow> planned =
                stack.settings().schedules().stream()
                        .filter(p -> p.name().equals(order.name()))
                        .findFirst();
        if (planned.isPresent()) {
            return new Says(Order.of(stack.name(), planned.get()));
        }
        return isSure(stack) ? new Gone() : new Unreadable(errors(stack));
    }

    /** Reads what the files of a stack say, if it is there, and takes it in. */
    private Optional<Stack> keep(StackName name) {
        ReentrantLock lock = lock(name);
        lock.lock();
        try {
            Optional<Stack> stack = stacks.find(name);
            stack.ifPresent(this::takeIn);
            return stack;
        } finally {
            lock.unlock();
        }
    }

    private ReentrantLock lock(StackName stack) {
        return reading.computeIfAbsent(stack, _ -> new ReentrantLock());
    }

    /** With an error in the files, what they don't say may be what could not be read. */
    private static boolean isSure(Stack stack) {
        return stack.problems().stream().noneMatch(Problem::isError);
    }

    private static String errors(Stack stack) {
        List<String> errors =
                stack.problems().stream().filter(Problem::isError).map(Problem::toString).toList();
        return "the compose files of " + stack.name() + " have errors: " + String.join(" ", errors);
    }

    /** Takes in what the files of all stacks say. One that can't be read stays as it is. */
    void takeAll() {
        try {
            stacks.all().forEach(s -> take(s.name()));
        } catch (RuntimeException e) {
            LOG.warn("the schedules of compose files can't be read now: {}", e.getMessage());
        }
    }

    /** The same of one stack. */
    void take(StackName name) {
        try {
            keep(name);
        } catch (JournalException e) {
            LOG.error("the schedules of {} can't be kept: {}", name, e.getMessage());
        } catch (RuntimeException e) {
            LOG.debug("the schedules of {} can't be read now", name, e);
        }
    }

    /** Takes in what a stack says that somebody else has read; not while it is read here. */
    void hear(Stack stack) {
        ReentrantLock lock = lock(stack.name());
        if (!lock.tryLock()) {
            return;
        }
        try {
            takeIn(stack);
        } catch (JournalException e) {
            LOG.error("the schedules of {} can't be kept: {}", stack.name(), e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private void takeIn(Stack stack) {
        List<Order> said =
                stack.settings().schedules().stream().map(p -> Order.of(stack.name(), p)).toList();
        book.alone(() -> {
            List<Schedule> known =
                    book.ofFiles().stream()
                            .filter(s -> s.order().stack().equals(stack.name()))
                            .toList();
            said.forEach(order -> takeIn(order, known));
            if (isSure(stack)) {
                endOthers(known, said);
            }
            return known;
        });
    }

    private void takeIn(Order order, List<Schedule> known) {
        Optional<Schedule> before =
                known.stream().filter(s -> s.order().name().equals(order.name())).findFirst();
        if (before.isEmpty()) {
            Schedule added = book.add(order, Source.FILE, FILE, book.now());
            Book.about(LOG.atInfo(), added).log("planned: {}", order.timing().words());
        } else if (before.get().gone() || !before.get().order().equals(order)) {
            Schedule changed = book.keep(revised(before.get(), order));
            Book.about(LOG.atInfo(), changed).log("planned otherwise: {}", order.timing().words());
        }
    }

    /** What was due by another time was not wanted when it came to that. */
    private Schedule revised(Schedule schedule, Order order) {
        if (schedule.gone()) {
            return schedule.gone(false).with(order).settled(book.now());
        }
        if (schedule.order().timing().equals(order.timing())) {
            return schedule.with(order);
        }
        return book.decideNone(schedule, "the compose file says another time since")
                .with(order)
                .skipping(false)
                .settled(book.now());
    }

    private void endOthers(List<Schedule> known, List<Order> said) {
        Set<String> names = new HashSet<>();
        said.forEach(o -> names.add(o.name()));
        for (Schedule schedule : known) {
            if (!schedule.gone() && !names.contains(schedule.order().name())) {
                book.end(schedule, "it was taken out of the compose file");
                Book.about(LOG.atInfo(), schedule).log("taken out of the compose file");
            }
        }
    }
}
