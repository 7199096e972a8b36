package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.TestPoint;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.step.StackPlanner;
import dev.lull.testbed.JournalAround;
import dev.lull.window.Journal;
import dev.lull.window.JournalException;
import dev.lull.window.MemoryJournal;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import dev.lull.window.Windows;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PointsInUseTest {
    private static final Stacks NO_STACKS =
            new Stacks() {
                @Override
                public List<Stack> all() {
                    return List.of();
                }

                @Override
                public Optional<Stack> find(StackName name) {
                    return Optional.empty();
                }
            };

    /** Its open windows can't be read. */
    private static final class Damaged extends JournalAround {
        private final List<WindowId> open;

        Damaged(Long... open) {
            this.open = List.of(open).stream().map(WindowId::new).toList();
        }

        @Override
        protected Journal journal() {
            return new MemoryJournal(Clock.systemUTC());
        }

        @Override
        public List<WindowId> open() {
            return open;
        }

        @Override
        public List<Recorded> read(WindowId window, long after) {
            throw new JournalException("damaged");
        }
    }

    private static boolean isInUse(String window, Journal journal) {
        RollbackPoint point =
                TestPoint.of("shop-" + window, Instant.EPOCH, Long.parseLong(window), 0);
        try (Windows windows =
                new Windows(
                        journal,
                        new StackPlanner(NO_STACKS),
                        Map.of(),
                        state -> List.of(),
                        Clock.systemUTC())) {
            return new PointsInUse(windows).test(point);
        }
    }

    @Test
    void a_point_of_an_open_window_is_needed_before_it_is_noted() {
        assertThat(isInUse("3", new Damaged(3L))).isTrue();
    }

    @Test
    void of_a_window_that_can_not_be_read_nobody_knows_what_it_needs() {
        assertThat(isInUse("1", new Damaged(3L))).isTrue();
        assertThat(isInUse("1", new Damaged())).isFalse();
    }
}
