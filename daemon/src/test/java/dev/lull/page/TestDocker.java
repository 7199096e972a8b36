package dev.lull.page;

import dev.lull.testbed.Engines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Containers and networks of one test class, by Docker's command line. All carry a label with the
 * id of the test's process; what a killed run left is swept at the start of the next.
 */
final class TestDocker implements AutoCloseable {
    static final String IMAGE = "lull-testbed/nginx";

    /** Listens on 80 and 81; {@code /slow} takes about 4 s. */
    private static final String SERVER =
            """
            worker_processes 1;
            events {}
            http {
                server {
                    listen 80;
                    listen 81;
                    location / { return 200 "fast"; }
                    location = /slow { root /etc/nginx; limit_rate 2k; }
                }
            }
            """;

    private static final String LABEL = "dev.lull.test.page";
    private static final String SELF = Long.toString(ProcessHandle.current().pid());

    TestDocker() throws IOException, InterruptedException {
        sweep();
    }

    static Map.Entry<String, String> label() {
        return Map.entry(LABEL, SELF);
    }

    /** Output of {@code docker ARGS}, stripped. */
    String docker(String... args) throws IOException, InterruptedException {
        List<String> argv = new ArrayList<>(List.of("docker"));
        argv.addAll(List.of(args));
        Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", argv) + ": " + output);
        }
        return output;
    }

    /** {@code docker create} with our label. */
    String create(String... args) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("create", "--label", LABEL + "=" + SELF));
        all.addAll(List.of(args));
        return docker(all.toArray(String[]::new));
    }

    /** A server that runs and answers; {@code /slow} is 8192 times an x. */
    String server(String... args) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add(IMAGE);
        String server = create(all.toArray(String[]::new));
        copyInto(
                server,
                "/etc",
                Map.of(
                        "nginx/nginx.conf", SERVER.getBytes(StandardCharsets.UTF_8),
                        "nginx/slow", "x".repeat(8192).getBytes(StandardCharsets.UTF_8)));
        docker("start", server);
        awaitServer(server);
        return server;
    }

    void awaitServer(String server) throws IOException, InterruptedException {
        for (int i = 0; i < 1000; i++) {
            try {
                Clients.get(address(server), 80, "/");
                return;
            } catch (ConnectException notYet) {
                Thread.sleep(50);
            }
        }
        throw new IOException("no server: " + docker("logs", server));
    }

    String network(String name) throws IOException, InterruptedException {
        return docker("network", "create", "--label", LABEL + "=" + SELF, name);
    }

    /** The raw call that {@code Engine.create} makes. */
    void createRaw(String name, String spec) throws IOException {
        byte[] body = spec.getBytes(StandardCharsets.UTF_8);
        String head =
                "POST /containers/create?name=%s HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(name, body.length);
        try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.connect(UnixDomainSocketAddress.of(Engines.socket().getPath()));
            socket.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.UTF_8)));
            socket.write(ByteBuffer.wrap(body));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            Channels.newInputStream(socket).transferTo(answer);
            String text = answer.toString(StandardCharsets.UTF_8);
            if (!text.startsWith("HTTP/1.0 201")) {
                throw new IOException(text);
            }
        }
    }

    void copyInto(String container, String folder, Map<String, byte[]> files)
            throws IOException, InterruptedException {
        Path temporary = Files.createTempDirectory("lull-page-it");
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path path = temporary.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            // The folder above is private to its owner, and docker cp keeps that; so one by one.
            try (Stream<Path> tops = Files.list(temporary)) {
                for (Path top : tops.toList()) {
                    docker("cp", top.toString(), container + ":" + folder + "/");
                }
            }
        } finally {
            deleteAll(temporary);
        }
    }

    String inspect(String container, String format) throws IOException, InterruptedException {
        return docker("inspect", "-f", format, container);
    }

    long pid(String container) throws IOException, InterruptedException {
        return Long.parseLong(inspect(container, "{{.State.Pid}}"));
    }

    String address(String container) throws IOException, InterruptedException {
        return inspect(container, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
    }

    void remove(String container) throws IOException, InterruptedException {
        docker("rm", "-f", "-v", container);
    }

    @Override
    public void close() throws IOException {
        try {
            sweep();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted; the next run sweeps", e);
        }
    }

    /** Removes what this process made, and processes that no longer are. */
    private void sweep() throws IOException, InterruptedException {
        String format = "{{.ID}} {{.Label \"" + LABEL + "\"}}";
        for (String id : ours("ps", "-a", "--filter", "label=" + LABEL, "--format", format)) {
            remove(id);
        }
        for (String id : ours("network", "ls", "--filter", "label=" + LABEL, "--format", format)) {
            Engines.removeNetwork(id);
        }
    }

    private List<String> ours(String... list) throws IOException, InterruptedException {
        return docker(list)
                .lines()
                .map(line -> line.split(" ", 2))
                .filter(l -> l[1].equals(SELF) || ProcessHandle.of(Long.parseLong(l[1])).isEmpty())
                .map(l -> l[0])
                .toList();
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
