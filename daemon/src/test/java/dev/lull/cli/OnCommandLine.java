package dev.lull.cli;

import dev.lull.api.DaemonFixture;
import dev.lull.config.Configuration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What tests of verbs share: a daemon on the fakes, and a terminal in memory. */
@Timeout(60)
abstract class OnCommandLine {
    final DaemonFixture daemon = new DaemonFixture();
    final List<Configuration> started = new ArrayList<>();
    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    boolean interactive;
    String typed = "";

    @AfterEach
    void stop() throws IOException {
        daemon.close();
    }

    int lull(String... args) {
        return lullAt(daemon.socket(), args);
    }

    int lullAt(Path socket, String... args) {
        Terminal terminal =
                new Terminal(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        new BufferedReader(new StringReader(typed)),
                        interactive,
                        false);
        List<String> all = new ArrayList<>(List.of("--socket", socket.toString()));
        all.addAll(List.of(args));
        return Lull.run(
                all.toArray(String[]::new),
                terminal,
                told -> {
                    started.add(told.configuration());
                    return 0;
                },
                "1.2.3",
                Map.of("LULL_CONFIG", "/dev/null"));
    }

    String out() {
        return out.toString();
    }

    /** What was printed, wherever its lines were broken. */
    String said() {
        return out().replaceAll("\\s+", " ");
    }
}
