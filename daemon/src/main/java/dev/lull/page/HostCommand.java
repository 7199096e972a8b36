package dev.lull.page;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Runs a short-lived command of the host: an argument list and a text for its stdin, no shell. */
final class HostCommand {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private HostCommand() {}

    /**
     * How it ended.
     *
     * @param output stdout and stderr in one
     */
    record Result(int exitCode, String output) {
        boolean isOk() {
            return exitCode == 0;
        }
    }

    static Result run(List<String> argv, String stdin) {
        Process process = start(argv);
        try {
            FutureTask<String> output =
                    new FutureTask<>(() ->
                            new String(
                                    process.getInputStream().readAllBytes(),
                                    StandardCharsets.UTF_8));
            Thread.ofVirtual().name("output-of-" + argv.getFirst()).start(output);
            feed(process, stdin);
            if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DoorException.Unknown(
                        argv.getFirst() + " did not end within " + DEADLINE.toSeconds() + " s");
            }
            return new Result(process.exitValue(), output.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DoorException.Unknown("interrupted while " + argv.getFirst() + " ran", e);
        } catch (ExecutionException e) {
            throw new DoorException.Unknown("no output from " + argv.getFirst(), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(List<String> argv) {
        try {
            return new ProcessBuilder(argv).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new DoorException.Permanent(
                    argv.getFirst()
                            + " can't be started: install the packages nftables and util-linux",
                    e);
        }
    }

    /** A command that ends before it has read everything tells why by its exit code. */
    private static void feed(Process process, String stdin) {
        try (OutputStream out = process.getOutputStream()) {
            out.write(stdin.getBytes(StandardCharsets.UTF_8));
        } catch (IOException endedEarly) {
            return;
        }
    }
}
