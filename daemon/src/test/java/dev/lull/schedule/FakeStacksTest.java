package dev.lull.schedule;

import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import dev.lull.stack.StacksContract;

class FakeStacksTest extends StacksContract {
    private final FakeStacks stacks = new FakeStacks();

    @Override
    protected Stacks stacks() {
        stacks.put(Host.stack("shop").build());
        stacks.put(Host.stack("blog").build());
        return stacks;
    }

    @Override
    protected StackName known() {
        return new StackName("shop");
    }
}
