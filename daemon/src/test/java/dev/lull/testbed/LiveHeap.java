package dev.lull.testbed;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/** How much of this process's heap is in use, garbage apart. */
final class LiveHeap {
    private static final long BETWEEN_LOOKS_MILLIS = 100;

    private LiveHeap() {}

    /** The most while something is done: every look collects the garbage first. */
    static long peakBytes(Usage.Work work) throws IOException, InterruptedException {
        AtomicLong peak = new AtomicLong(now());
        Thread look = Thread.ofPlatform().daemon().start(() -> look(peak));
        try {
            work.run();
        } finally {
            look.interrupt();
            look.join();
        }
        return peak.get();
    }

    private static void look(AtomicLong peak) {
        try {
            while (true) {
                peak.accumulateAndGet(now(), Math::max);
                Thread.sleep(BETWEEN_LOOKS_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long now() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
