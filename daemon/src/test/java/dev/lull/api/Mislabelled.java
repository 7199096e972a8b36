package dev.lull.api;

import dev.lull.stack.Declared;
import dev.lull.stack.StackName;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A stack whose labels have mistakes: a label and a role that Lull does not know, and a service
 * without a role.
 */
final class Mislabelled {
    static final StackName NAME = new StackName("wiki");

    private Mislabelled() {}

    static Declared stack() {
        return new Declared(
                NAME,
                Path.of("/srv/wiki"),
                List.of(Path.of("/srv/wiki/compose.yaml")),
                List.of(),
                List.of(),
                Map.of(),
                List.of(
                        FixtureStacks.service(
                                "app",
                                Map.of("lull.role", "app", "lull.chek.http", "GET :8000/ 200")),
                        FixtureStacks.service("cron", Map.of()),
                        FixtureStacks.service("db", Map.of("lull.role", "db")),
                        FixtureStacks.service("worker", Map.of("lull.role", "wroker"))));
    }
}
