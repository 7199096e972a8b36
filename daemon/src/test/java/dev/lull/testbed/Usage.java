package dev.lull.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a piece of work took.
 *
 * @param wall how long
 * @param cpu of this process and of the tools that ended meanwhile
 * @param toolsKib the most memory that the tools held together
 */
record Usage(Duration wall, Duration cpu, long toolsKib) {
    private static final Set<String> TOOLS = Set.of("tar", "zstd", "cp", "find", "btrfs", "sync");
    private static final long TICKS_A_SECOND = Long.parseLong(Sh.run("getconf", "CLK_TCK").strip());
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** What is measured. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    static Usage of(Work work) throws IOException, InterruptedException {
        AtomicLong most = new AtomicLong();
        Thread look = Thread.ofPlatform().daemon().start(() -> look(most));
        try {
            long cpu = ticks();
            long begin = System.nanoTime();
            work.run();
            Duration wall = Duration.ofNanos(System.nanoTime() - begin);
            return new Usage(wall, seconds(ticks() - cpu), most.get());
        } finally {
            look.interrupt();
            look.join();
        }
    }

    private static void look(AtomicLong most) {
        try {
            while (true) {
                long now = ProcessHandle.current().descendants().mapToLong(Usage::peakKib).sum();
                most.accumulateAndGet(now, Math::max);
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The most that a tool has held so far. What is about to become a tool is none yet. */
    private static long peakKib(ProcessHandle process) {
        try {
            List<String> status =
                    Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"));
            return TOOLS.contains(value(status, "Name:"))
                    ? Long.parseLong(value(status, "VmHWM:").replaceAll("[^0-9]", ""))
                    : 0;
        } catch (IOException | NumberFormatException over) {
            return 0;
        }
    }

    private static String value(List<String> status, String key) {
        return status.stream()
                .filter(l -> l.startsWith(key))
                .map(l -> l.substring(key.length()).strip())
                .findFirst()
                .orElse("");
    }

    /** What a process, and those of its children that have ended, have had of the CPU so far. */
    static Duration cpu(long pid) {
        return seconds(ticks(Long.toString(pid)));
    }

    private static long ticks() {
        return ticks("self");
    }

    /** utime, stime, cutime and cstime, see proc(5). */
    private static long ticks(String process) {
        try {
            String stat = Files.readString(Path.of("/proc", process, "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            long sum = 0;
            for (int i = 11; i <= 14; i++) {
                sum += Long.parseLong(fields[i]);
            }
            return sum;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Duration seconds(long ticks) {
        return Duration.ofMillis(ticks * 1000 / TICKS_A_SECOND);
    }
}
