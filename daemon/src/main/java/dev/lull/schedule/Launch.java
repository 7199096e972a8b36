package dev.lull.schedule;

import dev.lull.plan.Phase;
import dev.lull.schedule.FileOrders.Absent;
import dev.lull.schedule.FileOrders.Gone;
import dev.lull.schedule.FileOrders.Says;
import dev.lull.schedule.FileOrders.Unreadable;
import dev.lull.stack.Durations;
import dev.lull.window.JournalException;
import dev.lull.window.Origin;
import dev.lull.window.RefusedException;
import dev.lull.window.RefusedException.Reason;
import dev.lull.window.WindowId;
import dev.lull.window.WindowRequest;
import dev.lull.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings a run from its moment to its window, as far as it gets. That a window is about to be
 * opened is written down before it is, so that after a crash no second one is.
 */
final class Launch {
    private final Book book;
    private final FileOrders files;
    private final Windows windows;
    private final Room room;
    private final Novelty novelty;
    private final Wellness wellness;

    Launch(
            Book book,
            FileOrders files,
            Windows windows,
            Room room,
            Novelty novelty,
            Wellness wellness) {
        this.book = book;
        this.files = files;
        this.windows = windows;
        this.room = room;
        this.novelty = novelty;
        this.wellness = wellness;
    }

    /** What the conditions have come to. */
    private record Look(boolean passed, String words, String fingerprint) {
        static Look failed(String why) {
            return new Look(false, why, "");
        }
    }

    /**
     * Brings it on. Where its thread is interrupted it stays as it is, and goes on another time.
     *
     * @throws NotNowException when it has to be tried again
     */
    void bring(Run run, Schedule schedule) throws InterruptedException {
        if (run.state().isOver() || wasOpened(run, schedule)) {
            return;
        }
        if (schedule.gone()) {
            skip(run, "its schedule is gone");
        } else if (goesOn(run, schedule)) {
            try {
                bringOn(run, schedule);
            } catch (RefusedException e) {
                refuse(run, words(e));
            } catch (NotNowException e) {
                if (!run.isTooLate(schedule.order(), book.now())) {
                    // It holds no place in the row meanwhile.
                    finish(run, RunState.LOOKING, "tried again since " + e.getMessage());
                }
                throw e;
            }
        }
    }

    private void bringOn(Run run, Schedule schedule) throws InterruptedException {
        switch (files.read(schedule)) {
            case Says says -> look(run, schedule.with(says.order()));
            case Gone _ -> skip(run, "it was taken out of the compose file");
            case Absent absent -> refuse(run, absent.why());
            case Unreadable unreadable -> refuse(run, unreadable.why());
        }
    }

    /** Before a crash, or before the journal failed. */
    private boolean wasOpened(Run run, Schedule schedule) {
        if (run.state() != RunState.OPENING) {
            return false;
        }
        Origin origin = schedule.origin(run.due(), "");
        Optional<WindowId> window = windows.openedFor(origin.by(), origin.request());
        window.ifPresent(w -> book.move(run, run.opened(w, book.now())));
        return window.isPresent();
    }

    /** Whether it may, by what it waits for and by its time. */
    private boolean goesOn(Run run, Schedule schedule) {
        Order order = schedule.order();
        boolean over = run.waitsUntil(order).filter(u -> !book.now().isBefore(u)).isPresent();
        return switch (run.state()) {
            case WAITING_FOR_APPROVAL -> isApprovalGone(run, order, over);
            case WAITING_FOR_ROOM -> {
                if (over) {
                    skip(run, "there was no room for its window in time: " + run.why());
                } else if (!room.isFree(run, order.stack())) {
                    room.watch();
                    yield false;
                }
                yield !over;
            }
            case LOOKING, OPENING -> isInTime(run, order);
            case OPENED, NOTHING_TO_DO, SKIPPED, REFUSED -> false;
        };
    }

    /** Somebody's word makes it another run; but nobody may be asked for one any more. */
    private boolean isApprovalGone(Run run, Order order, boolean over) {
        if (over && order.approval().isPresent()) {
            finish(
                    run,
                    RunState.NOTHING_TO_DO,
                    "nobody approved it within " + Durations.print(order.approval().get()));
        }
        return order.approval().isEmpty();
    }

    private boolean isInTime(Run run, Order order) {
        Instant now = book.now();
        if (!run.isTooLate(order, now)) {
            return true;
        }
        if (run.state() == RunState.LOOKING && !run.why().isEmpty()) {
            refuse(run, run.why() + "; in vain, until it was too late");
            return false;
        }
        Duration by = Durations.between(run.hasWord() ? run.at() : run.due(), now);
        skip(
                run,
                "Lull was stopped, or could not get on, before it could open the window; "
                        + Reckoning.late(order, by));
        return false;
    }

    private void look(Run run, Schedule schedule) throws InterruptedException {
        Order order = schedule.order();
        if (!run.hasWord() && !order.timing().includes(run.due())) {
            skip(run, "the compose file says another time since");
            return;
        }
        if (windows.openOf(order.stack()).isPresent()) {
            // What its window does is none of the stack's health, and an image stays what it is.
            waitForRoom(run, order);
            return;
        }
        Look look = conditions(run, schedule);
        if (!look.passed() && windows.openOf(order.stack()).isPresent()) {
            waitForRoom(run, order);
        } else if (!look.passed()) {
            finish(run, RunState.NOTHING_TO_DO, look.words());
        } else if (run.tookTooLong(order, book.now())) {
            skip(run, "to look at its conditions took too long");
        } else if (order.approval().isPresent() && !run.hasWord()) {
            finish(run, RunState.WAITING_FOR_APPROVAL, look.words());
        } else {
            open(run, schedule, look);
        }
    }

    /** What is not so, or else what is new. */
    private Look conditions(Run run, Schedule schedule) throws InterruptedException {
        Order order = schedule.order();
        if (order.conditions().contains(Condition.HEALTHY)) {
            List<String> ailments = wellness.ailments(order.stack());
            if (!ailments.isEmpty()) {
                return Look.failed("the stack is not healthy: " + String.join("; ", ailments));
            }
        }
        return order.conditions().contains(Condition.CHANGED)
                ? news(run, schedule)
                : new Look(true, "", "");
    }

    private Look news(Run run, Schedule schedule) throws InterruptedException {
        Finding finding = novelty.look(schedule.order().stack(), schedule.order().change());
        String news = String.join("; ", finding.news());
        if (news.isEmpty()) {
            return Look.failed("nothing is new: neither an image nor what the compose files say");
        }
        Optional<WindowId> before =
                run.hasWord() ? Optional.empty() : rolledBack(schedule, finding.fingerprint());
        return before.map(w -> Look.failed(known(schedule, news, w)))
                .orElseGet(() -> new Look(true, news, finding.fingerprint()));
    }

    /** The last window of the schedule, if it was for the very same and did not keep it. */
    private Optional<WindowId> rolledBack(Schedule schedule, String fingerprint) {
        return book.lastWindow(schedule.id())
                .filter(r -> !fingerprint.isEmpty() && r.fingerprint().equals(fingerprint))
                .flatMap(Run::window)
                .filter(this::isRolledBack);
    }

    /** One that can't be read keeps nothing from being tried. */
    private boolean isRolledBack(WindowId window) {
        try {
            return windows.state(window).phase() == Phase.ROLLED_BACK;
        } catch (RefusedException | JournalException | IllegalStateException e) {
            return false;
        }
    }

    private static String known(Schedule schedule, String news, WindowId window) {
        return "window "
                + window
                + " was for the same and was rolled back ('lull show "
                + window
                + "'): "
                + news
                + ". It is left alone until something else is new; to try it once more: 'lull"
                + " schedule run "
                + schedule.id()
                + "'";
    }

    private void open(Run run, Schedule schedule, Look look) {
        Order order = schedule.order();
        Run opening = run.opening(look.words(), look.fingerprint(), book.now());
        WindowRequest request =
                new WindowRequest(
                        order.stack(),
                        order.change(),
                        schedule.origin(run.due(), look.words()),
                        order.length());
        try {
            Optional<WindowId> window =
                    room.open(run, request, () -> !isStopped() && book.move(run, opening));
            if (window.isPresent()) {
                book.move(opening, opening.opened(window.get(), book.now()));
            } else {
                waitForRoom(run, order);
            }
        } catch (RefusedException e) {
            if (e.reason() == Reason.CONFLICT && windows.openOf(order.stack()).isPresent()) {
                waitForRoom(opening, order);
            } else {
                refuse(opening, words(e));
            }
        } catch (JournalException e) {
            throw e;
        } catch (RuntimeException e) {
            // What was asked again with the same key would be the same window.
            book.move(opening, run);
            throw new NotNowException(String.valueOf(e.getMessage()), e);
        }
    }

    private void waitForRoom(Run run, Order order) {
        finish(run, RunState.WAITING_FOR_ROOM, room.fullness(order.stack()));
        room.watch();
    }

    private void skip(Run run, String why) {
        finish(run, RunState.SKIPPED, why);
    }

    private void refuse(Run run, String why) {
        finish(run, RunState.REFUSED, why);
    }

    private void finish(Run run, RunState state, String why) {
        Run next = run.to(state, why, book.now());
        if (!next.equals(run) && !isStopped()) {
            book.move(run, next);
        }
    }

    /** Then what failed may have failed for that. */
    private static boolean isStopped() {
        return Thread.currentThread().isInterrupted();
    }

    private static String words(RefusedException e) {
        return Stream.concat(Stream.of(String.valueOf(e.getMessage())), e.problems().stream())
                .collect(Collectors.joining(" "));
    }
}
