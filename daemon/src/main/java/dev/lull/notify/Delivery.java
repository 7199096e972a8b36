package dev.lull.notify;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Takes notices to all who are to read them, with some tries for each. Thread-safe. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final int TRIES = 3;

    private final Post post;
    private final Duration pause;

    Delivery(Post post) {
        this(post, PAUSE);
    }

    /**
     * @param pause between two tries
     */
    Delivery(Post post, Duration pause) {
        this.post = post;
        this.pause = pause;
    }

    /**
     * Blocks until all have been tried. Who does not take it after some tries keeps it from nobody
     * else, and stands in the log.
     */
    void send(Notice notice, List<URI> to) throws InterruptedException {
        for (URI url : to) {
            send(notice, url);
        }
    }

    private void send(Notice notice, URI to) throws InterruptedException {
        Optional<String> wrong = post.send(to, notice);
        for (int tries = 1; wrong.isPresent() && tries < TRIES; tries++) {
            Thread.sleep(pause);
            wrong = post.send(to, notice);
        }
        wrong.ifPresent(why -> untold(LOG.atError(), notice, why));
    }

    /** Writes into the log what was to be told. */
    static void untold(LoggingEventBuilder line, Notice notice, String why) {
        LoggingEventBuilder ofStack = line.addKeyValue("stack", notice.stack());
        LoggingEventBuilder ofWindow =
                notice.window().map(w -> ofStack.addKeyValue("window", w)).orElse(ofStack);
        notice.schedule()
                .map(s -> ofWindow.addKeyValue("schedule", s))
                .orElse(ofWindow)
                .log("nobody was told that {}: {}", notice.title(), why);
    }
}
