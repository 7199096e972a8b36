package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Docker Compose, for what Compose decides: what the files mean, and the containers made of them.
 *
 * <p>Every call blocks, has a deadline, and may be interrupted. It throws {@link EngineException}:
 * permanent with Compose's own words when it refuses, unknown when a change was cut short.
 */
public interface Compose {
    /** Compose's version, e.g. {@code 2.26.1}. */
    String version();

    /**
     * What the files mean after interpolation, extensions ({@code x-…}) included. It holds
     * environment values: never print it.
     *
     * @param extraFiles read after the project's own
     */
    JsonNode config(ComposeProject project, List<Path> extraFiles);

    /** Service to the hash that Compose compares with a container's {@code config-hash} label. */
    Map<String, String> hashes(ComposeProject project);

    /**
     * Pulls the images of these services.
     *
     * @param out is given each line of progress
     */
    void pull(ComposeProject project, List<String> services, Consumer<String> out);

    /**
     * Makes it so that these services' containers are as the files say; what is already so is left
     * alone. Builds and pulls nothing, and touches no other service. A container that differs is
     * recreated, which stops it.
     *
     * @param scale service to number of replicas; others as the files say
     * @param start whether they are started too
     */
    void up(
            ComposeProject project,
            List<String> services,
            Map<String, Integer> scale,
            boolean start,
            Consumer<String> out);

    /**
     * Starts a one-off container of a service in the background, under this name. Not idempotent:
     * look for the name first. What the service depends on is not started.
     *
     * @param command instead of the service's own
     */
    void runDetached(
            ComposeProject project,
            String service,
            String container,
            Map<String, String> labels,
            List<String> command);
}
