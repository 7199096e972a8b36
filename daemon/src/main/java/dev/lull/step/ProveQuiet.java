package dev.lull.step;

import dev.lull.check.Writers;
import dev.lull.docker.ContainerSummary;
import dev.lull.docker.Engine;
import dev.lull.docker.HostPaths;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.stack.Layer;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.window.Outcome;
import dev.lull.window.Step;
import dev.lull.window.StepContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Sees that nothing still writes, and writes the quiet certificate: every replica of the layers is
 * stopped, and no other running container has one of the stack's volumes writable.
 */
final class ProveQuiet implements Step {
    private final Engine engine;
    private final StackContainers containers;
    private final Clock clock;

    ProveQuiet(Engine engine, StackContainers containers, Clock clock) {
        this.engine = engine;
        this.containers = containers;
        this.clock = clock;
    }

    @Override
    public Outcome perform(StepContext context) {
        Scene scene = new Scene(context, containers);
        List<ContainerSummary> all = engine.containers(Map.of());
        List<String> stopped = new ArrayList<>();
        List<String> running = new ArrayList<>();
        List<Service> closed =
                Stream.of(Layer.values()).flatMap(l -> scene.in(l).stream()).toList();
        for (Inspect container : scene.replicas(closed)) {
            (container.isRunning() ? running : stopped).add(container.name());
        }
        HostPaths paths = new HostPaths(engine);
        Writers writers = Writers.of(scene.before(), all, paths::of);
        List<String> problems = new ArrayList<>();
        running.forEach(r -> problems.add(r + " runs although its layer was closed"));
        problems.addAll(writers.undeclared());
        if (!problems.isEmpty()) {
            return new Outcome.Failed(
                    "not quiet: "
                            + String.join("; ", problems)
                            + ". Stop them, then 'lull retry "
                            + context.window()
                            + "'; a writer that may go on needs the label 'lull.writes: allowed:"
                            + " REASON'");
        }
        Set<String> data = Writers.data(scene.before(), all, paths::of);
        writers.allowed().forEach(w -> context.say("allowed writer: " + w));
        scene.notes().certificate(certificate(scene, stopped, data, writers));
        return new Outcome.Done(
                stopped.size()
                        + " containers seen stopped, nothing else has the stack's "
                        + data.size()
                        + " volumes writable");
    }

    private String certificate(
            Scene scene, List<String> stopped, Set<String> data, Writers writers) {
        Map<String, Object> certificate = new LinkedHashMap<>();
        certificate.put("stack", scene.name().value());
        certificate.put("at", clock.instant().toString());
        certificate.put("stopped", stopped);
        certificate.put(
                "data_stores",
                scene.replicas(scene.with(Role.DB)).stream().map(Inspect::name).toList());
        certificate.put("volumes", data);
        certificate.put("allowed_writers", writers.allowed());
        certificate.put(
                "seen",
                "containers and their mounts; not host processes, open files or database sessions");
        return Notes.write(certificate);
    }
}
