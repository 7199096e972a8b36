package dev.lull.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A process in the network namespace of an engine of its own: reads a line of {@link CrashPoint}s
 * that are run in one window, and answers with a line of {@link Result}s.
 *
 * <p>Arguments: the engine's name, a folder for logs.
 */
final class CrashLane {
    private CrashLane() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        Path temp = Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
        ObjectMapper json = new ObjectMapper();
        List<String> java =
                List.of(
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + temp.resolve("classes.jsa"),
                        "-Xlog:cds=off",
                        "-Xlog:aot=off",
                        "-Djava.io.tmpdir=" + temp,
                        "-cp",
                        System.getProperty("java.class.path"));
        CrashRun.Setting setting =
                new CrashRun.Setting(java, Path.of(args[1]), Optional.of(args[0]));
        try (CrashRun run = new CrashRun(setting);
                BufferedReader points =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = points.readLine(); line != null; line = points.readLine()) {
                List<CrashPoint> series = List.of(json.readValue(line, CrashPoint[].class));
                answers.println(json.writeValueAsString(run.run(series)));
            }
        }
        System.exit(0);
    }
}
