package dev.lull.step;

import dev.lull.docker.ComposeFile;
import dev.lull.docker.Engine;
import dev.lull.docker.EngineException;
import dev.lull.docker.Inspect;
import dev.lull.docker.StackContainers;
import dev.lull.page.Page;
import dev.lull.plan.StepKind;
import dev.lull.snapshot.PointId;
import dev.lull.snapshot.Points;
import dev.lull.snapshot.RollbackPoint;
import dev.lull.snapshot.SavedDump;
import dev.lull.snapshot.SavedFile;
import dev.lull.snapshot.SavedVolume;
import dev.lull.snapshot.SnapshotException;
import dev.lull.snapshot.VolumeSource;
import dev.lull.stack.Role;
import dev.lull.stack.Service;
import dev.lull.stack.Stack;
import dev.lull.window.Facts;
import dev.lull.window.NoteKey;
import dev.lull.window.Standing;
import dev.lull.window.Standing.Item;
import dev.lull.window.StepRun;
import dev.lull.window.Survey;
import dev.lull.window.WindowId;
import dev.lull.window.WindowState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Compares a stack with its facts and its rollback point, thing by thing. */
public final class StackSurvey implements Survey {
    private final Engine engine;
    private final StackContainers containers;
    private final Page page;
    private final Points points;
    private final Path socket;
    private final Path folder;

    /**
     * @param socket of the engine
     * @param folder private; where the specs of containers are put that a person may have to make
     */
    public StackSurvey(Engine engine, Page page, Points points, Path socket, Path folder) {
        this.engine = engine;
        this.containers = new StackContainers(engine);
        this.page = page;
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
    public Map<String, Long> met(WindowState state) throws InterruptedException {
        Map<String, Long> met = new TreeMap<>();
        if (state.facts().isEmpty()) {
            return met;
        }
        Stack stack = Scene.stack(state.facts().get());
        for (Service service : stack.with(Role.APP)) {
            for (Inspect there : standing(stack, service)) {
                page.met(there).ifPresent(n -> met.put(there.id(), n));
            }
        }
        return met;
    }

    private List<Inspect> standing(Stack stack, Service service) {
        try {
            return page.find(stack.name(), service.name()).filter(Inspect::isRunning).stream()
                    .toList();
        } catch (EngineException e) {
            return List.of();
        }
    }

    @Override
    public Standing of(WindowId window, WindowState state) {
        Facts facts = state.facts().orElseThrow();
        Stack before = Scene.stack(facts);
        List<Place> places = facts.replicas().stream().map(r -> place(before, r, state)).toList();
        List<Item> items = new ArrayList<>();
        places.forEach(p -> items.add(item(p)));
        Lost lost = Lost.of(engine, before.name(), places.stream().map(Place::was).toList());
        Optional<RollbackPoint> point = point(state, items);
        Optional<Boolean> restored = restored(state);
        List<SavedFile> files =
                point.map(p -> files(p, state, restored.equals(Optional.of(false))))
                        .orElse(List.of());
        point.ifPresent(p -> {
            restored.ifPresent(done -> items.addAll(volumes(p, done)));
            restored.ifPresent(_ -> items.addAll(dumps(p, isDone(state, StepKind.RESTORE_DUMPS))));
            files.forEach(f -> items.add(item(p, f)));
            items.addAll(images(p));
        });
        items.addAll(lost(lost, items));
        List<String> pages = pages(before);
        pages.forEach(p -> items.add(new Item("page " + p, "none", "visitors meet it", false)));
        if (state.back().isEmpty()) {
            return new Standing(items, List.of());
        }
        boolean data = restored.equals(Optional.of(false));
        FinishByHand finish =
                new FinishByHand(
                        engine,
                        points,
                        new ByHandFiles(socket, folder.resolve("w" + window)),
                        before.name(),
                        lost,
                        state.notes());
        List<SavedDump> dumps =
                point.filter(_ -> data || !isDone(state, StepKind.RESTORE_DUMPS))
                        .filter(_ -> restored.isPresent())
                        .map(RollbackPoint::dumps)
                        .orElse(List.of());
        Optional<FinishByHand.Data> toDo = point.map(p -> data(p, data, lost, dumps, files));
        List<String> commands =
                finish.commands(
                        window,
                        places,
                        strangers(before, places),
                        pages,
                        toDo.filter(d -> !d.isEmpty()));
        return new Standing(items, commands);
    }

    /** A volume that is made again is empty: what the point has of it harms nothing there. */
    private FinishByHand.Data data(
            RollbackPoint point,
            boolean all,
            Lost lost,
            List<SavedDump> dumps,
            List<SavedFile> files) {
        return new FinishByHand.Data(
                points.root().resolve(point.id().value()),
                point,
                point.volumes().stream()
                        .filter(v ->
                                all
                                        || (v.kind() == VolumeSource.Kind.VOLUME
                                                && lost.volumes().contains(v.name())))
                        .toList(),
                dumps,
                files);
    }

    /** Those that no other item names. */
    private static List<Item> lost(Lost lost, List<Item> items) {
        return Stream.concat(
                        lost.networks().stream().map(n -> "network " + n),
                        lost.volumes().stream().map(v -> "volume " + v))
                .filter(what -> items.stream().noneMatch(i -> i.what().equals(what)))
                .map(what -> new Item(what, "there", "not there", false))
                .toList();
    }

    /** One that can't be read is told, and nothing is to be done with it. */
    private Optional<RollbackPoint> point(WindowState state, List<Item> items) {
        Optional<String> id = Optional.ofNullable(state.notes().get(NoteKey.POINT));
        try {
            Optional<RollbackPoint> point = id.flatMap(i -> points.find(new PointId(i)));
            if (id.isPresent() && point.isEmpty()) {
                items.add(new Item("rollback point " + id.get(), "whole", "not there", false));
            }
            return point;
        } catch (SnapshotException.Damaged e) {
            items.add(
                    new Item(
                            "rollback point " + id.orElseThrow(),
                            "whole",
                            String.valueOf(e.getMessage()),
                            false));
            return Optional.empty();
        }
    }

    /**
     * Whether the way back has restored the data; empty where it has none to restore: then what is
     * in the volumes is nobody's to remove.
     */
    private static Optional<Boolean> restored(WindowState state) {
        return state.back()
                .flatMap(b ->
                        b.steps().stream()
                                .filter(s -> s.kind() == StepKind.RESTORE_VOLUMES)
                                .findFirst())
                .map(StepRun::isDone);
    }

    /**
     * Files that are not as they were: those that the window wrote, and with the data those that
     * containers write. What a person has edited is the person's.
     */
    private List<SavedFile> files(RollbackPoint point, WindowState state, boolean data) {
        List<Path> mounted =
                data
                        ? RestoreVolumes.mounted(
                                points, point, state.facts().orElseThrow().declared())
                        : List.of();
        return point.files().stream()
                .filter(f -> {
                    Optional<String> now = new ComposeFile(f.path()).digest();
                    return !now.equals(Optional.of(f.sha256()))
                            && (mounted.contains(f.path()) || isOurs(f.path(), now, state));
                })
                .toList();
    }

    private static boolean isOurs(Path file, Optional<String> digest, WindowState state) {
        return digest.filter(d -> state.notes().containsKey(Notes.writtenKey(file, d))).isPresent();
    }

    private static Item item(RollbackPoint point, SavedFile file) {
        return new Item(
                "file " + file.path(), "as in " + point.id(), "as the window left it", false);
    }

    private Place place(Stack before, Facts.ReplicaFact fact, WindowState state) {
        Inspect was = Scene.spec(fact);
        Role role = before.service(fact.replica().service()).map(Service::role).orElse(Role.NONE);
        Optional<Inspect> same = engine.inspect(fact.containerId()).filter(c -> !c.isGoing());
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

    private List<Item> volumes(RollbackPoint point, boolean restored) {
        List<Item> items = new ArrayList<>();
        for (SavedVolume volume : point.volumes()) {
            boolean there = !isGone(volume);
            items.add(
                    new Item(
                            "volume " + volume.name(),
                            "as in " + point.id(),
                            there ? now(restored) : "not there",
                            there && restored));
            copy(point, volume).ifPresent(items::add);
        }
        return items;
    }

    private List<Item> dumps(RollbackPoint point, boolean restored) {
        List<Item> items = new ArrayList<>();
        for (SavedDump dump : point.dumps()) {
            items.add(
                    new Item(
                            "data of " + dump.service(),
                            "as in " + point.id(),
                            restored ? "restored from the dump" : now(false),
                            restored));
            points.glance(point, dump)
                    .map(now ->
                            new Item("dump " + dump.file(), dump.bytes() + " bytes", now, false))
                    .ifPresent(items::add);
        }
        return items;
    }

    private static boolean isDone(WindowState state, StepKind kind) {
        return state.steps().stream().anyMatch(s -> s.kind() == kind && s.isDone());
    }

    private List<Item> images(RollbackPoint point) {
        return point.images().stream()
                .filter(i -> engine.image(i.imageId()).isEmpty())
                .map(i ->
                        new Item(
                                "image " + i.reference() + " of " + i.service(),
                                i.imageId(),
                                "not there",
                                false))
                .toList();
    }

    private boolean isGone(SavedVolume volume) {
        return volume.kind() != VolumeSource.Kind.BIND && engine.volume(volume.name()).isEmpty();
    }

    private static String now(boolean restored) {
        return restored
                ? "restored and compared"
                : "not restored: it may hold what the change has written";
    }

    private Optional<Item> copy(RollbackPoint point, SavedVolume volume) {
        try {
            return points.glance(point, volume)
                    .map(now ->
                            new Item(
                                    volume.store() + " " + volume.file(),
                                    volume.bytes() + " bytes",
                                    now,
                                    false));
        } catch (SnapshotException.Refused unknown) {
            return Optional.of(
                    new Item(
                            volume.store() + " " + volume.file(),
                            "there",
                            String.valueOf(unknown.getMessage()),
                            false));
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
