package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
     * environment values: never print it. Services of a profile that is not active are left out.
     */
    JsonNode config(ComposeProject project);

    /** The same with the services of every profile. */
    JsonNode configOfEveryProfile(ComposeProject project);

    /**
     * Variables that the files use without saying what else to take, and that have no value where
     * Lull runs: Compose takes them for blank.
     */
    Set<String> unsetVariables(ComposeProject project);

    /**
     * Service to the hash that Compose compares with a container's {@code config-hash} label.
     *
     * <p>Asked of the resolved config, not of the files: for those {@code config --hash} leaves env
     * files out (seen with 2.26), and {@code up} does not.
     *
     * @param config what {@link #config} or {@link #configOfEveryProfile} gave
     */
    Map<String, String> hashes(ComposeProject project, JsonNode config);

    /**
     * Pulls an image, with the host's own registry logins.
     *
     * @param out is given each line of progress
     */
    void pull(String image, Consumer<String> out);

    /**
     * Makes it so that these services' containers are as the files say, created and not started;
     * what is already so is left alone. Builds and pulls nothing. A container that differs is
     * recreated, which stops it; so are the services that they depend on, if they differ.
     *
     * <p>Not with {@code --no-deps}: Compose 2.26 leaves {@code depends_on} out of the config hash
     * then, and the next {@code up -d} would make everything anew.
     *
     * @param scale service to number of replicas; others as the files say
     */
    void create(
            ComposeProject project,
            List<String> services,
            Map<String, Integer> scale,
            Consumer<String> out);

    /**
     * Starts a one-off container of a service in the background, under this name. Not idempotent:
     * look for the name first. Compose starts a stopped container's dependencies never with this.
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
