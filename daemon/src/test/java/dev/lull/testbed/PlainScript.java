package dev.lull.testbed;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people do without Lull, in their script: stop, tar, migrate, up. */
final class PlainScript {
    private static final String NGINX =
            "events {} http { server { listen 80; location / {"
                    + " add_header Lull-Page plain always; return 503; } } }";

    private final ExampleStack stack;
    private final String migration;
    private final Map<String, Span> steps = new LinkedHashMap<>();

    /**
     * @param migration {@code guestbook migrate}, {@code single migrate}
     */
    PlainScript(ExampleStack stack, String migration) {
        this.stack = stack;
        this.migration = migration;
    }

    /**
     * Updates the stack to version 2.
     *
     * @param withPage whether a page container takes the port meanwhile
     * @return its steps in order
     */
    Map<String, Span> run(boolean withPage) {
        step("compose stop", () -> stack.compose("stop"));
        if (withPage) {
            step("start page", this::startPage);
        }
        step("tar", this::tar);
        stack.set("VERSION", "2");
        List<String> run = new ArrayList<>(List.of("run", "--rm", "-T", "app"));
        run.addAll(List.of(migration.split(" ", -1)));
        step("compose run", () -> stack.compose(run.toArray(String[]::new)));
        if (withPage) {
            step("remove page", () -> Sh.run("docker", "rm", "-f", page()));
        }
        step("compose up", () -> stack.compose("up", "-d", "--wait", "--no-build"));
        return steps;
    }

    private void step(String name, Runnable work) {
        Instant from = Instant.now();
        work.run();
        steps.put(name, new Span(from, Instant.now()));
    }

    private String page() {
        return stack.project() + "-plain-page";
    }

    private void startPage() {
        Sh.run(
                "docker",
                "run",
                "-d",
                "--name",
                page(),
                "--label",
                "dev.lull.page=" + stack.project(), // taken away with the stack
                "-p",
                "127.0.0.1:" + stack.port() + ":80",
                TestLull.PAGE_IMAGE,
                "sh",
                "-c",
                "echo '" + NGINX + "' > /etc/nginx/nginx.conf; exec nginx -g 'daemon off;'");
    }

    private void tar() {
        Path folder = Folders.make("plain");
        for (String volume : volumes()) {
            String from =
                    Sh.run("docker", "volume", "inspect", "-f", "{{.Mountpoint}}", volume).strip();
            String to = folder.resolve(volume + ".tar.zst").toString();
            Sh.run("tar", "--zstd", "-C", from, "-cf", to, ".");
        }
        Folders.delete(folder);
    }

    private List<String> volumes() {
        String project = "label=com.docker.compose.project=" + stack.project();
        return Sh.run("docker", "volume", "ls", "-q", "--filter", project).lines().toList();
    }
}
