package dev.lull.app;

import dev.lull.testbed.Engines;
import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.TestLull;
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
        Engines.required();
        ExampleStack.sweep();
    }

    @AfterEach
    final void removeEverything() {
        lull.close();
        stack.close();
    }
}
