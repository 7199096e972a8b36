package dev.lull.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.schedule.Run;
import dev.lull.schedule.RunState;
import dev.lull.schedule.Schedule;
import dev.lull.schedule.ScheduleStore;
import dev.lull.schedule.ScheduleStoreContract;
import dev.lull.window.JournalException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SqliteScheduleStoreTest extends ScheduleStoreContract {
    @RegisterExtension final JournalOnDisk journal = new JournalOnDisk();

    @Override
    protected ScheduleStore store() {
        return journal.get().schedules();
    }

    @Test
    void all_is_there_after_a_restart_and_no_number_is_given_twice() {
        Schedule schedule = kept("nightly");
        Run run = run(schedule, DUE, RunState.WAITING_FOR_APPROVAL);
        store().put(schedule, List.of(run));
        journal.reopen();
        assertThat(store().all()).containsExactly(schedule);
        assertThat(store().unfinished()).containsExactly(run);
        assertThat(kept("weekly").id().value()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "wanted = '{}' | what schedule 1 is: its JSON is not valid",
                "wanted = 'null' | what schedule 1 is: its JSON is null",
                "wanted = replace(wanted, '0 3 * *', '99 3 * *') | what schedule 1 is: ",
                "source = 'dream' | 'dream' is no source of schedules",
            })
    void what_can_not_be_read_is_told_with_the_file(String damage, String said)
            throws SQLException {
        kept("nightly");
        sql("update schedules set " + damage);
        assertThatThrownBy(() -> store().all())
                .isInstanceOf(JournalException.class)
                .hasMessageContainingAll("list the schedules", "lull.db", said);
    }

    @Test
    void a_state_that_is_not_known_is_told() throws SQLException {
        Schedule schedule = kept("nightly");
        store().put(run(schedule, DUE, RunState.OPENED));
        sql("update runs set state = 'asleep'");
        assertThatThrownBy(() -> store().runs(schedule.id(), 1))
                .isInstanceOf(JournalException.class)
                .hasMessageContainingAll("runs of schedule 1", "lull.db", "asleep");
    }

    private void sql(String statement) throws SQLException {
        try (Connection other =
                        DriverManager.getConnection(
                                "jdbc:sqlite:" + journal.state().resolve("lull.db"));
                Statement sql = other.createStatement()) {
            sql.executeUpdate(statement);
        }
    }
}
