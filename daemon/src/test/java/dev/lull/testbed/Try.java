package dev.lull.testbed;

import dev.lull.app.Settings;
import dev.lull.app.Wiring;
import dev.lull.plan.Change;
import dev.lull.stack.StackName;
import dev.lull.window.Recorded;
import dev.lull.window.WindowId;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

final class Try {
    private Try() {}

    public static void main(String[] args) throws Exception {
        ExampleStack.sweep();
        Path state = Files.createTempDirectory("lull-try");
        try (ExampleStack stack = new ExampleStack(args[0], "try").set("VERSION", "1").up();
                Wiring lull =
                        new Wiring(
                                new Settings(
                                        state,
                                        URI.create("unix:///var/run/docker.sock"),
                                        "lull-testbed/nginx:latest",
                                        state.resolve("lull.sock"),
                                        Optional.empty()),
                                Clock.systemUTC())) {
            lull.start();
            stack.set("VERSION", args[1]);
            WindowId id =
                    lull.windows()
                            .open(
                                    new StackName(stack.project()),
                                    new Change.Update(Map.of(), false),
                                    "me",
                                    "",
                                    Duration.ofMinutes(2));
            long seen = 0;
            long after = 0;
            while (lull.windows().state(id).ended().isEmpty()
                    && lull.windows().state(id).held().isEmpty()) {
                seen = lull.windows().await(seen, Duration.ofSeconds(1));
                for (Recorded r : lull.windows().events(id, after)) {
                    after = r.sequence();
                    String text = r.event().toString();
                    System.out.println(
                            r.at() + " " + text.substring(0, Math.min(300, text.length())));
                }
            }
            for (Recorded r : lull.windows().events(id, after)) {
                System.out.println(r.at() + " " + r.event());
            }
            System.out.println(stack.compose("up", "-d", "--no-build"));
            System.out.println(stack.compose("ps"));
        }
        ExampleStack.delete(state);
    }
}
