package dev.lull.crash;

import dev.lull.testbed.ExampleStack;
import dev.lull.testbed.Sh;
import dev.lull.testbed.TestBed;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What is there on an engine, and of a stack: what a window must leave as it was.
 *
 * @param containers all names
 * @param networks all names, but for a backstage network that a container of the stack is on
 * @param volumes all names
 * @param rules nft tables of ours, on the host and in the stack's containers
 * @param services of each service of the stack: whether it runs and is healthy, its restart policy
 *     and its networks
 */
record Belongings(
        NavigableSet<String> containers,
        NavigableSet<String> networks,
        NavigableSet<String> volumes,
        NavigableSet<String> rules,
        NavigableMap<String, String> services) {
    private static final String SHAPE =
            "{{index .Config.Labels \"com.docker.compose.service\"}}\t{{.State.Status}}"
                    + " {{if .State.Health}}{{.State.Health.Status}}{{end}}"
                    + " {{.HostConfig.RestartPolicy.Name}}\t{{.State.Pid}}\t"
                    + "{{range $n, $e := .NetworkSettings.Networks}}{{$n}} {{end}}";

    static Belongings of(ExampleStack stack) {
        String backstage = stack.project() + "_lull_backstage";
        NavigableMap<String, String> services = new TreeMap<>();
        NavigableSet<String> networks = names("network", "ls");
        NavigableSet<String> rules = lulls(Sh.run("nft", "list", "tables"));
        for (String line : shapes(stack)) {
            String[] parts = line.split("\t", -1);
            List<String> on = new ArrayList<>(List.of(parts[3].split(" ", -1)));
            if (on.remove(backstage)) {
                networks.remove(backstage);
            }
            services.put(parts[0], parts[1] + " on" + String.join(" ", on));
            rules.addAll(rulesOf(parts[2]));
        }
        return new Belongings(
                names("container", "ls", "-a"), networks, names("volume", "ls"), rules, services);
    }

    private static List<String> shapes(ExampleStack stack) {
        List<String> ids = stack.compose("ps", "-a", "-q").lines().toList();
        return ids.isEmpty()
                ? List.of()
                : TestBed.docker(
                                Stream.concat(Stream.of("inspect", "-f", SHAPE), ids.stream())
                                        .toArray(String[]::new))
                        .lines()
                        .filter(l -> !l.isBlank())
                        .toList();
    }

    private static NavigableSet<String> names(String kind, String... verb) {
        String[] argv =
                Stream.of(Stream.of(kind), Stream.of(verb), Stream.of("--format", format(kind)))
                        .flatMap(s -> s)
                        .toArray(String[]::new);
        return new TreeSet<>(TestBed.docker(argv).lines().toList());
    }

    private static String format(String kind) {
        return kind.equals("container") ? "{{.Names}}" : "{{.Name}}";
    }

    private static NavigableSet<String> rulesOf(String pid) {
        return pid.equals("0")
                ? new TreeSet<>()
                : lulls(Sh.run("nsenter", "-t", pid, "-n", "nft", "list", "tables"));
    }

    private static NavigableSet<String> lulls(String tables) {
        NavigableSet<String> ours = new TreeSet<>();
        tables.lines().filter(l -> l.contains("lull")).forEach(ours::add);
        return ours;
    }

    /** What there is now that was not there, or is not as it was. */
    List<String> leftSince(Belongings before) {
        List<String> left = new ArrayList<>();
        left.addAll(more("container", before.containers(), containers));
        left.addAll(more("network", before.networks(), networks));
        left.addAll(more("volume", before.volumes(), volumes));
        left.addAll(more("rules", before.rules(), rules));
        services.forEach((service, shape) -> {
            if (!shape.equals(before.services().get(service))) {
                left.add(service + " is " + shape + ", was " + before.services().get(service));
            }
        });
        before.services().keySet().stream()
                .filter(s -> !services.containsKey(s))
                .forEach(s -> left.add(s + " is gone"));
        return left;
    }

    private static List<String> more(
            String kind, NavigableSet<String> before, NavigableSet<String> now) {
        return now.stream().filter(n -> !before.contains(n)).map(n -> kind + " " + n).toList();
    }
}
