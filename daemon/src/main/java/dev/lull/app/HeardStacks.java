package dev.lull.app;

import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stacks that tell of each one that is read: what only {@code x-lull} says of one makes no event of
 * Docker.
 */
record HeardStacks(Stacks stacks, Consumer<Stack> hears) implements Stacks {
    @Override
    public List<Stack> all() {
        List<Stack> all = stacks.all();
        all.forEach(hears);
        return all;
    }

    @Override
    public Optional<Stack> find(StackName name) {
        Optional<Stack> found = stacks.find(name);
        found.ifPresent(hears);
        return found;
    }
}
