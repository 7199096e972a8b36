package dev.lull.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.plan.Change;
import dev.lull.plan.Phase;
import dev.lull.stack.StackName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What every journal does. */
public abstract class JournalContract {
    private static final Event.Ended ENDED = new Event.Ended(Phase.DONE, "all well");

    /** The same, empty at first, throughout one test. */
    protected abstract Journal journal();

    protected static Event.Opened opened(String stack) {
        return new Event.Opened(
                new StackName(stack),
                new Change.None(),
                List.of(),
                Ada.saying("a look"),
                Duration.ofMinutes(5),
                List.of());
    }

    protected static Event.Noted note(int number) {
        return new Event.Noted("n", Integer.toString(number));
    }

    @Test
    void a_window_begins_with_its_opening() {
        WindowId window = journal().open(opened("shop"));
        List<Recorded> events = journal().read(window, 0);
        assertThat(events).extracting(Recorded::event).containsExactly(opened("shop"));
        assertThat(events).extracting(Recorded::sequence).containsExactly(1L);
    }

    @Test
    void events_are_read_as_they_were_recorded_and_in_order() {
        WindowId window = journal().open(opened("shop"));
        List<Recorded> appended =
                IntStream.range(0, 20).mapToObj(i -> journal().append(window, note(i))).toList();
        assertThat(journal().read(window, 1)).isEqualTo(appended);
    }

    @Test
    void only_what_comes_after_is_read() {
        WindowId window = journal().open(opened("shop"));
        journal().append(window, note(2));
        Recorded third = journal().append(window, note(3));
        assertThat(journal().read(window, 2)).containsExactly(third);
        assertThat(journal().read(window, 3)).isEmpty();
        assertThat(journal().read(window, 99)).isEmpty();
    }

    @Test
    void windows_are_numbered_from_one_and_listed_newest_first() {
        assertThat(journal().windows()).isEmpty();
        journal().open(opened("shop"));
        journal().open(opened("blog"));
        journal().open(opened("shop"));
        assertThat(journal().windows()).extracting(WindowId::value).containsExactly(3L, 2L, 1L);
    }

    @Test
    void ended_windows_are_no_longer_open() {
        WindowId first = journal().open(opened("shop"));
        WindowId second = journal().open(opened("blog"));
        WindowId third = journal().open(opened("wiki"));
        assertThat(journal().open()).containsExactly(first, second, third);
        journal().append(second, ENDED);
        assertThat(journal().open()).containsExactly(first, third);
        assertThat(journal().windows()).contains(second);
        assertThat(journal().read(second, 1)).extracting(Recorded::event).containsExactly(ENDED);
    }

    @Test
    void each_window_counts_for_itself() {
        WindowId first = journal().open(opened("shop"));
        WindowId second = journal().open(opened("blog"));
        assertThat(journal().append(first, note(1)).sequence()).isEqualTo(2);
        assertThat(journal().append(second, note(2)).sequence()).isEqualTo(2);
        assertThat(journal().append(first, note(3)).sequence()).isEqualTo(3);
        assertThat(journal().read(second, 1)).extracting(Recorded::event).containsExactly(note(2));
    }

    @Test
    void nothing_is_appended_to_a_window_that_is_not_there() {
        WindowId unknown = new WindowId(7);
        assertThatThrownBy(() -> journal().append(unknown, note(1)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("no window 7");
        assertThat(journal().read(unknown, 0)).isEmpty();
        assertThat(journal().windows()).isEmpty();
    }

    @Test
    void the_stack_of_a_window_is_told() {
        WindowId shop = journal().open(opened("shop"));
        WindowId blog = journal().open(opened("blog"));
        journal().append(blog, ENDED);
        assertThat(journal().stack(shop)).isEqualTo(new StackName("shop"));
        assertThat(journal().stack(blog)).isEqualTo(new StackName("blog"));
        assertThatThrownBy(() -> journal().stack(new WindowId(7)))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("no window 7");
    }

    @Test
    void a_window_is_found_by_who_asked_for_it_and_what_they_called_it() {
        WindowId first = journal().open(asked("ada", "job-1"));
        WindowId second = journal().open(asked("bob", "job-1"));
        journal().append(first, ENDED);
        journal().open(asked("ada", ""));

        assertThat(journal().find("ada", "job-1")).contains(first);
        assertThat(journal().find("bob", "job-1")).contains(second);
        assertThat(journal().find("ada", "job-2")).isEmpty();
        assertThat(journal().find("ada", "")).isEmpty();
    }

    @Test
    void one_request_makes_one_window() {
        journal().open(asked("ada", "job-1"));
        assertThatThrownBy(() -> journal().open(asked("ada", "job-1")))
                .isInstanceOf(JournalException.class);
        assertThat(journal().windows()).hasSize(1);
        journal().open(asked("ada", ""));
        journal().open(asked("ada", ""));
        assertThat(journal().windows()).hasSize(3);
    }

    private static Event.Opened asked(String by, String request) {
        return new Event.Opened(
                new StackName("shop"),
                new Change.None(),
                List.of(),
                new Origin(by, "here", request, "", "", ""),
                Duration.ofMinutes(5),
                List.of());
    }

    @Test
    void appends_from_many_threads_leave_no_gap_and_lose_nothing() throws Exception {
        WindowId window = journal().open(opened("shop"));
        List<Callable<Recorded>> appends =
                IntStream.range(0, 200)
                        .<Callable<Recorded>>mapToObj(i -> () -> journal().append(window, note(i)))
                        .toList();
        List<Recorded> appended;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            appended = threads.invokeAll(appends).stream().map(Future::resultNow).toList();
        }
        List<Recorded> read = journal().read(window, 1);
        assertThat(read)
                .extracting(Recorded::sequence)
                .containsExactlyElementsOf(LongStream.rangeClosed(2, 201).boxed().toList());
        assertThat(read).containsExactlyInAnyOrderElementsOf(appended);
    }
}
