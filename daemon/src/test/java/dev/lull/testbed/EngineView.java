package dev.lull.testbed;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the engine shows of containers and networks now. */
public final class EngineView {
    private EngineView() {}

    /** Whether a container runs; not so where there is none. */
    public static boolean isRunning(String container) {
        String filter = "name=^/?" + container + "$";
        return !TestBed.docker("ps", "-q", "--no-trunc", "--filter", filter).isBlank();
    }

    /** The networks that a container is on. */
    public static List<String> networks(String container) {
        return TestBed.lines(
                "inspect",
                "-f",
                "{{range $name, $_ := .NetworkSettings.Networks}}{{println $name}}{{end}}",
                container);
    }

    /** The containers on a network that run. */
    public static List<String> containers(String network) {
        return TestBed.lines(
                "network",
                "inspect",
                "-f",
                "{{range .Containers}}{{println .Name}}{{end}}",
                network);
    }

    /** Whether a network has no way out. */
    public static boolean isInternal(String network) {
        return TestBed.docker("network", "inspect", "-f", "{{.Internal}}", network)
                .strip()
                .equals("true");
    }

    /** Docker's restart policy by service. */
    public static Map<String, String> restartPolicies(ExampleStack stack) {
        Map<String, String> policies = new TreeMap<>();
        for (String id : stack.compose("ps", "-a", "-q").lines().toList()) {
            String line =
                    TestBed.docker(
                            "inspect",
                            "-f",
                            "{{index .Config.Labels \"com.docker.compose.service\"}}"
                                    + " {{.HostConfig.RestartPolicy.Name}}",
                            id);
            policies.put(line.split(" ", 2)[0], line.split(" ", 2)[1].strip());
        }
        return policies;
    }
}
