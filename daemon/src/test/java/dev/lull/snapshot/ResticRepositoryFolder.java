package dev.lull.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.testbed.TestBed;
import dev.lull.testbed.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** A repository of the real restic in a folder, and the password file that opens it. */
final class ResticRepositoryFolder {
    static final String PASSWORD = "correct horse battery";

    /** Another one than the first on the path, to try newer ones. */
    private static final String PROGRAM = System.getProperty("lull.restic", "restic");

    final Path folder;
    final Path passwordFile;
    private final Path temp;

    /** Skips the test, visibly, where there is no restic; fails it in CI. */
    ResticRepositoryFolder(Path temp) throws IOException, InterruptedException {
        TestBed.requiredRestic();
        this.temp = temp;
        folder = temp.resolve("restic");
        passwordFile = secret("restic.password", PASSWORD + "\n");
        restic("init");
    }

    /** A file that its owner alone may read. */
    Path secret(String name, String content) throws IOException {
        Path file = temp.resolve(name);
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, content);
    }

    /** A program to be run in restic's place. */
    Path script(String name, String body) throws IOException, InterruptedException {
        Path script = Files.writeString(temp.resolve(name), "#!/bin/sh\n" + body + "\n");
        Host.bash(temp, "chmod 700 " + script);
        return script;
    }

    /** As a person would ask it. */
    String restic(String arguments) throws IOException, InterruptedException {
        return restic(temp, arguments);
    }

    String restic(Path in, String arguments) throws IOException, InterruptedException {
        return Host.bash(in, command(arguments));
    }

    private String command(String arguments) {
        return "%s --repo %s --password-file %s --cache-dir %s %s"
                .formatted(PROGRAM, folder, passwordFile, temp.resolve("cache"), arguments);
    }

    /** Something that may fail. */
    interface Act {
        void run() throws Exception;
    }

    /** Does something while another restic holds the repository for itself alone. */
    void exclusivelyLocked(Act act) throws Exception {
        Process check =
                new ProcessBuilder("bash", "-c", "exec " + command("check"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            // It takes its lock, and then waits a little to see who else has taken one.
            Wait.until("restic has its lock", () -> locks() > 0);
            Host.bash(temp, "kill -STOP " + check.pid());
            assertThat(locks()).isPositive();
            act.run();
        } finally {
            check.destroyForcibly().waitFor();
        }
    }

    ResticAccess access() {
        return new ResticAccess(folder.toString(), passwordFile, Optional.empty());
    }

    Restic offsite(Points points) {
        return offsite(points, access());
    }

    Restic offsite(Points points, ResticAccess access) {
        return offsite(points, access, PROGRAM);
    }

    Restic offsite(Points points, ResticAccess access, String program) {
        return new Restic(
                points, access, temp.resolve("restic-cache"), Duration.ofMinutes(2), program);
    }

    long snapshots() {
        return count("snapshots");
    }

    long locks() {
        return count("locks");
    }

    private long count(String of) {
        try (Stream<Path> files = Files.list(folder.resolve(of))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether some restic has begun to write data. */
    boolean isWrittenTo() {
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            return files.anyMatch(Files::isRegularFile);
        } catch (IOException | UncheckedIOException e) {
            return false; // It moves its files about.
        }
    }

    /** Whether everything in it can be read. */
    boolean isWhole() throws IOException, InterruptedException {
        return restic("check --read-data").contains("no errors were found");
    }
}
