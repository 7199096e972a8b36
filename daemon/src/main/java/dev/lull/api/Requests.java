package dev.lull.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.access.AccessRole;
import dev.lull.plan.Change;
import dev.lull.plan.StepKind;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Request bodies, read with every problem gathered before any is thrown. */
final class Requests {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern SHA = Pattern.compile("[0-9a-fA-F]{7,64}");

    /** How long the door is expected to be closed, if nobody says. */
    private static final Duration EXPECTED = Duration.ofMinutes(5);

    private Requests() {}

    /** What opens a window. */
    record OpenWindow(StackName stack, Change change, Opening opening) {}

    /** What goes with a window that is opened, whatever it is for. */
    record Opening(Said said, Duration expected, Set<StepKind> holdBefore) {}

    /** What the caller says of a window; blank where it says nothing. */
    record Said(Optional<String> by, String reason, String gitSha, String changeUrl) {}

    /** How much longer. */
    record Extend(Duration more, Optional<String> by) {}

    /** What returns a stack to a point. */
    record Restore(Optional<String> confirm, Opening opening) {}

    /** What makes a token. */
    record NewToken(String name, AccessRole role, Optional<Duration> expires) {}

    /** What goes with an action. */
    record Ask(Optional<String> by, Optional<String> confirm, Optional<StepKind> seen) {}

    /** What is to be pruned. */
    record Prune(Optional<StackName> stack, boolean dryRun) {}

    static Prune prune(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(Bodies.PRUNE.names());
        Optional<StackName> stack =
                fields.text("stack").isPresent() ? stack(fields) : Optional.empty();
        boolean dryRun = fields.flag("dryRun");
        fields.throwProblems();
        return new Prune(stack, dryRun);
    }

    /** The folder of a rollback point that is to be taken over. */
    static Path adopt(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(Bodies.ADOPT.names());
        Optional<Path> from =
                fields.required("from", "say in which folder the rollback point is")
                        .flatMap(Requests::path);
        if (from.isEmpty() || !from.get().isAbsolute()) {
            fields.problem("from", "is not an absolute path");
        }
        fields.throwProblems();
        return from.orElseThrow();
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    static OpenWindow openWindow(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(Bodies.OPEN_WINDOW.names());
        Optional<StackName> stack = stack(fields);
        Optional<Change> change = change(fields.child("change"));
        Opening opening = opening(fields);
        fields.throwProblems();
        return new OpenWindow(stack.orElseThrow(), change.orElseThrow(), opening);
    }

    private static Opening opening(Fields fields) {
        Duration expected = Lengths.atMostAWeek(fields, "expected").orElse(EXPECTED);
        return new Opening(said(fields), expected, holds(fields));
    }

    private static Said said(Fields fields) {
        String sha = fields.text("gitSha").orElse("");
        if (!sha.isEmpty() && !SHA.matcher(sha).matches()) {
            fields.problem("gitSha", "is not a commit: 7 to 64 hex digits");
        }
        String url = fields.text("changeUrl").orElse("");
        if (!url.isEmpty() && !isWebAddress(url)) {
            fields.problem(
                    "changeUrl", "is not a web address that begins with http:// or https://");
        }
        return new Said(by(fields), fields.text("reason").orElse(""), sha, url);
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && uri.getUserInfo() == null
                    && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Set<StepKind> holds(Fields fields) {
        Set<StepKind> holds = EnumSet.noneOf(StepKind.class);
        if (fields.flag("approve")) {
            holds.add(StepKind.REOPEN_APP);
        }
        for (String word : fields.words("holdBefore")) {
            step(fields, "holdBefore", word).ifPresent(holds::add);
        }
        return holds;
    }

    private static Optional<StepKind> step(Fields fields, String name, String word) {
        Optional<StepKind> kind =
                Arrays.stream(StepKind.values()).filter(k -> k.word().equals(word)).findFirst();
        if (kind.isEmpty()) {
            fields.problem(name, "names '" + word + "', which is no step");
        }
        return kind;
    }

    /** It is shown on terminals and in logs. */
    static Optional<String> by(Fields fields) {
        Optional<String> by = fields.text("by");
        if (by.filter(CONTROL.asPredicate()).isPresent()) {
            fields.problem("by", "holds control characters");
        }
        return by;
    }

    static Extend extend(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(Bodies.EXTEND.names());
        Optional<String> text = fields.required("more", "say by how much, e.g. \"10m\"");
        Optional<Duration> more = text.flatMap(_ -> Lengths.lasting(fields, "more"));
        Extend extend = new Extend(more.orElse(Duration.ZERO), by(fields));
        fields.throwProblems();
        return extend;
    }

    static Restore restore(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(Bodies.RESTORE.names());
        Restore restore = new Restore(fields.text("confirm"), opening(fields));
        fields.throwProblems();
        return restore;
    }

    /** The secret that somebody logs in with. */
    static String login(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(Bodies.LOGIN.names());
        Optional<String> token = fields.required("token", "give the secret of a token");
        fields.throwProblems();
        return token.orElseThrow();
    }

    static NewToken newToken(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(Bodies.NEW_TOKEN.names());
        Optional<String> name = fields.required("name", "say whose it is or what it is for");
        Optional<AccessRole> role =
                fields.required("role", "say viewer, operator or admin")
                        .flatMap(word -> role(fields, word));
        Optional<Duration> expires = Lengths.lasting(fields, "expires");
        fields.throwProblems();
        return new NewToken(name.orElseThrow(), role.orElseThrow(), expires);
    }

    static Change planFor(JsonNode body) {
        Fields fields = new Fields("", body);
        Fields change = body.has("change") ? fields.child("change") : fields;
        Optional<Change> read = change(change);
        fields.throwProblems();
        return read.orElseThrow();
    }

    static Ask ask(JsonNode body) {
        Fields fields = new Fields("", body);
        fields.onlyKnow(Bodies.ASK.names());
        Optional<StepKind> seen = fields.text("step").flatMap(word -> step(fields, "step", word));
        Ask ask = new Ask(by(fields), fields.text("confirm"), seen);
        fields.throwProblems();
        return ask;
    }

    private static Optional<AccessRole> role(Fields fields, String word) {
        try {
            return Optional.of(AccessRole.parse(word));
        } catch (IllegalArgumentException e) {
            fields.problem("role", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** A stack's name out of a path. */
    static StackName stackInPath(String name) {
        try {
            return new StackName(name);
        } catch (IllegalArgumentException e) {
            throw ApiProblem.notFound("there is no stack '" + name + "'; see 'lull stacks'");
        }
    }

    static Optional<StackName> stack(Fields fields) {
        Optional<String> name = fields.required("stack", "say which stack, e.g. \"guestbook\"");
        try {
            return name.map(StackName::new);
        } catch (IllegalArgumentException e) {
            fields.problem("stack", "is " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Change> change(Fields fields) {
        String type = fields.text("type").orElse("update");
        return switch (type) {
            case "update" -> {
                fields.onlyKnow(Set.of("type", "images", "pull"));
                yield Optional.of(new Change.Update(images(fields), fields.flag("pull")));
            }
            case "migrate" -> {
                fields.onlyKnow(Set.of("type"));
                yield Optional.of(new Change.Migrate());
            }
            case "exec" -> {
                fields.onlyKnow(Set.of("type", "service", "command"));
                yield exec(fields);
            }
            case "none" -> {
                fields.onlyKnow(Set.of("type"));
                yield Optional.of(new Change.None());
            }
            case "restore" -> {
                fields.onlyKnow(Set.of("type", "point"));
                yield fields.required("point", "say which rollback point; see 'lull snapshots'")
                        .map(Change.Restore::new);
            }
            default -> {
                fields.problem(
                        "type", "is '" + type + "', not update, migrate, exec, none or restore");
                yield Optional.empty();
            }
        };
    }

    static Optional<Change> exec(Fields fields) {
        Optional<String> service = fields.required("service", "say in which service it is run");
        List<String> argv = fields.words("command");
        if (argv.isEmpty()) {
            fields.problem("command", "is missing: give it as a list of words");
        }
        return service.isEmpty() || argv.isEmpty()
                ? Optional.empty()
                : Optional.of(new Change.Exec(new ServiceName(service.get()), new Command(argv)));
    }

    static Map<ServiceName, String> images(Fields fields) {
        Map<ServiceName, String> images = new TreeMap<>();
        JsonNode node = fields.node("images");
        if (!node.isMissingNode() && !node.isObject()) {
            fields.problem("images", "must map services to image references");
            return images;
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String reference = entry.getValue().asText("");
            if (entry.getKey().isBlank()
                    || !entry.getValue().isTextual()
                    || !reference.matches("[\\w./:@-]{1,512}")) {
                fields.problem("images." + entry.getKey(), "is not an image reference");
            } else {
                images.put(new ServiceName(entry.getKey()), reference);
            }
        }
        return images;
    }
}
