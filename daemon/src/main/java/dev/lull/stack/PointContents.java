package dev.lull.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What of a stack's data goes into a rollback point, and what does not. Pure. Mounts that nobody of
 * the stack may write to are neither.
 *
 * @param volumes names, each with the services that mount it writable
 * @param binds folders and files of the host, each with the services that mount it writable
 * @param dumped volumes, folders and files that are not copied because all who keep data there are
 *     dumped
 * @param leftOut a sentence for each that the labels leave out
 * @param problems for each of which no label says whether
 */
public record PointContents(
        Map<String, List<Service>> volumes,
        Map<String, List<Service>> binds,
        Map<String, List<Service>> dumped,
        List<String> leftOut,
        List<Problem> problems) {
    private static final String BIND = "lull.snapshot.bind";

    public PointContents {
        volumes = new LinkedHashMap<>(volumes);
        binds = new LinkedHashMap<>(binds);
        dumped = new LinkedHashMap<>(dumped);
        leftOut = List.copyOf(leftOut);
        problems = List.copyOf(problems);
    }

    /**
     * Of these services of a stack.
     *
     * @param copies how the data of each come there
     */
    static PointContents of(
            StackName stack, Collection<Service> services, Function<Service, DataCopy> copies) {
        Map<String, List<Service>> volumes = new TreeMap<>();
        Map<String, List<Service>> binds = new TreeMap<>();
        for (Service service : services) {
            for (Observed replica : service.replicas()) {
                replica.writableVolumes().forEach(v -> add(volumes, v, service));
                replica.writableBinds().forEach(b -> add(binds, b, service));
            }
        }
        Predicate<Service> isDumped = s -> copies.apply(s).isDump();
        Map<String, List<Service>> dumped = new TreeMap<>(volumes);
        dumped.values().removeIf(users -> !areDumped(users, isDumped));
        volumes.keySet().removeAll(dumped.keySet());
        List<String> leftOut = new ArrayList<>();
        volumes.entrySet().removeIf(v -> isLeftOut(v.getKey(), v.getValue(), leftOut));
        Map<String, List<Service>> saved = new TreeMap<>(binds);
        saved.values().removeIf(users -> users.stream().noneMatch(s -> savesBinds(s, isDumped)));
        binds.keySet().removeAll(saved.keySet());
        binds.keySet().removeIf(path -> isInside(path, saved));
        binds.entrySet().stream()
                .filter(b -> areDumped(b.getValue(), isDumped))
                .forEach(b -> dumped.put(b.getKey(), b.getValue()));
        binds.keySet().removeAll(dumped.keySet());
        List<Problem> problems = new ArrayList<>();
        binds.forEach((path, users) -> undecided(stack, path, users, leftOut, problems));
        return new PointContents(volumes, saved, dumped, leftOut, problems);
    }

    /** Whether nobody else keeps data there: what helpers write is not saved for its own sake. */
    private static boolean areDumped(List<Service> users, Predicate<Service> isDumped) {
        return users.stream().anyMatch(isDumped)
                && users.stream().filter(s -> s.role().holdsData()).allMatch(isDumped);
    }

    /** Whether any of it is what this service writes. */
    public boolean isSavedFrom(Service service) {
        return Stream.concat(volumes.values().stream(), binds.values().stream())
                .anyMatch(users -> users.contains(service));
    }

    private static void add(Map<String, List<Service>> mounts, String name, Service user) {
        List<Service> users = mounts.computeIfAbsent(name, n -> new ArrayList<>());
        if (!users.contains(user)) {
            users.add(user);
        }
    }

    private static boolean isLeftOut(String volume, List<Service> users, List<String> leftOut) {
        if (users.stream().anyMatch(s -> s.closing().snapshotVolumes())) {
            return false;
        }
        if (holdData(users)) {
            leftOut.add("volume " + volume + " (lull.snapshot: none on " + names(users) + ")");
        }
        return true;
    }

    /** What the containers say counts, and what the file says where they say nothing. */
    private static boolean savesBinds(Service service, Predicate<Service> isDumped) {
        // Who would be dumped, and is not this time, has nothing but its files.
        boolean says =
                service.closing()
                        .snapshotBind()
                        .or(service.opening()::snapshotBind)
                        .orElse(service.closing().copy().isDump() && !isDumped.test(service));
        return says && service.closing().snapshotVolumes();
    }

    private static boolean isDecided(Service service) {
        return !service.closing().snapshotVolumes()
                || service.closing().snapshotBind().isPresent()
                || service.opening().snapshotBind().isPresent();
    }

    private static boolean isInside(String path, Map<String, List<Service>> saved) {
        return saved.keySet().stream().anyMatch(s -> Path.of(path).startsWith(Path.of(s)));
    }

    private static void undecided(
            StackName stack,
            String path,
            List<Service> users,
            List<String> leftOut,
            List<Problem> problems) {
        List<Service> writers = users.stream().filter(s -> s.role().holdsData()).toList();
        if (writers.isEmpty()) {
            return;
        }
        List<Service> decided = writers.stream().filter(PointContents::isDecided).toList();
        if (!decided.isEmpty()) {
            String label =
                    decided.stream().anyMatch(s -> s.closing().snapshotVolumes())
                            ? BIND + ": false on "
                            : "lull.snapshot: none on ";
            leftOut.add(path + " (" + label + names(decided) + ")");
            return;
        }
        problems.add(
                Problem.error(
                        stack + "/" + writers.getFirst().name() + " " + BIND,
                        "is not said, and "
                                + path
                                + ", which "
                                + names(writers)
                                + " may write to, would be in no rollback point",
                        "Write '"
                                + BIND
                                + ": \"true\"' to have it copied and put back, or '"
                                + BIND
                                + ": \"false\"' if the way back may leave it as it is; mount it"
                                + " read-only (':ro') if nothing writes to it"));
    }

    private static boolean holdData(List<Service> services) {
        return services.stream().anyMatch(s -> s.role().holdsData());
    }

    private static String names(List<Service> services) {
        return services.stream().map(s -> s.name().value()).collect(Collectors.joining(", "));
    }
}
