package dev.lull.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.stack.StackName;
import dev.lull.window.WindowId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every post does. */
abstract class PostContract {
    static final Notice NOTICE =
            new Notice(
                    new StackName("shop"),
                    Optional.of(new WindowId(7)),
                    Optional.empty(),
                    "held",
                    "shop: window 7 waits for a person",
                    "Why: \"quoted\"\nTry again: lull retry 7");

    abstract Post post();

    /** Its path holds a secret. */
    abstract URI url();

    /** The other side takes nothing until told otherwise. */
    abstract void refuse();

    /** Event, title and message of what has arrived. */
    abstract List<List<String>> arrived();

    @Test
    void what_is_sent_arrives_as_it_is() throws Exception {
        assertThat(post().send(url(), NOTICE)).isEmpty();
        assertThat(arrived())
                .containsExactly(List.of(NOTICE.event(), NOTICE.title(), NOTICE.message()));
    }

    @Test
    void what_is_not_taken_is_told_without_the_secret() throws Exception {
        refuse();
        assertThat(post().send(url(), NOTICE))
                .hasValueSatisfying(
                        w -> assertThat(w).contains(url().getHost()).doesNotContain("s3cret"));
        assertThat(arrived()).isEmpty();
    }
}
