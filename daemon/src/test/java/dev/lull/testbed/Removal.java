package dev.lull.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes what tests have made away from the engine. */
final class Removal {
    private static final String[] CONTAINERS = {"ps", "-a"};
    private static final String[] NETWORKS = {"network", "ls"};
    private static final String[] VOLUMES = {"volume", "ls"};

    private static final String NAME = "{{.Name}}";
    private static final String PIN = "lull-pin/";

    private static final Pattern ACTIVE =
            Pattern.compile("network (\\S+) id [0-9a-f]+ has active endpoints");
    private static final int REFUSED_OFTEN = 40;
    private static final Map<String, Integer> REFUSED = new ConcurrentHashMap<>();
    private static final Set<String> MISCOUNTED = ConcurrentHashMap.newKeySet();

    private Removal() {}

    /** Removes projects of Compose, with what Lull has made for them. */
    static void ofProjects(List<String> projects) {
        List<String> mounted = mountedVolumes(containers(projects));
        all(List.of("rm", "-f", "-v"), () -> containers(projects));
        all(List.of("volume", "rm"), () -> list(NAME, VOLUMES).filter(mounted::contains).toList());
        for (String project : projects) {
            String own = project + "_";
            all(List.of("volume", "rm"), () -> startingWith(own, list(NAME, VOLUMES)));
            all(List.of("network", "rm"), () -> startingWith(own, networks(NAME)));
            all(List.of("rmi"), () -> startingWith(PIN + project + "-", tags()));
        }
    }

    /** With their pages. All are removed first: one may mount the volume of another project. */
    private static List<String> containers(List<String> projects) {
        return projects.stream()
                .flatMap(p -> Stream.of("com.docker.compose.project=" + p, "dev.lull.page=" + p))
                .flatMap(l -> lines("ps", "-aq", "--filter", "label=" + l).stream())
                .distinct()
                .toList();
    }

    /** Removes containers of processes. */
    static void ofContainers(Predicate<String> process) {
        all(List.of("rm", "-f", "-v"), () -> labelled(process, list(byOwner("ID"), CONTAINERS)));
    }

    /** Removes containers, networks and volumes of processes. */
    static void ofLabelled(Predicate<String> process) {
        ofContainers(process);
        all(List.of("network", "rm"), () -> labelled(process, networks(byOwner("Name"))));
        all(List.of("volume", "rm"), () -> labelled(process, list(byOwner("Name"), VOLUMES)));
    }

    /**
     * Removes images.
     *
     * @param tag of those that have a test's name, such as the ones that a rollback point had kept
     * @param process of those that have no tag any more
     */
    static void ofImages(Predicate<String> tag, Predicate<String> process) {
        all(List.of("rmi"), () -> tags().filter(tag).toList());
        all(List.of("rmi"), () -> labelledImages(process));
    }

    private static Stream<String> tags() {
        return lines("images", "--format", "{{.Repository}}:{{.Tag}}").stream();
    }

    private static List<String> labelledImages(Predicate<String> process) {
        List<String> ids = lines("images", "-q", "--filter", "label=" + TestBed.LABEL);
        return ids.isEmpty()
                ? List.of()
                : labelled(
                        process,
                        inspected("{{.Id}} {{index .Config.Labels \"" + TestBed.LABEL + "\"}}", ids)
                                .stream());
    }

    /** A line of a listing with the thing and its owner. */
    private static String byOwner(String field) {
        return "{{." + field + "}} {{.Label \"" + TestBed.LABEL + "\"}}";
    }

    private static List<String> labelled(Predicate<String> process, Stream<String> lines) {
        return lines.map(l -> l.split(" ", -1))
                .filter(l -> process.test(l[1]))
                .map(l -> l[0])
                .distinct()
                .toList();
    }

    private static Stream<String> list(String format, String... verb) {
        return lines(
                Stream.concat(Stream.of(verb), Stream.of("--format", format))
                        .toArray(String[]::new))
                .stream();
    }

    /** But for those that the engine can't remove before it is started again. */
    private static Stream<String> networks(String format) {
        return list(format, NETWORKS).filter(n -> !MISCOUNTED.contains(n.replaceAll(" .*", "")));
    }

    /** With the anonymous ones, which bear no name of the stack. */
    private static List<String> mountedVolumes(List<String> containers) {
        String volumes =
                "{{range .Mounts}}{{if eq .Type \"volume\"}}{{println .Name}}{{end}}{{end}}";
        return containers.isEmpty() ? List.of() : inspected(volumes, containers);
    }

    private static List<String> inspected(String format, List<String> ids) {
        try {
            return lines(
                    Stream.concat(Stream.of("inspect", "-f", format), ids.stream())
                            .toArray(String[]::new));
        } catch (IllegalStateException e) {
            return List.of(); // One of them went meanwhile, and what was its own with it.
        }
    }

    private static List<String> startingWith(String prefix, Stream<String> names) {
        return names.filter(n -> n.startsWith(prefix)).toList();
    }

    private static List<String> lines(String... arguments) {
        return TestBed.lines(arguments);
    }

    /**
     * Removes what is there until nothing is: a daemon that watches may be quicker (it tidies its
     * network when the last container goes), and an engine may answer that a container is gone a
     * moment before the network knows.
     */
    private static void all(List<String> command, Supplier<List<String>> there) {
        String[] refused = {""};
        Wait.until(
                () -> "removed by docker " + String.join(" ", command) + ": " + refused[0],
                () -> {
                    List<String> names = there.get();
                    if (names.isEmpty()) {
                        return true;
                    }
                    List<String> arguments = new ArrayList<>(command);
                    arguments.addAll(names);
                    try {
                        TestBed.docker(arguments.toArray(String[]::new));
                    } catch (IllegalStateException e) {
                        refused[0] = String.valueOf(e.getMessage());
                        noteMiscounted(refused[0]);
                    }
                    return there.get().isEmpty();
                });
    }

    /**
     * Notes a network that nobody is on and that is refused again and again: old engines may count
     * wrong when several containers leave at once, and put that right when they start ("Fixing
     * inconsistent endpoint_cnt", https://github.com/moby/libnetwork/blob/master/store.go). A later
     * sweep removes it.
     */
    private static void noteMiscounted(String refused) {
        Matcher network = ACTIVE.matcher(refused);
        while (network.find()) {
            String name = network.group(1);
            boolean often = REFUSED.merge(name, 1, Integer::sum) > REFUSED_OFTEN;
            if (often && EngineView.containers(name).isEmpty()) {
                MISCOUNTED.add(name);
                System.out.println("left for the next start of the engine: network " + name);
            }
        }
    }
}
