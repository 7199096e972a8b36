package dev.lull.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The daemon as a process of its own: how soon it answers, how much memory it holds when idle. */
final class Footprint {
    private static final int RUNS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private Footprint() {}

    private record Sample(Duration start, long kib) {}

    static void measure(Figures figures) throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            samples.add(sample(i == RUNS - 1 ? IDLE : Duration.ofSeconds(2)));
        }
        figures.table("daemon", "The daemon, by src/bin/lull, with nothing to do", "")
                .row(
                        "start until its socket answers, median",
                        Figures.median(samples.stream().map(Sample::start).toList()))
                .row(
                        "memory (RSS) after %d s".formatted(IDLE.toSeconds()),
                        samples.getLast().kib() / 1024 + " MiB")
                .print();
    }

    private static Sample sample(Duration idle) throws IOException, InterruptedException {
        Path folder = Folders.make("footprint");
        Path socket = folder.resolve("lull.sock");
        long begin = System.nanoTime();
        Process daemon =
                new ProcessBuilder(
                                TestBed.root().resolve("src/bin/lull").toString(),
                                "daemon",
                                "--listen",
                                "none",
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
            Thread.sleep(idle);
            return new Sample(start, residentKib(daemon.pid()));
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
