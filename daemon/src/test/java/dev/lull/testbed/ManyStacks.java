package dev.lull.testbed;

import dev.lull.stack.StackName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Discovery and plan on a host with 200 containers: 20 stacks of 10, created and not started. */
final class ManyStacks implements AutoCloseable {
    private static final int STACKS = 20;
    private static final int SERVICES = 10;
    private static final int COLD_RUNS = 5;
    private static final int WARM_RUNS = 21;

    private final Path folder = Folders.make("many");
    private final String name = TestBed.name("many");

    private ManyStacks() {
        try {
            Sh.run("docker", "network", "create", name + "_all");
            for (int i = 0; i < STACKS; i++) {
                Path directory = Files.createDirectory(folder.resolve(name + i));
                Files.writeString(directory.resolve("compose.yaml"), compose(name + i));
                Sh.run(directory, List.of("docker", "compose", "create"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String compose(String project) {
        StringBuilder yaml = new StringBuilder("name: " + project + "\nservices:\n");
        for (int i = 0; i < SERVICES; i++) {
            String role = i == 0 ? "app" : i == 1 ? "db" : i == 2 ? "cron" : "worker";
            yaml.append(
                    """
                      s%d:
                        image: %s
                        environment: { NUMBER: "%d" }
                        volumes: [ "/srv/%s:/data" ]
                        labels: { lull.role: %s, lull.snapshot.bind: "false" }
                    """
                            .formatted(i, TestLull.PAGE_IMAGE, i, project, role));
        }
        return yaml.append("networks: { default: { name: " + name + "_all, external: true } }\n")
                .toString();
    }

    static void measure(Figures figures) {
        try (ManyStacks many = new ManyStacks()) {
            List<Duration> listCold = new ArrayList<>();
            List<Duration> planCold = new ArrayList<>();
            List<Duration> listWarm = new ArrayList<>();
            List<Duration> planWarm = new ArrayList<>();
            for (int i = 0; i < COLD_RUNS; i++) {
                try (TestLull lull = new TestLull()) {
                    planCold.add(time(() -> many.plan(lull)));
                }
                try (TestLull lull = new TestLull()) {
                    listCold.add(time(() -> lull.wiring().stacks().all()));
                    for (int j = 0; i == 0 && j < WARM_RUNS; j++) {
                        listWarm.add(time(() -> lull.wiring().stacks().all()));
                        planWarm.add(time(() -> many.plan(lull)));
                    }
                }
            }
            Figures.Table table =
                    figures.table(
                            "discovery",
                            "Discovery and plan, 200 containers in 20 stacks (cold: the daemon has"
                                    + " read no compose file yet)",
                            "p50",
                            "longest");
            row(table, "all stacks, cold", listCold);
            row(table, "all stacks, warm", listWarm);
            row(table, "plan of one, cold", planCold);
            row(table, "plan of one, warm", planWarm);
            table.print();
        }
    }

    private void plan(TestLull lull) {
        lull.wiring().planner().forward(new StackName(name + "7"), TestLull.update());
    }

    private static void row(Figures.Table table, String name, List<Duration> times) {
        table.row(
                name, Figures.median(times), times.stream().max(Duration::compareTo).orElseThrow());
    }

    private static Duration time(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public void close() {
        List<String> all = new ArrayList<>(List.of(name));
        for (int i = 0; i < STACKS; i++) {
            all.add(name + i);
        }
        Removal.ofProjects(all);
        Folders.delete(folder);
    }
}
