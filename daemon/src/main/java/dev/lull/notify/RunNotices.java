package dev.lull.notify;

import dev.lull.schedule.Herald;
import dev.lull.schedule.Run;
import dev.lull.schedule.Schedule;
import dev.lull.stack.Problem;
import dev.lull.stack.Stack;
import dev.lull.stack.Stacks;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts what is to be told of the runs of schedules, one after the other, to whom the compose files
 * of their stacks name then. What could not be posted, for whatever reason, stands in the log;
 * nothing is told again by a daemon that was started again.
 */
public final class RunNotices implements Herald, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunNotices.class);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /** More of them wait only where nobody reads them. */
    private static final int MOST = 1_000;

    private static final String STOPPED = "Lull was stopped";

    private final Stacks stacks;
    private final Delivery delivery;
    private final BlockingQueue<Notice> queue = new LinkedBlockingQueue<>(MOST);
    private final Thread thread;

    /**
     * @param stacks are asked for one at a time, whenever something is to be posted
     */
    public RunNotices(Stacks stacks, Post post) {
        this(stacks, new Delivery(post));
    }

    RunNotices(Stacks stacks, Delivery delivery) {
        this.stacks = stacks;
        this.delivery = delivery;
        this.thread = Thread.ofVirtual().name("run-notices").unstarted(this::postAll);
    }

    /** Begins to post; what was told before waits for it. */
    public void start() {
        thread.start();
    }

    @Override
    public void tell(Schedule schedule, Run run) {
        Notice.of(schedule, run).ifPresent(this::add);
    }

    private void add(Notice notice) {
        if (!queue.offer(notice)) {
            Delivery.untold(LOG.atError(), notice, MOST + " others wait to be posted already");
        }
    }

    private void postAll() {
        try {
            while (true) {
                post(queue.take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is wrong with one silences no other. */
    private void post(Notice notice) throws InterruptedException {
        try {
            delivery.send(notice, recipients(notice));
        } catch (InterruptedException e) {
            Delivery.untold(LOG.atWarn(), notice, STOPPED);
            throw e;
        } catch (RuntimeException e) {
            Delivery.untold(LOG.atError().setCause(e), notice, "to post it failed");
        }
    }

    /** Nobody, where it can't be read who is named. */
    private List<URI> recipients(Notice notice) {
        try {
            Optional<Stack> stack = stacks.find(notice.stack());
            if (stack.isPresent() && isRead(stack.get())) {
                return stack.get().settings().recipients();
            }
            unread(
                    notice,
                    stack.map(RunNotices::problems)
                            .orElse("no container of it is there that says where they are"));
        } catch (RuntimeException e) {
            unread(notice, String.valueOf(e.getMessage()));
        }
        return List.of();
    }

    private static boolean isRead(Stack stack) {
        return !stack.declared().services().isEmpty();
    }

    private static String problems(Stack stack) {
        return stack.problems().stream().map(Problem::toString).collect(Collectors.joining(" "));
    }

    private static void unread(Notice notice, String why) {
        Delivery.untold(
                LOG.atWarn(),
                notice,
                "the compose files of "
                        + notice.stack()
                        + ", which say whom to tell under x-lull.notify, can't be read: "
                        + why);
    }

    /** What is being posted is not waited for. That, and what was to follow, stands in the log. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            if (thread.isAlive()) {
                thread.join(LAST_WORDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(notice -> Delivery.untold(LOG.atWarn(), notice, STOPPED));
    }
}
