package dev.lull.testbed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Visitors of an example stack: a steady open loop of reads and writes, each on a connection of its
 * own. Nobody waits for anybody else's answer, so a stack that is slow or away meets as many
 * visitors as one that is well. Every write that was acknowledged is remembered.
 */
public final class Visitors implements AutoCloseable {
    /** Generous: a visitor whose SYN was held comes in one to three seconds later. */
    private static final Duration DEADLINE = Duration.ofSeconds(15);

    private static final int SAMPLES = 50;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** In the title of either example's page. */
    private static final Pattern VERSION = Pattern.compile("<title>\\w+ ([^<]+)</title>");

    private final int port;
    private final int readsPerSecond;
    private final int writesPerSecond;
    private final String name = UUID.randomUUID().toString().substring(0, 8);
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Thread> loops = new ArrayList<>();
    private volatile boolean leaving;

    private final LongAdder sent = new LongAdder();
    private final LongAdder good = new LongAdder();
    private final LongAdder pages = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final AtomicLong longest = new AtomicLong();
    private final Queue<Instant> notServed = new ConcurrentLinkedQueue<>();
    private final Queue<Breakage> samples = new ConcurrentLinkedQueue<>();
    private final Map<String, Instant> acknowledged = new ConcurrentHashMap<>();
    private final List<String> readable = new CopyOnWriteArrayList<>();
    private final Queue<Served> served = new ConcurrentLinkedQueue<>();

    /** What a visitor met that no visitor should. */
    public enum Kind {
        REFUSED,
        RESET,
        TIMEOUT,
        /** A status that is neither what was asked for nor the page. */
        STATUS,
        CONTENT;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One broken answer. */
    public record Breakage(Instant sent, Instant met, String request, Kind kind, String what) {
        @Override
        public String toString() {
            return "%s (sent %s) %s: %s: %s".formatted(met, sent, request, kind.word(), what);
        }
    }

    /**
     * One good answer of the app.
     *
     * @param version that the answer names; empty where it names none
     */
    public record Served(Instant sent, Instant met, String request, String version) {}

    /**
     * What was counted.
     *
     * @param pages answers of the maintenance page
     * @param acknowledged writes
     * @param longest time that a visitor waited for an answer, a broken one too
     * @param samples the first of the broken answers
     */
    public record Tally(
            long requests,
            long good,
            long pages,
            long broken,
            long acknowledged,
            Duration longest,
            List<Breakage> samples) {}

    /** A handful: 20 reads and 10 writes a second. */
    public Visitors(int port) {
        this(port, 20, 10);
    }

    public Visitors(int port, int readsPerSecond, int writesPerSecond) {
        this.port = port;
        this.readsPerSecond = readsPerSecond;
        this.writesPerSecond = writesPerSecond;
    }

    /** They begin to come. */
    public Visitors start() {
        loops.add(loop("reads", readsPerSecond, this::read));
        loops.add(loop("writes", writesPerSecond, this::write));
        return this;
    }

    /** No more come; returns when the last one has an answer. */
    public void leave() throws InterruptedException {
        leaving = true;
        for (Thread loop : loops) {
            loop.join();
        }
        requests.close();
    }

    @Override
    public void close() {
        try {
            leave();
        } catch (InterruptedException e) {
            requests.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    public Tally tally() {
        return new Tally(
                sent.sum(),
                good.sum(),
                pages.sum(),
                broken.sum(),
                acknowledged.size(),
                Duration.ofNanos(longest.get()),
                samples.stream().sorted(Comparator.comparing(Breakage::met)).toList());
    }

    /** Every good answer of the app so far. */
    public List<Served> served() {
        return List.copyOf(served);
    }

    /** The versions that have served somebody. */
    public Set<String> versions() {
        return served.stream()
                .map(Served::version)
                .filter(v -> !v.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Waits until somebody was served by this version. */
    public Visitors awaitServedBy(String version) {
        Wait.until(
                () -> "a visitor is served by version " + version + ": " + tally(),
                () -> versions().contains(version));
        return this;
    }

    /**
     * How long nobody was served: from the first answer that was the page, or broken, to the last.
     *
     * @param from only what was met since
     */
    public Closed closed(Instant from) {
        List<Instant> times = notServed.stream().filter(t -> !t.isBefore(from)).sorted().toList();
        return times.isEmpty()
                ? new Closed(from, from)
                : new Closed(times.getFirst(), times.getLast());
    }

    /** From the first visitor who was not served to the last. */
    public record Closed(Instant first, Instant last) {
        public Duration time() {
            return Duration.between(first, last);
        }
    }

    /** Writes that were acknowledged between the two. */
    public long acknowledgedBetween(Instant from, Instant to) {
        return acknowledged.values().stream()
                .filter(t -> t.isAfter(from) && t.isBefore(to))
                .count();
    }

    /** Acknowledged writes that the app does not have now. */
    public Set<String> lost() {
        try {
            Exchange.Answer answer = Exchange.get(port, "/entries", DEADLINE);
            if (answer.status() != 200) {
                throw new IllegalStateException("GET /entries: " + answer);
            }
            Set<String> lost = new HashSet<>(acknowledged.keySet());
            for (JsonNode entry : JSON.readTree(answer.body())) {
                lost.remove(entry.path("token").asText());
            }
            return lost;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Thread loop(String what, int perSecond, LongConsumer visit) {
        return Thread.ofPlatform()
                .daemon()
                .name(what)
                .start(() -> {
                    long begin = System.nanoTime();
                    for (long i = 0; !leaving && perSecond > 0; i++) {
                        long number = i;
                        sleepUntil(begin + i * 1_000_000_000L / perSecond);
                        requests.execute(() -> visit.accept(number));
                    }
                });
    }

    /** One that is late goes at once: the next ones keep their time. */
    private static void sleepUntil(long time) {
        long left = time - System.nanoTime();
        while (left > 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(left);
            left = time - System.nanoTime();
        }
    }

    private void read(long number) {
        if (number % 2 == 0 || readable.isEmpty()) {
            visit(new Get("/", "</html>"));
        } else {
            String token = readable.get(ThreadLocalRandom.current().nextInt(readable.size()));
            visit(new Get("/entries/" + token, '"' + token + '"'));
        }
    }

    private void write(long number) {
        visit(new Post(name + "-" + number));
    }

    private sealed interface Request {
        Exchange.Answer send(int port) throws IOException;

        boolean isStatus(int status);

        boolean isContent(String body);
    }

    private record Get(String path, String content) implements Request {
        @Override
        public Exchange.Answer send(int port) throws IOException {
            return Exchange.get(port, path, DEADLINE);
        }

        @Override
        public boolean isStatus(int status) {
            return status == 200;
        }

        @Override
        public boolean isContent(String body) {
            return body.contains(content);
        }

        @Override
        public String toString() {
            return "GET " + path;
        }
    }

    private record Post(String token) implements Request {
        @Override
        public Exchange.Answer send(int port) throws IOException {
            String json =
                    "{\"token\": \"%s\", \"text\": \"Ann: I was here, %s\"}"
                            .formatted(token, token);
            return Exchange.postJson(port, "/entries", json, DEADLINE);
        }

        @Override
        public boolean isStatus(int status) {
            return status == 201;
        }

        @Override
        public boolean isContent(String body) {
            try {
                return JSON.readTree(body).path("id").isIntegralNumber();
            } catch (JsonProcessingException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return "POST /entries " + token;
        }
    }

    private void visit(Request request) {
        sent.increment();
        Instant began = Instant.now();
        long begin = System.nanoTime();
        try {
            judge(request, began, request.send(port));
        } catch (ConnectException e) {
            broke(request, began, Kind.REFUSED, e.toString());
        } catch (SocketTimeoutException e) {
            broke(request, began, Kind.TIMEOUT, e.toString());
        } catch (IOException e) {
            broke(request, began, Kind.RESET, e.toString());
        } catch (RuntimeException e) {
            broke(request, began, Kind.CONTENT, e.toString());
        }
        longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
    }

    private void judge(Request request, Instant began, Exchange.Answer answer) {
        if (answer.status() == 503 && answer.headers().containsKey("Lull-Page")) {
            pages.increment();
            notServed.add(Instant.now());
        } else if (!request.isStatus(answer.status())) {
            broke(request, began, Kind.STATUS, answer.status() + " " + start(answer.body()));
        } else if (!request.isContent(answer.body())) {
            broke(request, began, Kind.CONTENT, start(answer.body()));
        } else {
            good.increment();
            Matcher version = VERSION.matcher(answer.body());
            served.add(
                    new Served(
                            began,
                            Instant.now(),
                            request.toString(),
                            version.find() ? version.group(1) : ""));
            if (request instanceof Post(String token)) {
                acknowledged.put(token, Instant.now());
                readable.add(token);
            }
        }
    }

    private static String start(String body) {
        return body.substring(0, Math.min(200, body.length())).replaceAll("\\s+", " ");
    }

    private void broke(Request request, Instant began, Kind kind, String what) {
        Instant now = Instant.now();
        broken.increment();
        notServed.add(now);
        if (samples.size() < SAMPLES) {
            samples.add(new Breakage(began, now, request.toString(), kind, what));
        }
    }
}
