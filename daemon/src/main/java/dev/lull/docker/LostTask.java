package dev.lull.docker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What containerd keeps of a start that dockerd did not live to see: for dockerd the container does
 * not run, and it can't be started any more. Engines before 23 don't get rid of it themselves
 * (https://github.com/moby/moby/pull/44399); once the shim that holds it is gone, containerd does.
 */
final class LostTask {
    private static final Pattern REFUSAL = Pattern.compile("task ([0-9a-f]{64}): already exists");
    private static final Duration ENDS = Duration.ofSeconds(5);
    private static final Duration FORGOTTEN = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 100;

    private LostTask() {}

    /** Starts a container, and once more when nothing but such a task was in its way. */
    static void startPast(Runnable start) {
        try {
            start.run();
        } catch (EngineException.Permanent e) {
            Optional<String> container = container(e);
            if (container.isEmpty() || !end(container.get())) {
                throw e;
            }
            startSoon(start);
        }
    }

    /** containerd needs a moment to see that the shim is gone. */
    private static void startSoon(Runnable start) {
        long end = System.nanoTime() + FORGOTTEN.toNanos();
        while (true) {
            try {
                start.run();
                return;
            } catch (EngineException.Permanent e) {
                if (container(e).isEmpty() || System.nanoTime() > end || !slept()) {
                    throw e;
                }
            }
        }
    }

    private static boolean slept() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Optional<String> container(EngineException e) {
        Matcher refusal = REFUSAL.matcher(String.valueOf(e.getMessage()));
        return refusal.find() ? Optional.of(refusal.group(1)) : Optional.empty();
    }

    /** Whether there was a shim, and it has ended. */
    private static boolean end(String container) {
        List<ProcessHandle> shims =
                ProcessHandle.allProcesses().filter(p -> isShim(p.info(), container)).toList();
        shims.forEach(ProcessHandle::destroyForcibly);
        long end = System.nanoTime() + ENDS.toNanos();
        boolean gone = shims.stream().noneMatch(ProcessHandle::isAlive);
        while (!gone && System.nanoTime() < end && slept()) {
            gone = shims.stream().noneMatch(ProcessHandle::isAlive);
        }
        return !shims.isEmpty() && gone;
    }

    private static boolean isShim(ProcessHandle.Info process, String container) {
        List<String> arguments = List.of(process.arguments().orElse(new String[0]));
        int id = arguments.indexOf("-id");
        return process.command()
                        .map(c -> String.valueOf(Path.of(c).getFileName()))
                        .filter(c -> c.startsWith("containerd-shim"))
                        .isPresent()
                && id >= 0
                && arguments.subList(id + 1, arguments.size()).indexOf(container) == 0;
    }
}
