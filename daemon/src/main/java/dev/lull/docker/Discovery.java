package dev.lull.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.stack.Declared;
import dev.lull.stack.Observed;
import dev.lull.stack.Problem;
import dev.lull.stack.ServiceName;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the stacks of this host: one listing of all containers, grouped by Compose's labels, joined
 * with what their compose files say. For an overview the files are resolved by Compose once, as long
 * as they don't change; whoever asks for one stack gets what they say now.
 */
public final class Discovery implements Stacks {
    private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

    private final Engine engine;

    /** Who asks while all files are being read waits, instead of having them read once more. */
    private final Lock listing = new ReentrantLock();

    private final Compose compose;
    private final Map<ComposeProject, Read> read = new ConcurrentHashMap<>();

    public Discovery(Engine engine, Compose compose) {
        this.engine = engine;
        this.compose = compose;
    }

    /** What the files said when they were as they are. */
    private record Read(List<String> fingerprint, Whole whole) {}

    /**
     * All that the files say.
     *
     * @param profiled the services of profiles: they count where they have containers
     */
    private record Whole(Declared declared, Set<ServiceName> profiled) {
        Declared with(List<Observed> observed) {
            Set<ServiceName> there =
                    observed.stream().map(o -> o.replica().service()).collect(Collectors.toSet());
            return declared.with(
                    declared.services().stream()
                            .filter(s -> !profiled.contains(s.name()) || there.contains(s.name()))
                            .toList());
        }
    }

    @Override
    public List<Stack> all() {
        Map<String, String> images = new ConcurrentHashMap<>();
        String what = "read the compose files of all stacks";
        List<Map.Entry<StackName, List<ContainerSummary>>> groups =
                List.copyOf(group(engine.containers(Map.of(ComposeLabels.PROJECT, ""))).entrySet());
        try {
            listing.lockInterruptibly();
            try {
                return Together.each(
                        "discovery", AT_ONCE, groups, e -> stack(e.getKey(), e.getValue(), images));
            } finally {
                listing.unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Kind.READ.unanswered("interrupted: " + what, e);
        }
    }

    @Override
    public Optional<Stack> find(StackName name) {
        List<ContainerSummary> containers =
                engine.containers(Map.of(ComposeLabels.PROJECT, name.value()));
        // Files that others include, and the values of variables, are in no fingerprint.
        read.keySet().removeIf(p -> p.name().equals(name.value()));
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(stack(name, containers, new HashMap<>()));
    }

    private static Map<StackName, List<ContainerSummary>> group(List<ContainerSummary> all) {
        Map<StackName, List<ContainerSummary>> groups = new TreeMap<>();
        for (ContainerSummary container : all) {
            String project = container.labels().getOrDefault(ComposeLabels.PROJECT, "");
            if (project.matches("[a-z0-9][a-z0-9_-]*")) {
                groups.computeIfAbsent(new StackName(project), n -> new ArrayList<>())
                        .add(container);
            }
        }
        return groups;
    }

    private Stack stack(
            StackName name, List<ContainerSummary> containers, Map<String, String> images) {
        List<Observed> observed = containers.stream().map(Observation::of).toList();
        ComposeProject project = project(name, containers);
        try {
            return Stack.of(
                    whole(project)
                            .with(observed)
                            .withImageIds(i -> images.computeIfAbsent(i, this::imageId)),
                    observed);
        } catch (EngineException e) {
            String files = String.join(", ", project.files().stream().map(Path::toString).toList());
            return Stack.unreadable(
                    new Declared(
                            name,
                            project.directory(),
                            project.files(),
                            project.envFiles(),
                            Map.of(),
                            List.of()),
                    observed,
                    Problem.error(
                            name.value(),
                            "its compose files can't be read: " + e.getMessage(),
                            files.isEmpty()
                                    ? "Start it with 'docker compose up -d' of this century, which"
                                            + " labels containers with their files"
                                    : "Mend or put back " + files));
        }
    }

    private String imageId(String reference) {
        return engine.image(reference).map(Image::id).orElse("");
    }

    /** Where the files are is written on the newest container that says so. */
    private static ComposeProject project(StackName name, List<ContainerSummary> containers) {
        Map<String, String> labels =
                containers.stream()
                        .filter(c -> !StackContainers.isOneOff(c))
                        .map(ContainerSummary::labels)
                        .filter(l -> l.containsKey(ComposeLabels.CONFIG_FILES))
                        .findFirst()
                        .orElse(Map.of());
        Path directory = Path.of(labels.getOrDefault(ComposeLabels.WORKING_DIR, "/"));
        List<Path> files = paths(labels.getOrDefault(ComposeLabels.CONFIG_FILES, ""), directory);
        List<Path> envFiles = paths(labels.getOrDefault(ComposeLabels.ENV_FILES, ""), directory);
        return new ComposeProject(name.value(), directory, files, envFiles);
    }

    private static List<Path> paths(String commaSeparated, Path directory) {
        return Arrays.stream(commaSeparated.split(",", -1))
                .filter(p -> !p.isBlank())
                .map(p -> directory.resolve(p.strip()).normalize())
                .toList();
    }

    private Whole whole(ComposeProject project) {
        for (Path file : project.files()) {
            if (!Files.isReadable(file)) {
                throw new EngineException.Permanent(file + " is missing or can't be read");
            }
        }
        if (project.files().isEmpty()) {
            throw new EngineException.Permanent("no container says where they are");
        }
        Read before = read.get(project);
        if (before != null && before.fingerprint().equals(fingerprint(before.whole().declared()))) {
            return before.whole();
        }
        JsonNode config = compose.config(project, List.of());
        Declared declared = DeclaredStack.read(project, config, compose.hashes(project, config));
        Whole whole = new Whole(declared, DeclaredStack.profiled(config));
        read.put(project, new Read(fingerprint(declared), whole));
        return whole;
    }

    private static List<String> fingerprint(Declared declared) {
        return Stream.of(
                        declared.files().stream(),
                        declared.envFiles().stream(),
                        declared.services().stream().flatMap(s -> s.envFiles().stream()))
                .flatMap(s -> s)
                .distinct()
                .map(Discovery::fingerprint)
                .toList();
    }

    private static String fingerprint(Path file) {
        try {
            return file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file);
        } catch (IOException e) {
            return file + " unreadable";
        }
    }
}
