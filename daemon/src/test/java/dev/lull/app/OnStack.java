package dev.lull.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** What tests of whole windows share: a stack of their own, a Lull of their own, nothing left. */
abstract class OnStack {
    final ExampleStack stack;
    final TestLull lull = new TestLull();

    OnStack(ExampleStack stack) {
        this.stack = stack;
    }

    @BeforeAll
    static void sweep() {
        TestBed.required();
        TestBed.sweep();
    }

    @AfterEach
    final void removeEverything() {
        lull.close();
        stack.close();
    }

    /**
     * A person's next {@code up} finds nothing to do.
     *
     * @param options of Compose, before its verb
     */
    final void assertUnchangedByUp(String... options) {
        List<String> up = new ArrayList<>(List.of(options));
        up.addAll(List.of("up", "-d", "--no-build"));
        String printed = stack.compose(up.toArray(String[]::new));
        assertThat(printed).contains("Running");
        assertThat(printed).doesNotContain("Recreate").doesNotContain("Started");
    }
}
