package dev.lull.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Many disturbed stories side by side, each in a folder of its own, and what came of them. */
final class Matrix {
    private static final int AT_ONCE = 64;

    /** One disturbed story. */
    interface Point {
        Story.End tell(Path folder) throws InterruptedException;
    }

    private final Path folder;
    private final SortedMap<String, Point> points = new TreeMap<>();
    private final SortedMap<String, List<String>> wrong = new ConcurrentSkipListMap<>();
    private final SortedMap<String, AtomicInteger> ends = new ConcurrentSkipListMap<>();

    Matrix(Path folder) {
        this.folder = folder;
    }

    /**
     * Adds a point.
     *
     * @param name under which it can be told alone
     */
    void add(String name, Point point) {
        points.put(name, point);
    }

    /** Tells them all, or those that the system property {@code lull.point} names. */
    void run() throws InterruptedException {
        String only = System.getProperty("lull.point", "");
        Semaphore turn = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String name : points.keySet().stream().filter(n -> n.contains(only)).toList()) {
                threads.execute(() -> {
                    turn.acquireUninterruptibly();
                    try {
                        run(name);
                    } finally {
                        turn.release();
                    }
                });
            }
        }
    }

    private void run(String name) {
        try {
            Path own = Files.createTempDirectory(folder, "point");
            Story.End end = Objects.requireNonNull(points.get(name)).tell(own);
            ends.computeIfAbsent(end.phase().word(), p -> new AtomicInteger()).incrementAndGet();
            if (!end.wrong().isEmpty()) {
                wrong.put(name, end.wrong());
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            wrong.put(name, List.of(e.toString()));
        }
    }

    /** Prints figures, and a line for each thing that was wrong. */
    void print(PrintStream out) {
        out.println("points: " + points.size());
        out.println("converged: " + (points.size() - wrong.size()));
        ends.forEach((phase, count) -> out.println("  " + phase + ": " + count));
        wrong.forEach((name, lines) -> lines.forEach(l -> out.println("  " + name + ": " + l)));
    }

    int points() {
        return points.size();
    }

    SortedMap<String, List<String>> wrong() {
        return wrong;
    }
}
