package dev.lull.step;

import static dev.lull.stack.ShellWord.quote;

import dev.lull.docker.ContainerRecipe;
import dev.lull.docker.Endpoint;
import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.page.Backstage;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedDump;
import dev.lull.snapshot.SavedFile;
import dev.lull.snapshot.SavedVolume;
import dev.lull.stack.Role;
import dev.lull.stack.ShellWord;
import dev.lull.stack.StackName;
import dev.lull.step.StackSurvey.Place;
import dev.lull.window.WindowId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The commands with which a person takes a way back to its end without Lull. What is to be made
 * again is made from its raw spec, which may hold secrets (an environment, the options of a
 * volume): these are put into files of the state directory, and no command shows them.
 */
final class FinishByHand {
    /** Who needs whom: data stores first, and a proxy learns where the app is now at the end. */
    private static final List<Role> ORDER =
            List.of(Role.DB, Role.NONE, Role.APP, Role.WORKER, Role.CRON, Role.PROXY);

    private final Engine engine;
    private final Points points;
    private final ByHandFiles files;
    private final StackName stack;
    private final Lost lost;
    private final Map<String, String> notes;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param notes of the window
     */
    FinishByHand(
            Engine engine,
            Points points,
            ByHandFiles files,
            StackName stack,
            Lost lost,
            Map<String, String> notes) {
        this.engine = engine;
        this.points = points;
        this.files = files;
        this.stack = stack;
        this.lost = lost;
        this.notes = notes;
    }

    /**
     * What of the rollback point is still to be put back.
     *
     * @param folder of the point
     * @param volumes those of its volumes that are
     * @param dumps those of its dumps that are
     * @param files those of its files that are
     */
    record Data(
            Path folder,
            RollbackPoint point,
            List<SavedVolume> volumes,
            List<SavedDump> dumps,
            List<SavedFile> files) {
        Data {
            volumes = List.copyOf(volumes);
            dumps = List.copyOf(dumps);
            files = List.copyOf(files);
        }

        boolean isEmpty() {
            return volumes.isEmpty() && dumps.isEmpty() && files.isEmpty();
        }
    }

    List<String> commands(
            WindowId window,
            List<Place> places,
            List<String> strangers,
            List<String> pages,
            Optional<Data> data) {
        lines.add(
                "# As root, one after the other; stop if one fails. What is in place is left out.");
        if (!strangers.isEmpty()) {
            lines.add("docker rm --force " + words(strangers));
        }
        boolean stored =
                data.filter(d -> !d.volumes().isEmpty() || !d.dumps().isEmpty()).isPresent();
        List<Place> todo =
                places.stream()
                        .filter(p -> stored || !p.inPlace() || !cutOff(p).isEmpty())
                        .toList();
        List<String> stop =
                todo.stream().filter(Place::right).map(p -> p.was().name()).sorted().toList();
        if (!stop.isEmpty()) {
            lines.add("docker stop " + words(stop));
        }
        lost.networks().forEach(this::network);
        lost.volumes().forEach(v -> volume(v, data));
        data.ifPresent(this::data);
        // What shares the network of another finds it by its name: nobody knows its new id yet.
        Map<String, String> names =
                places.stream()
                        .map(Place::was)
                        .collect(Collectors.toMap(Inspect::id, Inspect::name));
        todo.stream().filter(p -> !p.right()).forEach(p -> make(p, names));
        todo.stream().filter(Place::right).forEach(this::connect);
        todo.forEach(p -> lines.add(policy(p.was())));
        open(todo, places, pages, data.map(Data::dumps).orElse(List.of()));
        lines.add("# Then end the window; this touches nothing:");
        lines.add("lull reopen " + window);
        return List.copyOf(lines);
    }

    private static String words(List<String> names) {
        return names.stream().map(ShellWord::quote).collect(Collectors.joining(" "));
    }

    private void network(String name) {
        Optional<String> definition = Optional.ofNullable(notes.get(Notes.networkKey(name)));
        if (definition.isEmpty()) {
            lines.add(
                    "# Network " + name + " was gone before the window: nobody knows how it was.");
            lines.add("docker network create " + quote(name));
            return;
        }
        lines.add("# Network " + name + ", as it was.");
        lines.add(
                "# If Docker says that its subnet is taken, remove \"IPAM\" from that file first.");
        lines.addAll(files.create("networks", name, definition.get()));
    }

    private void volume(String name, Optional<Data> data) {
        boolean filled =
                data.filter(d ->
                                d.volumes().stream().anyMatch(v -> v.name().equals(name))
                                        || d.dumps().stream()
                                                .anyMatch(s -> s.instead().contains(name)))
                        .isPresent();
        lines.add(
                "# Volume "
                        + name
                        + ", as it was made; "
                        + (filled
                                ? "its data follow."
                                : "no rollback point has its data, see what else does."));
        Optional<String> definition = Optional.ofNullable(notes.get(Notes.volumeKey(name)));
        lines.addAll(
                definition
                        .map(d -> files.create("volumes", name, d))
                        .orElseGet(() -> List.of("docker volume create " + quote(name))));
    }

    private void data(Data data) {
        lines.add("# First, is the rollback point whole? If not, put back a copy of it.");
        lines.add(
                "cd "
                        + quote(data.folder().toString())
                        + " && sha256sum --check --quiet SHA256SUMS");
        List<String> byHand = data.point().restoreByHand();
        byHand.stream().filter(l -> l.startsWith("test ")).forEach(lines::add);
        if (!data.files().isEmpty()) {
            lines.add("# The files that are not as they were.");
        }
        data.files().forEach(f -> line(byHand, "install ", f.file()).ifPresent(lines::add));
        if (!data.volumes().isEmpty()) {
            lines.add("# The data.");
        }
        for (SavedVolume volume : data.volumes()) {
            emptyAndFill(byHand, volume.file()).forEach(lines::add);
        }
    }

    /** The two commands that put a volume back. */
    private static List<String> emptyAndFill(List<String> byHand, String file) {
        return IntStream.range(1, byHand.size())
                .filter(i -> byHand.get(i - 1).startsWith("dir=") && mentions(byHand.get(i), file))
                .mapToObj(i -> byHand.subList(i - 1, i + 1))
                .findFirst()
                .orElse(List.of());
    }

    private static Optional<String> line(List<String> byHand, String command, String file) {
        return byHand.stream().filter(l -> l.startsWith(command) && mentions(l, file)).findFirst();
    }

    private static boolean mentions(String line, String file) {
        return line.contains(" " + file + " ") || line.contains("'" + file + "'");
    }

    private void make(Place place, Map<String, String> names) {
        Inspect was = place.was();
        ContainerRecipe recipe =
                new ContainerRecipe(was, image(was), Backstage.front(stack, was), names);
        lines.add("# " + was.name() + ", from what it was; the file holds its environment.");
        if (engine.image(was.imageId()).isEmpty()) {
            lines.add(
                    "# Its image "
                            + was.image()
                            + " ("
                            + was.imageId()
                            + ") is gone: pull, load or build it first.");
        }
        lines.addAll(files.create("containers", was.name(), recipe.spec()));
        recipe.furtherNetworks().forEach((n, e) -> lines.add(connect(n, e, was.name())));
    }

    private String image(Inspect was) {
        boolean gone = engine.image(was.imageId()).isEmpty();
        boolean same =
                engine.image(was.image()).filter(i -> i.id().equals(was.imageId())).isPresent();
        return gone || same ? was.image() : was.imageId();
    }

    /** The networks that a container which is to stay holds on to, and that are gone. */
    private List<String> cutOff(Place place) {
        Optional<Inspect> now = place.now().filter(_ -> place.right());
        return Backstage.front(stack, place.was()).keySet().stream()
                .filter(n -> now.filter(c -> lost.isCutOff(c, n)).isPresent())
                .toList();
    }

    private void connect(Place place) {
        List<String> cutOff = cutOff(place);
        String name = place.was().name();
        Backstage.front(stack, place.was())
                .forEach((network, endpoint) -> {
                    boolean noted =
                            place.now().filter(c -> c.networks().containsKey(network)).isPresent();
                    if (cutOff.contains(network)) {
                        lines.add(
                                "docker network disconnect --force "
                                        + words(List.of(network, name)));
                    }
                    if (!noted || cutOff.contains(network)) {
                        lines.add(connect(network, endpoint, name));
                    }
                });
    }

    private static String connect(String network, Endpoint endpoint, String container) {
        StringBuilder line = new StringBuilder("docker network connect");
        endpoint.aliases().forEach(a -> line.append(" --alias ").append(quote(a)));
        if (!endpoint.ipv4().isEmpty()) {
            line.append(" --ip ").append(endpoint.ipv4());
        }
        if (!endpoint.ipv6().isEmpty()) {
            line.append(" --ip6 ").append(endpoint.ipv6());
        }
        return line.append(' ').append(words(List.of(network, container))).toString();
    }

    private static String policy(Inspect was) {
        String retries =
                was.restartPolicy().maximumRetries() > 0
                        ? ":" + was.restartPolicy().maximumRetries()
                        : "";
        return "docker update --restart "
                + was.restartPolicy().name()
                + retries
                + " "
                + quote(was.name());
    }

    /** The page may be in the app's place still: data stores are filled before it goes. */
    private void dumps(List<Place> todo, List<SavedDump> dumps) {
        for (SavedDump dump : dumps) {
            todo.stream()
                    .filter(p -> StackContainers.replica(p.was()).service().equals(dump.service()))
                    .findFirst()
                    .map(p -> p.was().name())
                    .ifPresent(store -> {
                        lines.add(
                                "# When "
                                        + store
                                        + " answers ('docker logs "
                                        + store
                                        + "'), what it held.");
                        lines.add(points.playByHand(dump, "docker exec -i " + quote(store)));
                    });
        }
    }

    private void open(
            List<Place> todo, List<Place> all, List<String> pages, List<SavedDump> dumps) {
        for (Role role : ORDER) {
            if (role == Role.APP && !pages.isEmpty()) {
                lines.add("# The page goes, and visitors are let in.");
                lines.add("docker rm --force " + words(pages));
            }
            List<Place> those = role == Role.PROXY ? all : todo;
            those.stream()
                    .filter(p -> p.role() == role && p.was().isRunning())
                    .forEach(p ->
                            lines.add(
                                    "docker "
                                            + (role == Role.PROXY ? "restart " : "start ")
                                            + quote(p.was().name())));
            if (role == Role.DB) {
                dumps(todo, dumps);
            }
        }
    }
}
