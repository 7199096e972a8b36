package dev.lull.stack;

import dev.lull.stack.Declared.DeclaredService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One Compose project: what its files say joined with what runs, and everything that is wrong.
 *
 * @param declared what the compose files say; without services when they can't be read
 * @param services sorted by name
 * @param oneOffs containers made by {@code docker compose run}
 * @param problems every one at once
 */
public record Stack(
        Declared declared,
        StackSettings settings,
        List<Service> services,
        List<Observed> oneOffs,
        List<Problem> problems) {
    public Stack {
        services = List.copyOf(services);
        oneOffs = List.copyOf(oneOffs);
        problems = List.copyOf(problems);
    }

    public StackName name() {
        return declared.name();
    }

    /** The service of that name. */
    public Optional<Service> service(ServiceName name) {
        return services.stream().filter(s -> s.name().equals(name)).findFirst();
    }

    /** The services of that role. */
    public List<Service> with(Role role) {
        return services.stream().filter(s -> s.role() == role).toList();
    }

    /** The services of that role, each after those that it depends on, also through others. */
    public List<Service> inStartOrder(Role role) {
        Set<ServiceName> order = new LinkedHashSet<>();
        Set<ServiceName> seen = new HashSet<>();
        services.forEach(s -> visit(s, seen, order));
        return order.stream()
                .flatMap(name -> services.stream().filter(s -> s.name().equals(name)))
                .filter(s -> s.role() == role)
                .toList();
    }

    private void visit(Service service, Set<ServiceName> seen, Set<ServiceName> order) {
        if (seen.add(service.name())) {
            service.declared().stream()
                    .flatMap(d -> d.needs().stream())
                    .flatMap(name -> services.stream().filter(s -> s.name().equals(name)))
                    .forEach(s -> visit(s, seen, order));
            order.add(service.name());
        }
    }

    /** The services of that layer. */
    public List<Service> in(Layer layer) {
        return with(layer.role());
    }

    /** What of its data goes into a rollback point. */
    public PointContents pointContents() {
        return pointContents(s -> s.closing().copy());
    }

    /**
     * The same.
     *
     * @param copies how the data of each service come there
     */
    public PointContents pointContents(Function<Service, DataCopy> copies) {
        return PointContents.of(name(), services, copies);
    }

    /** What a window would have to bring into line: a sentence for each service that differs. */
    public List<String> differences() {
        return services.stream().flatMap(s -> difference(s).stream()).toList();
    }

    /** Joins files and containers. Pure. */
    public static Stack of(Declared declared, List<Observed> observed) {
        List<Problem> problems = new ArrayList<>();
        StackSettings settings =
                StackSettings.read(declared.name().value(), declared.settings(), problems);
        List<Service> services = services(declared, observed, problems);
        services.forEach(s -> problems.addAll(ofService(declared.name(), s)));
        problems.addAll(ofRoles(declared.name(), services));
        problems.addAll(ofSchedules(declared, settings.schedules()));
        problems.addAll(
                PointContents.of(declared.name(), services, s -> s.closing().copy()).problems());
        return new Stack(
                declared,
                settings,
                services,
                observed.stream().filter(Observed::oneOff).toList(),
                problems.stream().distinct().toList());
    }

    /** A stack whose files can't be read: what runs, and why nothing more is known. */
    public static Stack unreadable(Declared nothing, List<Observed> observed, Problem why) {
        Stack seen = of(nothing, observed);
        return new Stack(nothing, seen.settings(), seen.services(), seen.oneOffs(), List.of(why));
    }

    private static List<Service> services(
            Declared declared, List<Observed> observed, List<Problem> problems) {
        Map<ServiceName, List<Observed>> replicas =
                observed.stream()
                        .filter(o -> !o.oneOff())
                        .sorted((a, b) -> a.replica().compareTo(b.replica()))
                        .collect(
                                Collectors.groupingBy(
                                        o -> o.replica().service(),
                                        TreeMap::new,
                                        Collectors.toList()));
        TreeSet<ServiceName> names = new TreeSet<>(replicas.keySet());
        declared.services().forEach(s -> names.add(s.name()));
        List<Service> services = new ArrayList<>();
        for (ServiceName name : names) {
            Optional<DeclaredService> file = declared.service(name);
            List<Observed> containers = replicas.getOrDefault(name, List.of());
            String where = declared.name() + "/" + name;
            Map<String, String> running =
                    containers.isEmpty()
                            ? file.orElseThrow().labels()
                            : containers.getFirst().labels();
            // What stands in the file is what a person can mend: its problems are reported; those
            // of the containers only where the file has lost the service.
            ServiceSettings opening =
                    Labels.read(
                            where,
                            file.map(DeclaredService::labels).orElse(running),
                            file.map(DeclaredService::image).orElseGet(() -> image(containers)),
                            problems);
            ServiceSettings closing =
                    Labels.read(
                            where,
                            running,
                            containers.isEmpty() ? file.orElseThrow().image() : image(containers),
                            new ArrayList<>());
            services.add(new Service(name, file, containers, closing, opening));
        }
        return services;
    }

    private static String image(List<Observed> containers) {
        return containers.getFirst().image();
    }

    private static List<Problem> ofService(StackName stack, Service service) {
        String where = stack + "/" + service.name();
        List<Problem> problems = new ArrayList<>();
        if (service.declared().isEmpty()) {
            problems.add(
                    Problem.error(
                            where,
                            "has containers, but the compose files don't name it any more",
                            "Put it back into the file, or remove it: 'docker rm -f "
                                    + service.replicas().getFirst().containerName()
                                    + "'"));
        }
        if (service.declared().isPresent() && !service.replicas().isEmpty()) {
            problems.addAll(labelDifferences(where, service));
        }
        return problems;
    }

    private static List<Problem> labelDifferences(String where, Service service) {
        Map<String, String> inFile = ours(service.declared().orElseThrow().labels());
        Map<String, String> onContainer = ours(service.replicas().getFirst().labels());
        TreeSet<String> keys = new TreeSet<>(inFile.keySet());
        keys.addAll(onContainer.keySet());
        List<Problem> problems = new ArrayList<>();
        for (String key : keys) {
            String file = inFile.get(key);
            String container = onContainer.get(key);
            if (Objects.equals(file, container)) {
                continue;
            }
            String what =
                    "is "
                            + shown(file)
                            + " in the file, and "
                            + shown(container)
                            + " on the running container";
            problems.add(
                    key.equals("lull.role")
                            ? Problem.error(
                                    where + " " + key,
                                    what,
                                    "Run 'docker compose up -d "
                                            + service.name()
                                            + "' first, so that both agree on what it is")
                            : Problem.warning(
                                    where + " " + key,
                                    what,
                                    "Closing goes by the container, opening by the file; 'docker"
                                            + " compose up -d "
                                            + service.name()
                                            + "' makes them the same"));
        }
        return problems;
    }

    private static Map<String, String> ours(Map<String, String> labels) {
        Map<String, String> ours = new TreeMap<>(labels);
        ours.keySet().removeIf(k -> !k.startsWith(Labels.PREFIX));
        return ours;
    }

    private static String shown(@org.jspecify.annotations.Nullable String value) {
        return value == null ? "not there" : "'" + value + "'";
    }

    private static List<Problem> ofRoles(StackName stack, List<Service> services) {
        if (services.isEmpty()) {
            return List.of();
        }
        boolean labelled =
                services.stream()
                        .anyMatch(s ->
                                s.labels().containsKey("lull.role")
                                        || s.closing().role().isPresent());
        if (!labelled) {
            return services.stream()
                    .map(s ->
                            Problem.error(
                                    stack + "/" + s.name(),
                                    "no service of this stack has a lull.role",
                                    "Suggested, please confirm: labels: { lull.role: "
                                            + Suggestion.of(s).label()
                                            + " }"))
                    .toList();
        }
        List<Problem> problems = new ArrayList<>();
        if (services.stream().noneMatch(s -> s.role() == Role.APP)) {
            problems.add(
                    Problem.error(
                            stack.value(),
                            "no service has the role app, so there is no door to close",
                            "Give the service that visitors reach 'lull.role: app'"));
        }
        services.stream()
                .filter(s -> !s.labels().containsKey("lull.role") && s.closing().role().isEmpty())
                .forEach(s ->
                        problems.add(
                                Problem.warning(
                                        stack + "/" + s.name(),
                                        "has no lull.role and is treated as 'none': it is not"
                                                + " stopped",
                                        "Suggested: lull.role: " + Suggestion.of(s).label())));
        return problems;
    }

    /** What is due in the night is looked at before. */
    private static List<Problem> ofSchedules(Declared declared, List<PlannedWindow> schedules) {
        List<String> known = declared.services().stream().map(s -> s.name().value()).toList();
        List<Problem> problems = new ArrayList<>();
        for (PlannedWindow planned : schedules) {
            if (planned.work() instanceof PlannedWindow.Exec exec
                    && declared.service(exec.service()).isEmpty()) {
                String near =
                        Nearest.to(exec.service().value(), known)
                                .map(n -> "Did you mean '" + n + "'? ")
                                .orElse("");
                problems.add(
                        Problem.warning(
                                declared.name() + " x-lull.schedule." + planned.name() + ".service",
                                "schedule "
                                        + planned.name()
                                        + " runs a command in "
                                        + exec.service()
                                        + ", which is no service of the stack: it will be refused when"
                                        + " it is due",
                                near + "Use one of: " + String.join(", ", known)));
            }
        }
        return problems;
    }

    private static Optional<String> difference(Service service) {
        if (service.declared().isEmpty()) {
            return Optional.of(service.name() + ": not in the compose files any more");
        }
        DeclaredService file = service.declared().get();
        if (service.replicas().isEmpty()) {
            return Optional.of(service.name() + ": in the compose files, but has no container yet");
        }
        Optional<String> running = service.madeFrom();
        if (!running.equals(Optional.of(file.image()))) {
            String before = running.orElse(service.replicas().getFirst().image());
            return Optional.of(service.name() + ": image " + before + " → " + file.image());
        }
        if (service.hasOtherImage()) {
            return Optional.of(service.name() + ": image " + file.image() + " is another one now");
        }
        return service.differs()
                ? Optional.of(service.name() + ": its definition has changed in the file")
                : Optional.empty();
    }
}
