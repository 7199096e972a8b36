package dev.lull.testbed;

import dev.lull.access.AccessRole;
import dev.lull.api.DaemonFixture;
import dev.lull.journal.SqliteJournal;
import dev.lull.plan.Change;
import dev.lull.plan.StepKind;
import dev.lull.window.Ada;
import dev.lull.window.Outcome;
import dev.lull.window.StepContext;
import dev.lull.window.WindowId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How soon those who follow a window hear of what happens in it, on the real journal. */
final class EventClients {
    private static final int CLIENTS = 100;
    private static final int EVENTS = 300;
    private static final Duration BETWEEN = Duration.ofMillis(20);
    private static final Pattern SENT = Pattern.compile("\"text\":\"sent (\\d+)");

    /** So that the buffers on the way to one that does not read are full soon. */
    private static final String FILLING = " ".repeat(1_000);

    private EventClients() {}

    static void measure(Figures figures) throws IOException, InterruptedException {
        List<Duration> one = run(1, false);
        List<Duration> many = run(CLIENTS, false);
        List<Duration> beside = run(CLIENTS, true);
        figures.table(
                        "events",
                        "From the journal to who follows a window (SSE): "
                                + EVENTS
                                + " events, one every "
                                + BETWEEN.toMillis()
                                + " ms",
                        "")
                .row("1 client: median", Figures.median(one))
                .row("1 client: 99 of 100 within", at(one, 0.99))
                .row(CLIENTS + " clients: median", Figures.median(many))
                .row(CLIENTS + " clients: 99 of 100 within", at(many, 0.99))
                .row(
                        CLIENTS + " clients beside one that does not read: median",
                        Figures.median(beside))
                .row(
                        CLIENTS + " clients beside one that does not read: 99 of 100 within",
                        at(beside, 0.99))
                .print();
    }

    private static Duration at(List<Duration> durations, double share) {
        List<Duration> sorted = durations.stream().sorted().toList();
        return sorted.get((int) (share * (sorted.size() - 1)));
    }

    /** How long each event took to each client. */
    private static List<Duration> run(int clients, boolean deaf)
            throws IOException, InterruptedException {
        Path folder = Folders.make("events");
        ConcurrentLinkedQueue<Duration> took = new ConcurrentLinkedQueue<>();
        CountDownLatch listening = new CountDownLatch(clients);
        try (SqliteJournal journal = SqliteJournal.open(folder, Clock.systemUTC());
                DaemonFixture daemon = new DaemonFixture(journal)) {
            daemon.when(StepKind.MIGRATE, context -> talk(context, listening));
            String secret =
                    daemon.tokens()
                            .create("bench", AccessRole.VIEWER, "bench", Optional.empty())
                            .secret();
            WindowId id =
                    daemon.windows()
                            .open(
                                    Ada.wants(
                                            DaemonFixture.GUESTBOOK,
                                            new Change.Migrate(),
                                            Duration.ofMinutes(5)));
            try (Socket silent = new Socket()) {
                if (deaf) {
                    silent.setReceiveBufferSize(4_096);
                    follow(silent, daemon.port(), id, secret);
                }
                List<Thread> threads = new ArrayList<>();
                for (int i = 0; i < clients; i++) {
                    Socket socket = new Socket();
                    follow(socket, daemon.port(), id, secret);
                    threads.add(Thread.ofVirtual().start(() -> listen(socket, listening, took)));
                }
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        } finally {
            Folders.delete(folder);
        }
        if (took.size() != clients * EVENTS) {
            throw new IllegalStateException(
                    "of " + clients * EVENTS + " events " + took.size() + " were heard");
        }
        return List.copyOf(took);
    }

    private static Outcome talk(StepContext context, CountDownLatch listening)
            throws InterruptedException {
        listening.await();
        for (int i = 0; i < EVENTS; i++) {
            context.warn("sent " + System.nanoTime() + FILLING);
            Thread.sleep(BETWEEN);
        }
        return new Outcome.Done("all was said");
    }

    private static void follow(Socket socket, int port, WindowId id, String secret)
            throws IOException {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write(
                        ("GET /api/v1/windows/"
                                        + id
                                        + "/events HTTP/1.1\r\nHost: localhost\r\nAccept:"
                                        + " text/event-stream\r\nAuthorization: Bearer "
                                        + secret
                                        + "\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
    }

    private static void listen(
            Socket socket, CountDownLatch listening, ConcurrentLinkedQueue<Duration> took) {
        boolean begun = false;
        try (socket;
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher sent = SENT.matcher(line);
                if (sent.find()) {
                    took.add(Duration.ofNanos(System.nanoTime() - Long.parseLong(sent.group(1))));
                } else if (!begun && line.startsWith("data: ")) {
                    begun = true;
                    listening.countDown();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
