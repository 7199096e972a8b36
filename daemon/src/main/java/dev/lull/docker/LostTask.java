package dev.lull.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What containerd keeps of a start that dockerd did not live to see: for dockerd the container does
 * not run, and it can't be started any more. Either a task whose shim lives on: once that has gone,
 * containerd gets rid of it, which engines before 23 don't ask it to
 * (https://github.com/moby/moby/pull/44399). Or the folder of a task that never came to be
 * (https://github.com/moby/moby/issues/50040): it is put aside under a name that containerd passes
 * over, and goes with the next boot. If its shim lives, it may be on its way to clear that up; one
 * that does not is ended, and what it has started with it.
 */
final class LostTask {
    private static final Pattern TASK = Pattern.compile("task ([0-9a-f]{64}): already exists");

    /** Docker puts that right by itself, and a moment later it is. */
    private static final Pattern IN_USE = Pattern.compile("id already in use");

    private static final Pattern FOLDER =
            Pattern.compile("mkdir (/\\S+/([0-9a-f]{64})): file exists");
    private static final Duration ENDS = Duration.ofSeconds(5);
    private static final Duration FORGOTTEN = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 100;

    private LostTask() {}

    /**
     * Starts a container, and once more when nothing but such a task was in its way.
     *
     * @param container its id; by a name no shim is found
     */
    static void startPast(String container, Runnable start) {
        try {
            start.run();
        } catch (EngineException.Permanent e) {
            startAgain(container, start, e);
        }
    }

    private static void startAgain(
            String container, Runnable start, EngineException.Permanent refusal) {
        EngineException.Permanent last = refusal;
        if (isSoonOver(text(refusal))) {
            try {
                startSoon(start);
                return;
            } catch (EngineException.Permanent e) {
                last = e;
            }
        }
        if (!isOutOfTheWay(text(last), container)) {
            throw last;
        }
        startSoon(start);
    }

    /** Docker and containerd clear that up by themselves, but not while a lost shim lives. */
    private static boolean isSoonOver(String refusal) {
        Matcher folder = FOLDER.matcher(refusal);
        return folder.find() ? !shims(folder.group(2)).isEmpty() : IN_USE.matcher(refusal).find();
    }

    /** containerd needs a moment to see that the shim is gone. */
    private static void startSoon(Runnable start) {
        long end = System.nanoTime() + FORGOTTEN.toNanos();
        while (true) {
            try {
                start.run();
                return;
            } catch (EngineException.Permanent e) {
                if (!isLost(text(e)) || System.nanoTime() > end || !slept()) {
                    throw e;
                }
            }
        }
    }

    private static boolean isLost(String refusal) {
        return Stream.of(TASK, IN_USE, FOLDER).anyMatch(p -> p.matcher(refusal).find());
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

    private static boolean isOutOfTheWay(String refusal, String container) {
        Matcher task = TASK.matcher(refusal);
        Matcher folder = FOLDER.matcher(refusal);
        if (folder.find()) {
            String lost = folder.group(2);
            return (shims(lost).isEmpty() || end(lost)) && isPutAside(Path.of(folder.group(1)));
        }
        return task.find() ? end(task.group(1)) : IN_USE.matcher(refusal).find() && end(container);
    }

    private static String text(EngineException e) {
        return String.valueOf(e.getMessage());
    }

    /** Nothing is deleted: what a container's files are mounted on may lie in it. */
    private static boolean isPutAside(Path folder) {
        try {
            Files.move(folder, folder.resolveSibling(".lost-" + System.nanoTime()));
            return true;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether there was a shim, and it has ended, and what it had started. */
    private static boolean end(String container) {
        List<ProcessHandle> shims = shims(container);
        // containerd ends what a lost shim has started only if it knows of it.
        List<ProcessHandle> all =
                Stream.concat(shims.stream().flatMap(ProcessHandle::descendants), shims.stream())
                        .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        long end = System.nanoTime() + ENDS.toNanos();
        boolean gone = all.stream().noneMatch(LostTask::hasProgram);
        while (!gone && System.nanoTime() < end && slept()) {
            gone = all.stream().noneMatch(LostTask::hasProgram);
        }
        return !shims.isEmpty() && gone;
    }

    /** One that has ended counts as alive until its parent takes note, which may be never. */
    private static boolean hasProgram(ProcessHandle process) {
        return process.info().command().isPresent();
    }

    private static List<ProcessHandle> shims(String container) {
        return ProcessHandle.allProcesses().filter(p -> isShim(p.info(), container)).toList();
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
