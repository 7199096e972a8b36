package dev.lull.page;

import dev.lull.docker.DockerJavaEngine;
import dev.lull.testbed.TestBed;
import dev.lull.testbed.TestLull;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small servers in containers, their networks and their visitors; closing it removes them all. */
final class Servers implements AutoCloseable {
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

    private final DockerJavaEngine engine = DockerJavaEngine.connect(TestBed.socket());

    /** Skips the test where there is no engine with the image. */
    Servers() {
        TestBed.required(TestLull.PAGE_IMAGE);
        TestBed.sweep();
    }

    /** Output of {@code docker ARGS}, stripped. */
    String docker(String... args) {
        return TestBed.docker(args).strip();
    }

    /** {@code docker create} with our label. */
    private String create(List<String> args) {
        List<String> all = new ArrayList<>(List.of("create", "--label", label()));
        all.addAll(args);
        return docker(all.toArray(String[]::new));
    }

    private static String label() {
        return TestBed.LABEL + "=" + TestBed.SELF;
    }

    /** A server that runs and answers; {@code /slow} is 8192 times an x. */
    String server(String... args) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add(TestLull.PAGE_IMAGE);
        String server = create(all);
        copyInto(
                server,
                "/etc",
                Map.of(
                        "nginx/nginx.conf", SERVER.getBytes(StandardCharsets.UTF_8),
                        "nginx/slow", "x".repeat(8192).getBytes(StandardCharsets.UTF_8)));
        docker("start", server);
        awaitAnswer(server, 80);
        return server;
    }

    /** Waits until something answers in a container. */
    void awaitAnswer(String container, int port) throws IOException, InterruptedException {
        for (int i = 0; i < 1000; i++) {
            try {
                if (!Clients.get(address(container), port, "/").isEmpty()) {
                    return;
                }
            } catch (ConnectException notYet) {
                Thread.sleep(50);
            }
        }
        throw new IOException("no answer: " + docker("logs", container));
    }

    /** A container on a network that does nothing but what it is told by {@code docker exec}. */
    String client(String network) {
        String image = TestLull.PAGE_IMAGE;
        String client =
                create(List.of("--network", network, "--entrypoint", "sleep", image, "300"));
        docker("start", client);
        return client;
    }

    /** A network, by its name. */
    String network(String tag) {
        String name = TestBed.name(tag);
        docker("network", "create", "--label", label(), name);
        return name;
    }

    /** Creates a container as Lull does. */
    void createRaw(String name, String spec) {
        engine.create(name, spec);
    }

    void copyInto(String container, String folder, Map<String, byte[]> files) {
        engine.copyInto(container, folder, files);
    }

    String inspect(String container, String format) {
        return docker("inspect", "-f", format, container);
    }

    long pid(String container) {
        return Long.parseLong(inspect(container, "{{.State.Pid}}"));
    }

    String address(String container) {
        return inspect(container, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}");
    }

    @Override
    public void close() throws IOException {
        TestBed.clear();
        engine.close();
    }
}
