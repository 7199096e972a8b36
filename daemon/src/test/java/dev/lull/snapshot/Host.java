package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the tests ask of the host itself: names and attributes that Java can't make. */
final class Host {
    private Host() {}

    static boolean isRoot() throws IOException {
        return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
    }

    static boolean has(String program) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + program)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    /** Runs a script in a folder and returns its output, byte for byte. */
    static String bash(Path folder, String script) throws IOException, InterruptedException {
        Process bash =
                new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output =
                new String(bash.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(bash.waitFor()).as("%s", output).isZero();
        return output;
    }
}
