package dev.lull.docker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Who listens to the fake, and what they are told. */
final class FakeEvents {
    private record Listener(Consumer<EngineEvent> events, Consumer<String> ended) {}

    private final List<Listener> listeners = new ArrayList<>();
    private final FakeTime time;

    FakeEvents(FakeTime time) {
        this.time = time;
    }

    /** Runs when the listener leaves. */
    Runnable listen(Consumer<EngineEvent> events, Consumer<String> ended) {
        Listener listener = new Listener(events, ended);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** All streams of events break. */
    void end(String reason) {
        List<Listener> broken = List.copyOf(listeners);
        listeners.clear();
        broken.forEach(listener -> listener.ended.accept(reason));
    }

    void container(String action, FakeContainer container) {
        Map<String, String> attributes = new HashMap<>(container.inspect().labels());
        attributes.put("name", container.name());
        attributes.put("image", container.inspect().image());
        tell(new EngineEvent(time.instant(), "container", action, container.id(), attributes));
    }

    void network(String action, Network network, FakeContainer container) {
        Map<String, String> attributes =
                Map.of("name", network.name(), "container", container.id(), "type", "bridge");
        tell(new EngineEvent(time.instant(), "network", action, network.id(), attributes));
    }

    private void tell(EngineEvent event) {
        List.copyOf(listeners).forEach(listener -> listener.events.accept(event));
    }
}
