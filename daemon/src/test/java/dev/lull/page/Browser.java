package dev.lull.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lull.testbed.Folders;
import dev.lull.testbed.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A phone's browser, 320 pixels wide: a headless Chromium that is spoken to by its DevTools
 * protocol. It sees what it was served, the policy of the answer included.
 */
final class Browser implements AutoCloseable {
    static final int WIDTH = 320;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    private final Path profile;
    private final Process process;
    private final WebSocket socket;
    private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private int calls;

    private Browser(String program) throws IOException {
        profile = Folders.make("browser");
        process =
                new ProcessBuilder(
                                program,
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            socket = connect();
            attach();
        } catch (IOException | RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Skips the test, visibly, where this machine has none. */
    static Browser open() throws IOException {
        for (String name : NAMES) {
            for (String folder : String.valueOf(System.getenv("PATH")).split(":", -1)) {
                Path program = Path.of(folder, name);
                if (Files.isExecutable(program)) {
                    return new Browser(program.toString());
                }
            }
        }
        assumeTrue(false, "skipped: no Chromium on the path to look at the page with");
        throw new IllegalStateException();
    }

    private WebSocket connect() throws IOException {
        Path port = profile.resolve("DevToolsActivePort");
        Wait.until("the browser listens", () -> lines(port).size() >= 2);
        List<String> lines = lines(port);
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), new Listener())
                .join();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private @Nullable String session;

    private void attach() {
        String target =
                call("Target.createTarget", Map.of("url", "about:blank")).path("targetId").asText();
        session =
                call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                        .path("sessionId")
                        .asText();
        call("Page.enable", Map.of());
        call("Network.enable", Map.of());
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", WIDTH, "height", 640, "deviceScaleFactor", 2, "mobile", true));
    }

    /** Goes there, and waits until all is loaded. */
    void visit(String address) {
        requests.clear();
        call("Page.navigate", Map.of("url", address));
        while (!next().path("method").asText().equals("Page.loadEventFired")) {
            // what comes before it
        }
    }

    /** What was asked for since the visit began. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** The person prefers {@code light} or {@code dark}. */
    void prefers(String scheme) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** The value of an expression on the page. */
    JsonNode value(String script) {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", script, "returnByValue", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalArgumentException(answer.toString());
        }
        return answer.path("result").path("value");
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        ObjectNode message = JSON.createObjectNode();
        int id = ++calls;
        message.put("id", id).put("method", method).set("params", JSON.valueToTree(parameters));
        if (session != null) {
            message.put("sessionId", session);
        }
        socket.sendText(message.toString(), true).join();
        List<JsonNode> meanwhile = new ArrayList<>();
        while (true) {
            JsonNode answer = next();
            if (answer.path("id").asInt() == id) {
                heard.addAll(meanwhile);
                if (answer.has("error")) {
                    throw new IllegalStateException(method + ": " + answer.path("error"));
                }
                return answer.path("result");
            }
            meanwhile.add(answer);
        }
    }

    private JsonNode next() {
        try {
            JsonNode message = heard.poll(30, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("the browser says nothing more");
            }
            return message;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> helpers = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        helpers.forEach(ProcessHandle::destroyForcibly);
        Wait.until("the browser leaves nothing behind", this::deleteProfile);
    }

    /** What the browser's helpers still write while they end is there at the next try. */
    private boolean deleteProfile() {
        try {
            Folders.delete(profile);
        } catch (UncheckedIOException e) {
            return !Files.exists(profile);
        }
        return true;
    }

    /** Puts the pieces of messages together. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                hear(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void hear(String message) {
            try {
                JsonNode read = JSON.readTree(message);
                if (read.path("method").asText().equals("Network.requestWillBeSent")) {
                    requests.add(read.path("params").path("request").path("url").asText());
                }
                heard.add(read);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
