package dev.lull.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The daemon as a process of its own: how soon it answers, and what it holds and does while there
 * is nothing to do.
 */
final class Footprint {
    private static final int RUNS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofSeconds(2);

    /** What is read ahead at the start is over then. */
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private static final Path PACKAGED = TestBed.root().resolve("target/package/lull/bin/lull");

    private final Path lull;

    private Footprint(Path lull) {
        this.lull = lull;
    }

    private record Sample(Duration start, long kib, Duration cpu) {}

    /** That of the classes as they were built. */
    static void measure(Figures figures) throws IOException, InterruptedException {
        new Footprint(TestBed.root().resolve("src/bin/lull"))
                .measure(figures, "daemon", Duration.ofSeconds(10));
    }

    /**
     * That of what packages hold, with Java and all.
     *
     * @throws IllegalStateException if no package was built
     */
    static void measurePackaged(Figures figures) throws IOException, InterruptedException {
        if (!Files.isExecutable(PACKAGED)) {
            throw new IllegalStateException("there is no package: run 'make deb' first");
        }
        new Footprint(PACKAGED).measure(figures, "package", Duration.ofMinutes(10));
        Figures.Table files = figures.table("package-files", "Packages", "size", "aim");
        try (DirectoryStream<Path> built =
                Files.newDirectoryStream(TestBed.root().resolve("target"), "lull[-_]*.{deb,xz}")) {
            for (Path file : built) {
                files.row(
                        String.valueOf(file.getFileName()),
                        Math.ceilDiv(Files.size(file), 1_000_000) + " MB",
                        "<= 60 MB");
            }
        }
        files.print();
    }

    private void measure(Figures figures, String id, Duration idle)
            throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            samples.add(sample(i == RUNS - 1 ? idle : SHORT));
        }
        Sample last = samples.getLast();
        Duration start = Figures.median(samples.stream().map(Sample::start).toList());
        double percent = 100.0 * last.cpu().toMillis() / idle.toMillis();
        String title =
                "The daemon, by %s, with nothing to do".formatted(TestBed.root().relativize(lull));
        figures.table(id, title, "", "aim")
                .row("start until its socket answers, median of " + RUNS, start, "<= 0.6 s")
                .row(
                        "memory (RSS) after %d s".formatted(idle.toSeconds()),
                        last.kib() / 1024 + " MiB",
                        "<= 100 MiB")
                .row("CPU meanwhile, % of a core", percent, "< 0.10")
                .print();
    }

    private Sample sample(Duration idle) throws IOException, InterruptedException {
        Path folder = Folders.make("footprint");
        Path socket = folder.resolve("lull.sock");
        long begin = System.nanoTime();
        Process daemon =
                new ProcessBuilder(
                                lull.toString(),
                                "daemon",
                                "--listen",
                                "127.0.0.1:" + Ports.free(),
                                "--state",
                                folder.resolve("state").toString(),
                                "--socket",
                                socket.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        try {
            awaitAnswer(daemon, socket, folder.resolve("log"));
            Duration start = Duration.ofNanos(System.nanoTime() - begin);
            Thread.sleep(SETTLING);
            Duration before = Usage.cpu(daemon.pid());
            Thread.sleep(idle);
            Duration cpu = Usage.cpu(daemon.pid()).minus(before);
            return new Sample(start, residentKib(daemon.pid()), cpu);
        } finally {
            daemon.destroy();
            if (!daemon.waitFor(20, TimeUnit.SECONDS)) {
                daemon.destroyForcibly();
            }
            Folders.delete(folder);
        }
    }

    private static void awaitAnswer(Process daemon, Path socket, Path log)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers(socket)) {
            if (!daemon.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("no daemon answers:\n" + Files.readString(log));
            }
            Thread.sleep(10);
        }
    }

    private static boolean answers(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            String request = "GET / HTTP/1.1\r\nHost: lull\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return channel.read(ByteBuffer.allocate(64)) > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static long residentKib(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(l -> l.startsWith("VmRSS:"))
                    .map(l -> l.replaceAll("[^0-9]", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
