package dev.lull.api;

import dev.lull.stack.Declared;
import dev.lull.stack.StackName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A stack whose compose file plans a window of its own. */
final class Scheduled {
    static final StackName NAME = new StackName("clock");

    private Scheduled() {}

    static Declared stack() {
        return new Declared(
                NAME,
                Path.of("/srv/clock"),
                List.of(Path.of("/srv/clock/compose.yaml")),
                List.of(),
                List.of(),
                Map.of(
                        "schedule",
                        Map.of(
                                "nightly",
                                Map.of("cron", "0 3 * * *", "zone", "UTC", "length", "5m"))),
                List.of(FixtureStacks.service("app", Map.of("lull.role", "app"))));
    }
}
