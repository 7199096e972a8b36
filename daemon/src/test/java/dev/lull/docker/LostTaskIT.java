package dev.lull.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container is started although containerd has something of an earlier start of it. */
class LostTaskIT {
    private final DockerJavaEngine engine = DockerJavaEngine.connect(TestBed.socket());

    @TempDir Path temp;

    @BeforeAll
    static void sweep() {
        TestBed.required();
        TestBed.sweep();
    }

    @AfterEach
    void clear() throws IOException {
        engine.close();
        TestBed.clear();
    }

    private String create(String name) {
        return TestBed.docker(
                        "create",
                        "--name",
                        TestBed.name(name),
                        "--label",
                        TestBed.LABEL + "=" + TestBed.SELF,
                        "debian:bookworm-slim",
                        "sleep",
                        "600")
                .strip();
    }

    /** The folder that containerd has of a container that runs: its shim works there. */
    private static Path bundle(String container) throws IOException {
        ProcessHandle shim =
                ProcessHandle.allProcesses()
                        .filter(p -> p.info().commandLine().orElse("").contains("-id " + container))
                        .findFirst()
                        .orElseThrow();
        return Path.of("/proc", Long.toString(shim.pid()), "cwd").toRealPath();
    }

    private Path leaveFolder(String container) throws IOException {
        String other = create("other");
        engine.start(other);
        Path folder = bundle(other).resolveSibling(container);
        Files.createDirectory(folder);
        Files.writeString(folder.resolve("config.json"), "{}");
        return folder;
    }

    @Test
    void by_the_folder_of_a_task_that_never_came_to_be() throws IOException {
        String container = create("left");
        Path folder = leaveFolder(container);

        engine.start(container);

        assertThat(engine.inspect(container).orElseThrow().isRunning()).isTrue();
        assertThat(bundle(container)).isEqualTo(folder);
    }

    @Test
    void by_such_a_folder_whose_shim_lives_on() throws Exception {
        String container = create("shim");
        leaveFolder(container);
        Process shim = shim(container);
        EngineContract.eventually(() -> shim.children().findAny().isPresent());
        ProcessHandle started = shim.children().findAny().orElseThrow();
        try {
            engine.start(container);

            assertThat(engine.inspect(container).orElseThrow().isRunning()).isTrue();
            assertThat(shim.info().command()).isEmpty();
            assertThat(started.info().command()).as("orphaned, it may never be reaped").isEmpty();
        } finally {
            shim.destroyForcibly();
        }
    }

    /** Played by a process of its name, as far as a shim is looked at. */
    private Process shim(String container) throws IOException {
        Path program =
                Files.copy(
                        Path.of("/bin/bash").toRealPath(), temp.resolve("containerd-shim-played"));
        program.toFile().setExecutable(true);
        return new ProcessBuilder(
                        List.of(
                                program.toString(),
                                "-c",
                                "sleep 600; :",
                                "played",
                                "-id",
                                container))
                .start();
    }
}
