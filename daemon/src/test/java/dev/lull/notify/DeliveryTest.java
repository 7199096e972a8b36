package dev.lull.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final URI FIRST = URI.create("https://ntfy.example.org/s3cret");
    private static final URI SECOND = URI.create("https://gotify.example.org/s3cret");

    private final FakePost post = new FakePost();
    private final Delivery delivery = new Delivery(post, Duration.ZERO);
    private final LogLines log = new LogLines();

    @AfterEach
    void stop() {
        log.close();
    }

    @Test
    void what_is_not_taken_is_tried_twice_more() throws Exception {
        post.refuse(2);

        delivery.send(PostContract.NOTICE, List.of(FIRST));

        assertThat(post.taken()).containsExactly(PostContract.NOTICE);
        assertThat(log.all()).isEmpty();
    }

    @Test
    void who_never_takes_it_stands_in_the_log_and_keeps_it_from_nobody_else() throws Exception {
        post.refuse(3);

        delivery.send(PostContract.NOTICE, List.of(FIRST, SECOND));

        assertThat(post.taken()).containsExactly(PostContract.NOTICE);
        assertThat(log.all())
                .containsExactly(
                        "nobody was told that shop: window 7 waits for a person: ntfy.example.org"
                                + " answered with 503");
    }
}
