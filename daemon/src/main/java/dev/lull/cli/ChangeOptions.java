package dev.lull.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What a window is for, as options. The daemon checks what they say. */
final class ChangeOptions {
    enum Type {
        update,
        migrate,
        exec,
        none,
        restore
    }

    @Parameters(index = "0", paramLabel = "STACK", description = "name of the Compose project")
    private String stack = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "after --: what exec runs, word by word; no shell takes part")
    private List<String> command = new ArrayList<>();

    @Option(
            names = "--change",
            paramLabel = "CHANGE",
            description = {
                "what the window is for: ${COMPLETION-CANDIDATES} (default: update;"
                        + " exec if a command is given)"
            })
    private @Nullable Type change;

    @Option(
            names = "--image",
            paramLabel = "SERVICE=REF",
            description = "update: write this image into the compose file first; may be repeated")
    private Map<String, String> images = new LinkedHashMap<>();

    @Option(names = "--pull", description = "update: pull every image, also those that are here")
    private boolean pull;

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            description = "exec: the service whose image runs the command")
    private @Nullable String service;

    @Option(names = "--point", paramLabel = "POINT", description = "restore: the rollback point")
    private @Nullable String point;

    String stack() {
        return stack;
    }

    Type type() {
        if (change != null) {
            return change;
        }
        return command.isEmpty() ? Type.update : Type.exec;
    }

    /** As the API takes it. */
    Map<String, Object> body() {
        Map<String, Object> body = new TreeMap<>();
        body.put("type", type().name());
        if (!images.isEmpty()) {
            body.put("images", images);
        }
        if (pull) {
            body.put("pull", true);
        }
        if (service != null) {
            body.put("service", service);
        }
        if (point != null) {
            body.put("point", point);
        }
        if (!command.isEmpty()) {
            body.put("command", command);
        }
        return body;
    }
}
