package dev.lull.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every audit log does. */
public abstract class AuditLogContract {
    protected static final Instant NOW = Instant.parse("2026-03-01T02:03:04.567Z");
    private static final Caller ADA = new Caller("ada", AccessRole.ADMIN, Caller.SOCKET);

    /** The same, empty at first, throughout one test. */
    protected abstract AuditLog log();

    protected static AuditEntry asked(String path) {
        return new AuditEntry(NOW, ADA.who(), Optional.of(ADA.role()), ADA.from(), "POST", path);
    }

    protected static AuditEntry stranger(String path) {
        return new AuditEntry(NOW, "", Optional.empty(), "192.0.2.1", "GET", path);
    }

    private List<Audited> newest() {
        return log().read(50, Long.MAX_VALUE);
    }

    @Test
    void what_is_under_way_has_no_status_until_it_ends() {
        long id = log().begin(asked("/api/v1/windows"));
        assertThat(newest())
                .containsExactly(
                        new Audited(id, asked("/api/v1/windows"), OptionalInt.empty(), ""));
        log().end(id, 409, "conflict");
        assertThat(newest())
                .containsExactly(
                        new Audited(id, asked("/api/v1/windows"), OptionalInt.of(409), "conflict"));
    }

    @Test
    void a_stranger_who_was_refused_is_kept_without_a_role() {
        log().record(stranger("/api/v1/stacks"), 401, "unauthenticated");
        assertThat(newest())
                .singleElement()
                .satisfies(e -> {
                    assertThat(e.entry()).isEqualTo(stranger("/api/v1/stacks"));
                    assertThat(e.status()).hasValue(401);
                    assertThat(e.problem()).isEqualTo("unauthenticated");
                });
    }

    @Test
    void it_is_read_newest_first_and_on_from_where_one_was() {
        IntStream.range(0, 5).forEach(i -> log().record(asked("/" + i), 200, ""));
        List<Audited> page = log().read(2, Long.MAX_VALUE);
        assertThat(page).extracting(e -> e.entry().path()).containsExactly("/4", "/3");
        assertThat(log().read(9, page.getLast().id()))
                .extracting(e -> e.entry().path())
                .containsExactly("/2", "/1", "/0");
        assertThat(log().read(9, 1)).isEmpty();
    }

    @Test
    void to_try_whether_it_can_be_written_leaves_nothing() {
        log().probe();
        long id = log().begin(asked("/a"));
        log().probe();
        assertThat(newest()).extracting(Audited::id).containsExactly(id);
    }

    @Test
    void the_end_of_what_is_not_kept_changes_nothing() {
        log().end(7, 200, "");
        assertThat(newest()).isEmpty();
    }

    @Test
    void entries_of_many_threads_are_all_kept_and_ended_each() throws Exception {
        List<Callable<Long>> requests =
                IntStream.range(0, 100)
                        .<Callable<Long>>mapToObj(i ->
                                () -> {
                                    long id = log().begin(asked("/" + i));
                                    log().end(id, 200 + i, "");
                                    return id;
                                })
                        .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(threads.invokeAll(requests).stream().map(Future::resultNow))
                    .doesNotHaveDuplicates();
        }
        assertThat(log().read(200, Long.MAX_VALUE))
                .hasSize(100)
                .allSatisfy(e ->
                        assertThat(e.entry().path())
                                .isEqualTo("/" + (e.status().getAsInt() - 200)));
    }
}
