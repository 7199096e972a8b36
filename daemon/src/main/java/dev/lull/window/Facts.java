package dev.lull.window;

import dev.lull.stack.Declared;
import dev.lull.stack.Replica;
import dev.lull.stack.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What was so before the window touched anything: all that the way back needs. Journaled before the
 * first effect. Holds environment values in the specs: never leaves the state directory.
 *
 * @param declared what the compose files said
 * @param replicas every container of the stack, also stopped ones; no one-offs
 */
public record Facts(Instant takenAt, Declared declared, List<ReplicaFact> replicas) {
    public Facts {
        replicas = List.copyOf(replicas);
    }

    public Optional<ReplicaFact> of(Replica replica) {
        return replicas.stream().filter(r -> r.replica().equals(replica)).findFirst();
    }

    /**
     * One container as it was.
     *
     * @param image the reference that it was created from
     * @param restartPolicy Docker's name of it
     * @param spec the engine's whole answer about it, raw JSON
     */
    public record ReplicaFact(
            Replica replica,
            Role role,
            String containerId,
            String containerName,
            String imageId,
            String image,
            boolean running,
            String restartPolicy,
            int maximumRetries,
            String spec) {}
}
