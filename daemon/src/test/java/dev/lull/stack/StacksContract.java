package dev.lull.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import org.junit.jupiter.api.Test;

/** What everybody who tells the stacks of a host does. */
public abstract class StacksContract {
    /** On a host with more than one stack, if it may be. */
    protected abstract Stacks stacks();

    /** One that is there. */
    protected abstract StackName known();

    @Test
    void all_are_told_by_their_names_in_order() {
        assertThat(stacks().all())
                .extracting(Stack::name)
                .contains(known())
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.comparing(StackName::value));
    }

    @Test
    void each_is_found_as_the_list_tells_it() {
        for (Stack listed : stacks().all()) {
            Stack found = stacks().find(listed.name()).orElseThrow();
            assertThat(found.name()).isEqualTo(listed.name());
            assertThat(found.services())
                    .extracting(Service::name)
                    .isEqualTo(listed.services().stream().map(Service::name).toList());
            assertThat(found.problems()).isEqualTo(listed.problems());
        }
    }

    @Test
    void services_stand_in_the_order_of_their_names() {
        assertThat(stacks().find(known()).orElseThrow().services())
                .isNotEmpty()
                .isSortedAccordingTo(Comparator.comparing(s -> s.name().value()));
    }

    @Test
    void one_that_is_not_there_is_not_found() {
        assertThat(stacks().find(new StackName("nobody-knows-it"))).isEmpty();
    }
}
