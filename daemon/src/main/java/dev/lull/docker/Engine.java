package dev.lull.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The Docker Engine, as far as Lull needs it.
 *
 * <p>Every call blocks, has a deadline of its own, may be interrupted, and is safe to use from many
 * threads. What is there is told from the engine's answer at the time of the call, nothing is kept.
 * Every method throws {@link EngineException}: transient (nothing happened, try again), permanent
 * (the engine refused, trying again is no use), or unknown (it may have happened: look).
 *
 * <p>"Make it so" methods say so: doing them again is no error. A container is named by id or name.
 */
public interface Engine {

    /** What engine this is. */
    EngineVersion version();

    /**
     * Containers in every state that carry all these labels.
     *
     * @param labels label to value; an empty value asks only that the label is there
     */
    List<ContainerSummary> containers(Map<String, String> labels);

    /** Everything the engine says about a container, or empty when there is none of that name. */
    Optional<Inspect> inspect(String container);

    /**
     * Creates a container and does not start it.
     *
     * @param name without leading slash
     * @param spec the body of {@code POST /containers/create}, raw, so that no field is lost
     * @return its id
     */
    String create(String name, String spec);

    /** Makes it so that the container runs. */
    void start(String container);

    /**
     * Makes it so that the container does not run: its own stop signal, its own grace time, then
     * SIGKILL. Waits for the end.
     */
    void stop(String container);

    /** Sends a signal such as {@code SIGQUIT} to a running container; no error when none runs. */
    void signal(String container, String signal);

    /**
     * Makes it so that there is no such container; its anonymous volumes are kept. One that runs is
     * refused (permanent): stop it first, which gives it its grace time.
     */
    void remove(String container);

    /** Likewise; its anonymous volumes go with it, unless another container has them. */
    void discard(String container);

    void rename(String container, String name);

    /** Makes it so that the container has this restart policy. */
    void restartPolicy(String container, RestartPolicy policy);

    /**
     * Writes files into a container, running or not, owned by root, mode 0644.
     *
     * @param folder an absolute path of a folder that exists in the container
     * @param files relative path to content; folders on the way are made
     */
    void copyInto(String container, String folder, Map<String, byte[]> files);

    /**
     * Runs a command in a running container.
     *
     * @param output is given each line of stdout and stderr as it comes
     * @param deadline after which {@link EngineException.Overdue} is thrown; the command may go on
     * @return its exit code
     */
    int exec(String container, List<String> argv, Duration deadline, Consumer<String> output);

    /**
     * Runs a command in a running container with streams of any length; nothing of them is kept in
     * memory. On return all that the command wrote has been passed on, and its input is not read
     * any more, also if the command has not read all of it.
     *
     * @param deadline after which {@link EngineException.Overdue} is thrown; the command may go on
     * @return its exit code
     * @throws EngineException.Unknown also when the connection broke: the streams may be cut off
     * @throws java.io.UncheckedIOException when the given input or output failed
     */
    int stream(String container, List<String> argv, Duration deadline, Streams streams);

    /**
     * Waits until the container does not run and tells its exit code, by inspect and not by the end
     * of a stream. Follows its output meanwhile.
     *
     * @param output is given each line of stdout and stderr from the container's start
     * @throws EngineException.Unknown when it still runs at the deadline
     */
    int await(String container, Duration deadline, Consumer<String> output);

    /**
     * What the container has logged since then, in order, as far as its log driver lets it be read.
     *
     * @param since inclusive, with the precision of the log's time stamps
     */
    List<LogLine> logs(String container, Instant since);

    /** A network by its exact name. */
    Optional<Network> network(String name);

    /** Networks that carry this label. */
    List<Network> networks(String label);

    /**
     * Makes it so that there is a bridge network of that name; an existing one is left as it is.
     */
    void createNetwork(String name, boolean internal, Map<String, String> labels);

    /**
     * Makes it so that there is a network like this; an existing one of its name is left as it is.
     *
     * @param definition what {@link Network#definition} told of it
     */
    void createNetwork(String definition);

    /** Makes it so that there is no network of that name. */
    void removeNetwork(String name);

    /**
     * Makes it so that the container is connected to the network; an existing connection is left as
     * it is.
     */
    void connect(String network, String container, Endpoint endpoint);

    /**
     * Makes it so that the container is not connected to the network. Also when it does not run.
     */
    void disconnect(String network, String container);

    /** An image by reference or id. */
    Optional<Image> image(String reference);

    /** Makes it so that the image is also known as this reference ({@code repository:tag}). */
    void tag(String image, String reference);

    /** Makes it so that this reference is gone; the image goes too when nothing else names it. */
    void untag(String reference);

    /** A volume by name. */
    Optional<Volume> volume(String name);

    /**
     * Makes it so that there is a volume like this, empty; an existing one of its name is left as
     * it is.
     *
     * @param definition what {@link Volume#definition} told of it
     */
    void createVolume(String definition);

    /**
     * Follows the engine's events of type container and network until closed: what was created,
     * started, stopped, killed, died, was removed, connected or disconnected. When the stream
     * breaks, {@code ended} is called once, with the reason; nothing is reconnected here.
     */
    AutoCloseable events(Consumer<EngineEvent> events, Consumer<String> ended);
}
