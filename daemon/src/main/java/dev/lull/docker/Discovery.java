package dev.lull.docker;

import dev.lull.stack.Declared;
import dev.lull.stack.Observed;
import dev.lull.stack.Problem;
import dev.lull.stack.ServiceName;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.Stacks;
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

/**
 * Finds the stacks of this host: one listing of all containers, grouped by Compose's labels, joined
 * with what their compose files say.
 */
public final class Discovery implements Stacks {
    private static final int AT_ONCE = Runtime.getRuntime().availableProcessors();

    private final Engine engine;

    /** Who asks while all files are being read waits, instead of having them read once more. */
    private final Lock listing = new ReentrantLock();

    private final Compose compose;
    private final DeclaredStacks declared;

    public Discovery(Engine engine, Compose compose) {
        this.engine = engine;
        this.compose = compose;
        this.declared = new DeclaredStacks(compose);
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
                    declared(project, observed)
                            .withImageIds(i -> images.computeIfAbsent(i, this::imageId)),
                    observed);
        } catch (EngineException e) {
            Problem why = why(name, project, e);
            return Stack.unreadable(
                    new Declared(
                            name,
                            project.directory(),
                            project.files(),
                            List.of(),
                            project.envFiles(),
                            Map.of(),
                            List.of()),
                    observed,
                    why);
        }
    }

    private String imageId(String reference) {
        return engine.image(reference).map(Image::id).orElse("");
    }

    private Problem why(StackName name, ComposeProject project, EngineException failure) {
        boolean there =
                !project.files().isEmpty() && project.files().stream().allMatch(Files::isReadable);
        if (there) {
            try {
                compose.version();
            } catch (EngineException e) {
                // Then nothing may be wrong with the files.
                return Problem.error(
                        name.value(),
                        String.valueOf(e.getMessage()),
                        "Then look again: 'lull check " + name + "'");
            }
        }
        return unreadable(name, project, failure);
    }

    private static Problem unreadable(StackName name, ComposeProject project, EngineException e) {
        String files = String.join(", ", project.files().stream().map(Path::toString).toList());
        return Problem.error(
                name.value(),
                "its compose files can't be read: " + e.getMessage(),
                files.isEmpty()
                        ? "Start it with 'docker compose up -d' of this century, which"
                                + " labels containers with their files"
                        : "Mend or put back " + files);
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

    private Declared declared(ComposeProject project, List<Observed> observed) {
        for (Path file : project.files()) {
            if (!Files.isReadable(file)) {
                throw new EngineException.Permanent(file + " is missing or can't be read");
            }
        }
        if (project.files().isEmpty()) {
            throw new EngineException.Permanent("no container says where they are");
        }
        return declared.read(project, running(observed));
    }

    private static Set<ServiceName> running(List<Observed> observed) {
        return observed.stream()
                .filter(o -> !o.oneOff())
                .map(o -> o.replica().service())
                .collect(Collectors.toSet());
    }
}
