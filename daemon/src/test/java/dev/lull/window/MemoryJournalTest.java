package dev.lull.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import org.junit.jupiter.api.Test;

class MemoryJournalTest extends JournalContract {
    private final MemoryJournal journal = new MemoryJournal(Clock.systemUTC());

    @Override
    protected Journal journal() {
        return journal;
    }

    @Test
    void fails_the_write_it_was_told_to_and_no_other() {
        journal.failWrite(2);
        WindowId window = journal.open(opened("shop"));
        assertThatThrownBy(() -> journal.append(window, note(1)))
                .isInstanceOf(JournalException.class);
        assertThat(journal.append(window, note(2)).sequence()).isEqualTo(2);
    }
}
