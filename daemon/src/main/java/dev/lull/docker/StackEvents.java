package dev.lull.docker;

import dev.lull.stack.StackName;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Tells which stack an engine event is about. Events come in bursts: after the first of a burst
 * there is a short wait, then one call for the stack.
 */
public final class StackEvents implements Consumer<EngineEvent> {
    private static final Duration BURST = Duration.ofMillis(300);
    private static final Set<String> ACTIONS = Set.of("start", "die", "destroy");

    private final String pageLabel;
    private final Consumer<StackName> listener;
    private final Set<StackName> due = ConcurrentHashMap.newKeySet();

    /**
     * @param pageLabel whose value is the stack, on containers of ours
     * @param listener is called on a thread of its own
     */
    public StackEvents(String pageLabel, Consumer<StackName> listener) {
        this.pageLabel = pageLabel;
        this.listener = listener;
    }

    @Override
    public void accept(EngineEvent event) {
        if (!event.type().equals("container") || !ACTIONS.contains(event.action())) {
            return;
        }
        Map<String, String> labels = event.attributes();
        String stack =
                labels.getOrDefault(pageLabel, labels.getOrDefault(ComposeLabels.PROJECT, ""));
        if (stack.matches("[a-z0-9][a-z0-9_-]*")) {
            tell(new StackName(stack));
        }
    }

    private void tell(StackName stack) {
        if (due.add(stack)) {
            Thread.ofVirtual()
                    .name("look-" + stack)
                    .start(() -> {
                        try {
                            Thread.sleep(BURST);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        due.remove(stack);
                        listener.accept(stack);
                    });
        }
    }
}
