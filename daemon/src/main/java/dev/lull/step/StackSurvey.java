package dev.lull.step;

import dev.lull.docker.Engine;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.docker.Volume;
import dev.lull.page.Page;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.PinnedImage;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedVolume;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import dev.lull.window.Facts;
import dev.lull.window.NoteKey;
import dev.lull.window.Standing;
import dev.lull.window.Standing.Item;
import dev.lull.window.Survey;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Compares a stack with its facts and its rollback point, thing by thing. */
public final class StackSurvey implements Survey {
    private final Engine engine;
    private final StackContainers containers;
    private final Points points;
    private final Path socket;
    private final Path folder;

    /**
     * @param socket of the engine
     * @param folder private; where the specs of containers are put that a person may have to make
     */
    public StackSurvey(Engine engine, Points points, Path socket, Path folder) {
        this.engine = engine;
        this.containers = new StackContainers(engine);
        this.points = points;
        this.socket = socket;
        this.folder = folder;
    }

    /**
     * A container that the way back returns.
     *
     * @param now the one in its place, if there is one
     * @param right whether that is the one that was there, or was made again as it was
     */
    record Place(Inspect was, Role role, Optional<Inspect> now, boolean right) {
        boolean inPlace() {
            return right && now.isPresent() && describe(now.get()).equals(describe(was));
        }
    }

    @Override
    public Standing of(WindowId window, WindowState state) {
        Facts facts = state.facts().orElseThrow();
        Stack before = Scene.stack(facts);
        List<Place> places = facts.replicas().stream().map(r -> place(before, r, state)).toList();
        Optional<RollbackPoint> point =
                Optional.ofNullable(state.notes().get(NoteKey.POINT))
                        .flatMap(id -> points.find(new PointId(id)));
        boolean restored =
                point.isEmpty()
                        || state.steps().stream()
                                .anyMatch(s -> s.kind() == StepKind.RESTORE_VOLUMES && s.isDone());
        List<String> pages = pages(before);
        List<Item> items = new ArrayList<>();
        places.forEach(p -> items.add(item(p)));
        point.ifPresent(p -> items.addAll(data(p, restored)));
        pages.forEach(p -> items.add(new Item("page " + p, "none", "visitors meet it", false)));
        FinishByHand finish = new FinishByHand(engine, socket, folder.resolve("w" + window));
        List<String> commands =
                finish.commands(
                        window,
                        before.name(),
                        places,
                        strangers(before, places),
                        pages,
                        point.filter(_ -> !restored)
                                .map(p ->
                                        new FinishByHand.Data(
                                                points.root().resolve(p.id().value()), p)));
        return new Standing(items, commands);
    }

    private Place place(Stack before, Facts.ReplicaFact fact, WindowState state) {
        Inspect was = Scene.spec(fact);
        Role role = before.service(fact.replica().service()).map(Service::role).orElse(Role.NONE);
        Optional<Inspect> same = engine.inspect(fact.containerId());
        if (same.isPresent()) {
            return new Place(was, role, same, true);
        }
        Optional<Inspect> other =
                containers.replicas(before.name(), fact.replica().service()).stream()
                        .filter(c -> StackContainers.replica(c).equals(fact.replica()))
                        .findFirst();
        Optional<String> again =
                Optional.ofNullable(state.notes().get(Notes.madeAgainKey(was.id())));
        boolean right =
                other.map(Inspect::id).filter(id -> again.equals(Optional.of(id))).isPresent();
        return new Place(was, role, other, right);
    }

    private static Item item(Place place) {
        String now =
                place.now()
                        .map(c ->
                                describe(c) + (place.right() ? "" : "; not the one that was there"))
                        .orElse("not there");
        return new Item(
                "container " + place.was().name(), describe(place.was()), now, place.inPlace());
    }

    /** What a person compares; the backstage network is no difference. */
    static String describe(Inspect c) {
        String stack = StackContainers.project(c);
        TreeSet<String> networks = new TreeSet<>(c.networks().keySet());
        networks.remove(stack + "_lull_backstage");
        return (c.isRunning() ? "runs" : "stopped")
                + ", image "
                + c.imageId().replaceAll("^(sha256:)?([0-9a-f]{12}).*", "$2")
                + ", restart "
                + c.restartPolicy().name()
                + ", on "
                + (networks.isEmpty() ? "no network" : String.join(" ", networks));
    }

    private List<Item> data(RollbackPoint point, boolean restored) {
        List<Item> items = new ArrayList<>();
        for (SavedVolume volume : point.volumes()) {
            Path archive = points.root().resolve(point.id().value()).resolve(volume.file());
            items.add(
                    new Item(
                            "volume " + volume.name(),
                            "as in " + point.id(),
                            now(volume, restored),
                            restored));
            archive(archive, volume).ifPresent(items::add);
        }
        for (PinnedImage image : point.images()) {
            if (engine.image(image.imageId()).isEmpty()) {
                items.add(
                        new Item(
                                "image " + image.reference() + " of " + image.service(),
                                image.imageId(),
                                "not there",
                                false));
            }
        }
        return items;
    }

    private String now(SavedVolume volume, boolean restored) {
        Optional<Volume> there =
                volume.kind() == VolumeSource.Kind.VOLUME
                        ? engine.volume(volume.name())
                        : Optional.empty();
        if (volume.kind() == VolumeSource.Kind.VOLUME && there.isEmpty()) {
            return "not there";
        }
        return restored
                ? "restored and compared"
                : "not restored: it may hold what the change has written";
    }

    private static Optional<Item> archive(Path file, SavedVolume volume) {
        String before = volume.bytes() + " bytes";
        try {
            long bytes = Files.size(file);
            return bytes == volume.bytes()
                    ? Optional.empty()
                    : Optional.of(new Item("archive " + file, before, bytes + " bytes", false));
        } catch (IOException e) {
            return Optional.of(new Item("archive " + file, before, "not there", false));
        }
    }

    private List<String> pages(Stack before) {
        return before.with(Role.APP).stream()
                .map(s -> Page.name(before.name(), s.name()))
                .filter(name -> engine.inspect(name).isPresent())
                .toList();
    }

    /** Containers of the stack, one-offs too, in nobody's place. */
    private List<String> strangers(Stack before, List<Place> places) {
        List<String> right =
                places.stream()
                        .filter(Place::right)
                        .flatMap(p -> p.now().stream())
                        .map(Inspect::id)
                        .toList();
        return containers.all(before.name()).stream()
                .filter(c -> !right.contains(c.id()))
                .map(c -> c.name())
                .sorted()
                .toList();
    }
}
