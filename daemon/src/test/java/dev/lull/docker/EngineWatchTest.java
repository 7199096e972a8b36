package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineWatchTest {
    private static final String SPEC = "{\"Image\":\"app:1\"}";

    private final FakeEngine engine = new FakeEngine().withImage("app:1", 1);
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger again = new AtomicInteger();
    private final EngineWatch watch =
            new EngineWatch(
                    engine,
                    event -> heard.add(event.action() + " " + event.attributes().get("name")),
                    again::incrementAndGet);

    @AfterEach
    void close() {
        watch.close();
    }

    /** The watch connects on a thread of its own: what comes before that is not told. */
    private void hears(String container) throws InterruptedException {
        EngineContract.eventually(() -> {
            if (engine.inspect(container).isEmpty()) {
                engine.create(container, SPEC);
            }
            engine.start(container);
            engine.stop(container);
            return heard.contains("start " + container);
        });
    }

    @Test
    void what_happens_is_told() throws Exception {
        watch.start();
        hears("one");
        assertThat(watch.breaks()).isZero();
        assertThat(again).hasValue(0);
    }

    @Test
    void a_stream_that_breaks_is_followed_again_and_what_was_missed_is_looked_for()
            throws Exception {
        watch.start();
        hears("one");

        engine.breakEvents("connection reset");
        EngineContract.eventually(() -> again.get() == 1);

        assertThat(watch.breaks()).isEqualTo(2);
        hears("two");
    }

    @Test
    void an_engine_that_is_away_is_tried_until_it_is_there() throws Exception {
        for (int call = 1; call <= 2; call++) {
            engine.failBefore("events", call, new EngineException.Transient("refused"));
        }
        watch.start();
        hears("one");
        assertThat(engine.calls()).containsEntry("events", 3);
    }

    @Test
    void a_closed_one_hears_no_more_and_does_not_come_back() throws Exception {
        watch.start();
        hears("one");
        watch.close();
        engine.breakEvents("connection reset");
        heard.clear();

        engine.start("one");

        assertThat(heard).isEmpty();
        assertThat(again).hasValue(0);
        assertThat(engine.calls()).containsEntry("events", 1);
    }
}
