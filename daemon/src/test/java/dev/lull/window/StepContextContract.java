package dev.lull.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lull.stack.Stack;
import dev.lull.stack.TestStack;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a step may rely on. */
public abstract class StepContextContract {
    protected static final Stack SHOP =
            new TestStack("shop").service("app", "shop:1", "lull.role", "app").build();

    /**
     * Of a window of the stack {@code shop} that {@code ada} opened, saying {@code to v2}; on its
     * way forward, and nothing is done in it yet.
     */
    protected abstract StepContext context() throws Exception;

    @Test
    void facts_are_there_once_they_were_taken() throws Exception {
        StepContext context = context();
        assertThatThrownBy(context::facts).isInstanceOf(IllegalStateException.class);
        Facts facts = new Facts(Instant.EPOCH, SHOP.declared(), List.of());

        context.take(facts);

        assertThat(context.facts()).isEqualTo(facts);
    }

    @Test
    void the_latest_note_counts() throws Exception {
        StepContext context = context();
        assertThat(context.note("door")).isEmpty();

        context.note("door", "closed");
        context.note("door", "open");

        assertThat(context.note("door")).contains("open");
        assertThat(context.note("other")).isEmpty();
    }

    @Test
    void it_is_of_one_stack_and_of_one_direction() throws Exception {
        StepContext context = context();
        assertThat(context.stack()).isEqualTo(SHOP.name());
        assertThat(context.onWayBack()).isFalse();
        assertThat(context.isUndoing()).isFalse();
    }

    @Test
    void it_says_who_opened_its_window_and_what_for() throws Exception {
        StepContext context = context();
        assertThat(context.by()).isEqualTo("ada");
        assertThat(context.reason()).isEqualTo("to v2");
    }
}
