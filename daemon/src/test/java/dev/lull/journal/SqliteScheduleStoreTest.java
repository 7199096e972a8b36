package dev.lull.journal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lull.schedule.Run;
import dev.lull.schedule.RunState;
import dev.lull.schedule.Schedule;
import dev.lull.schedule.ScheduleStore;
import dev.lull.schedule.ScheduleStoreContract;
import dev.lull.schedule.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
class SqliteScheduleStoreTest extends ScheduleStoreContract {
    @RegisterExtension final JournalOnDisk journal = new JournalOnDisk();

    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.lull.journal");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.WARN);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

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

    @Test
    void runs_of_before_have_neither_key_nor_fingerprint() throws SQLException {
        Schedule schedule = kept("nightly");
        Run run = run(schedule, DUE, RunState.OPENED);
        store().put(run);
        sql("alter table runs drop column request");
        sql("alter table runs drop column fingerprint");
        sql("pragma user_version = 4");
        journal.reopen();
        assertThat(store().runs(schedule.id(), 9)).containsExactly(run);
    }

    // --- What can't be read.

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "wanted = '{}' | its JSON is not valid",
                "wanted = 'null' | its JSON is null",
                "wanted = replace(wanted, '0 3 * *', '99 3 * *') | nightly of stack shop",
                "wanted = replace(wanted, 'Asia/Kathmandu', 'Asia/Lull') | its JSON is not valid",
                "source = 'dream' | 'dream' is no source of schedules",
            })
    void a_schedule_that_can_not_be_read_keeps_no_other_from_running(String damage, String said)
            throws SQLException {
        Schedule spoiled = kept("nightly");
        Schedule well = kept("weekly");
        Run under = run(spoiled, DUE, RunState.WAITING_FOR_ROOM);
        Run way = run(well, DUE.plusSeconds(1), RunState.WAITING_FOR_ROOM);
        store().put(under);
        store().put(way);
        sql("update schedules set " + damage + " where id = 1");
        ScheduleStore store = store();

        assertThat(store.all()).containsExactly(well);
        assertThat(store.find(spoiled.id())).isEmpty();
        assertThat(store.unfinished())
                .as("what can't go on is not waited for")
                .containsExactly(way);
        store.all();

        assertThat(log.list)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getLevel()).isEqualTo(Level.ERROR);
                    assertThat(line.getFormattedMessage())
                            .contains("schedule 1, nightly of stack shop, can't be read", said)
                            .contains("runs nothing", "Add it again by that name");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"wanted = '{}'", "source = 'dream'"})
    void another_of_the_name_takes_the_place_of_one_that_can_not_be_read(String damage)
            throws SQLException {
        Schedule spoiled = kept("nightly");
        Schedule other = kept("weekly");
        Run run = run(spoiled, DUE, RunState.LOOKING);
        store().put(run);
        sql("update schedules set paused = 1, " + damage + " where id = 1");
        ScheduleStore store = store();

        Schedule again = store.add(order("nightly"), Source.PERSON, "bob", DUE);

        assertThat(again.id().value()).isEqualTo(3);
        assertThat(again.paused()).isFalse();
        assertThat(store.all()).containsExactly(other, again);
        assertThat(store.runs(spoiled.id(), 9))
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.state()).isEqualTo(RunState.SKIPPED);
                    assertThat(r.why()).contains("could not be read");
                    assertThat(r.at()).isEqualTo(DUE);
                });
        log.list.clear();
        journal.reopen();
        assertThat(store().all()).containsExactly(other, again);
        assertThat(log.list).as("of what is gone nobody has to know").isEmpty();
    }

    @Test
    void one_of_a_compose_file_that_was_paused_stays_so_when_it_comes_back() throws SQLException {
        store().add(order("nightly"), Source.FILE, "", NOW);
        sql("update schedules set wanted = '{}', paused = 1");
        assertThat(store().add(order("nightly"), Source.FILE, "", DUE).paused()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"state = 'asleep'", "\"window\" = -1"})
    void a_run_that_can_not_be_read_is_left_out(String damage) throws SQLException {
        Schedule schedule = kept("nightly");
        Run well = run(schedule, DUE, RunState.OPENED);
        store().put(well);
        store().put(run(schedule, DUE.plusSeconds(1), RunState.OPENING));
        store().put(run(schedule, DUE.plusSeconds(2), RunState.OPENING));
        sql("update runs set " + damage + " where state = 'opening'");
        ScheduleStore store = store();

        assertThat(store.runs(schedule.id(), 9)).containsExactly(well);
        assertThat(store.run(schedule.id(), DUE.plusSeconds(1))).isEmpty();
        assertThat(store.unfinished()).isEmpty();
        assertThat(log.list)
                .singleElement()
                .satisfies(line ->
                        assertThat(line.getFormattedMessage())
                                .contains("of schedule 1 can't be read and is left out"));
    }

    private void sql(String statement) throws SQLException {
        try (Connection other = SqliteFile.connect(journal.state().resolve("lull.db"));
                Statement sql = other.createStatement()) {
            sql.execute(statement);
        }
    }
}
