package dev.lull.schedule;

import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The stacks that a test says there are. */
final class FakeStacks implements Stacks {
    private final Map<StackName, Stack> stacks = new ConcurrentSkipListMap<>();
    private volatile String broken = "";

    /** From now on this one is there so. */
    void put(Stack stack) {
        stacks.put(stack.name(), stack);
    }

    void remove(StackName name) {
        stacks.remove(name);
    }

    /** From now on nothing can be asked of Docker, for this; empty: all is well again. */
    void breakDown(String why) {
        broken = why;
    }

    private void mayFail() {
        if (!broken.isEmpty()) {
            throw new IllegalStateException(broken);
        }
    }

    @Override
    public List<Stack> all() {
        mayFail();
        return List.copyOf(stacks.values());
    }

    @Override
    public Optional<Stack> find(StackName name) {
        mayFail();
        return Optional.ofNullable(stacks.get(name));
    }
}
