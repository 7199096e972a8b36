package dev.lull.step;

import dev.lull.docker.ContainerRecipe;
import dev.lull.docker.Endpoint;
import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.page.Backstage;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedFile;
import dev.lull.snapshot.SavedVolume;
import dev.lull.stack.Role;
import dev.lull.stack.StackName;
import dev.lull.step.StackSurvey.Place;
import dev.lull.window.WindowId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The commands with which a person takes a way back to its end without Lull. Containers are made
 * from their raw specs, which hold environment values: these are put into files of the state
 * directory, and no command shows them.
 */
final class FinishByHand {
    /** Who needs whom: data stores first, and a proxy learns where the app is now at the end. */
    private static final List<Role> ORDER =
            List.of(Role.DB, Role.NONE, Role.APP, Role.WORKER, Role.CRON, Role.PROXY);

    private final Engine engine;
    private final Path socket;
    private final Path folder;
    private final List<String> lines = new ArrayList<>();

    FinishByHand(Engine engine, Path socket, Path folder) {
        this.engine = engine;
        this.socket = socket;
        this.folder = folder;
    }

    /**
     * What of the rollback point is still to be put back.
     *
     * @param folder of the point
     * @param volumes whether its volumes are
     * @param files those of its files that are
     */
    record Data(Path folder, RollbackPoint point, boolean volumes, List<SavedFile> files) {
        Data {
            files = List.copyOf(files);
        }
    }

    List<String> commands(
            WindowId window,
            StackName stack,
            List<Place> places,
            List<String> strangers,
            List<String> pages,
            Optional<Data> data) {
        lines.add(
                "# As root, one after the other; stop if one fails. What is in place is left out.");
        if (!strangers.isEmpty()) {
            lines.add("docker rm --force " + String.join(" ", strangers));
        }
        boolean volumes = data.filter(Data::volumes).isPresent();
        List<Place> todo = places.stream().filter(p -> volumes || !p.inPlace()).toList();
        List<String> stop =
                todo.stream().filter(Place::right).map(p -> p.was().name()).sorted().toList();
        if (!stop.isEmpty()) {
            lines.add("docker stop " + String.join(" ", stop));
        }
        data.ifPresent(this::data);
        // What shares the network of another finds it by its name: nobody knows its new id yet.
        Map<String, String> names =
                places.stream()
                        .map(Place::was)
                        .collect(Collectors.toMap(Inspect::id, Inspect::name));
        todo.stream().filter(p -> !p.right()).forEach(p -> make(stack, p, names));
        todo.stream().filter(Place::right).forEach(p -> connect(stack, p));
        todo.forEach(p -> lines.add(policy(p.was())));
        open(todo, places, pages);
        lines.add("# Then end the window; this touches nothing:");
        lines.add("lull reopen " + window);
        return List.copyOf(lines);
    }

    private void data(Data data) {
        lines.add("# First, is the rollback point whole? If not, put back a copy of it.");
        lines.add("cd " + data.folder() + " && sha256sum --check --quiet SHA256SUMS");
        List<String> byHand = data.point().restoreByHand();
        if (!data.files().isEmpty()) {
            lines.add("# The files that are not as they were.");
        }
        data.files().forEach(f -> line(byHand, "install ", f.file()).ifPresent(lines::add));
        if (!data.volumes()) {
            return;
        }
        lines.add("# The data.");
        for (SavedVolume volume : data.point().volumes()) {
            line(byHand, "zstd ", volume.file())
                    .ifPresent(unpack -> {
                        lines.add(byHand.get(byHand.indexOf(unpack) - 1));
                        lines.add(unpack);
                    });
        }
    }

    private static Optional<String> line(List<String> byHand, String command, String file) {
        return byHand.stream().filter(l -> l.startsWith(command) && mentions(l, file)).findFirst();
    }

    private static boolean mentions(String line, String file) {
        return line.contains(" " + file + " ") || line.contains("'" + file + "'");
    }

    private void make(StackName stack, Place place, Map<String, String> names) {
        Inspect was = place.was();
        ContainerRecipe recipe =
                new ContainerRecipe(was, image(was), Backstage.front(stack, was), names);
        Path spec = folder.resolve(was.name() + ".json");
        lines.add("# " + was.name() + ", from what it was; the file holds its environment.");
        if (engine.image(was.imageId()).isEmpty()) {
            lines.add(
                    "# Its image "
                            + was.image()
                            + " ("
                            + was.imageId()
                            + ") is gone: pull, load or build it first.");
        }
        if (!written(spec, recipe.spec())) {
            lines.add("# " + spec + " can't be written: make room there, and ask again.");
            return;
        }
        lines.add(
                "curl --fail --silent --show-error --unix-socket "
                        + socket
                        + " --header 'Content-Type: application/json' --data @"
                        + spec
                        + " 'http://docker/containers/create?name="
                        + was.name()
                        + "'");
        recipe.furtherNetworks().forEach((n, e) -> lines.add(connect(n, e, was.name())));
    }

    private String image(Inspect was) {
        boolean gone = engine.image(was.imageId()).isEmpty();
        boolean same =
                engine.image(was.image()).filter(i -> i.id().equals(was.imageId())).isPresent();
        return gone || same ? was.image() : was.imageId();
    }

    private static boolean written(Path file, String text) {
        try {
            Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Files.writeString(file, text);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void connect(StackName stack, Place place) {
        Map<String, Endpoint> front = Backstage.front(stack, place.was());
        front.forEach((network, endpoint) -> {
            boolean there = place.now().filter(c -> c.networks().containsKey(network)).isPresent();
            if (!there) {
                lines.add(connect(network, endpoint, place.was().name()));
            }
        });
    }

    private static String connect(String network, Endpoint endpoint, String container) {
        StringBuilder line = new StringBuilder("docker network connect");
        endpoint.aliases().forEach(a -> line.append(" --alias ").append(a));
        if (!endpoint.ipv4().isEmpty()) {
            line.append(" --ip ").append(endpoint.ipv4());
        }
        if (!endpoint.ipv6().isEmpty()) {
            line.append(" --ip6 ").append(endpoint.ipv6());
        }
        return line.append(' ').append(network).append(' ').append(container).toString();
    }

    private static String policy(Inspect was) {
        String retries =
                was.restartPolicy().maximumRetries() > 0
                        ? ":" + was.restartPolicy().maximumRetries()
                        : "";
        return "docker update --restart " + was.restartPolicy().name() + retries + " " + was.name();
    }

    private void open(List<Place> todo, List<Place> all, List<String> pages) {
        for (Role role : ORDER) {
            if (role == Role.APP && !pages.isEmpty()) {
                lines.add("# The page goes, and visitors are let in.");
                lines.add("docker rm --force " + String.join(" ", pages));
            }
            List<Place> those = role == Role.PROXY ? all : todo;
            those.stream()
                    .filter(p -> p.role() == role && p.was().isRunning())
                    .forEach(p ->
                            lines.add(
                                    "docker "
                                            + (role == Role.PROXY ? "restart " : "start ")
                                            + p.was().name()));
        }
    }
}
