package dev.lull.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the {@code lull.*} labels of one service. Collects every problem instead of stopping at the
 * first; a value that can't be read counts as not given.
 */
final class Labels {
    static final String PREFIX = "lull.";

    private static final Pattern NUMBERED =
            Pattern.compile("lull\\.check\\.([1-9]\\d{0,5})\\.(http|exec)");

    private static final List<String> KNOWN =
            known(
                    "lull.role",
                    "lull.maintenance",
                    "lull.drain",
                    "lull.drained",
                    "lull.drain.timeout",
                    "lull.migrate",
                    "lull.migrate.timeout",
                    "lull.check.http",
                    "lull.check.exec",
                    "lull.check.timeout",
                    "lull.logs.fail",
                    "lull.logs.allow",
                    "lull.watch",
                    "lull.snapshot",
                    "lull.snapshot.bind",
                    "lull.snapshot.shared",
                    "lull.proxy.reload",
                    "lull.writes",
                    "lull.backstage",
                    "lull.backstage.keep");

    private static final String WRITES_ALLOWED = "allowed:";

    private static List<String> known(String... own) {
        return Stream.concat(Stream.of(own), CopyLabels.KNOWN.stream()).toList();
    }

    private final String where;
    private final Map<String, String> labels = new TreeMap<>();
    private final List<Problem> problems;

    private Labels(String where, Map<String, String> all, List<Problem> problems) {
        this.where = where;
        this.problems = problems;
        all.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                labels.put(key, value);
            }
        });
    }

    /**
     * Reads the labels of a service.
     *
     * @param where for messages, e.g. {@code guestbook/app}
     * @param labels all of its labels, ours and others
     * @param image that it is made from
     * @param problems is added to
     */
    static ServiceSettings read(
            String where, Map<String, String> labels, String image, List<Problem> problems) {
        return new Labels(where, labels, problems).read(image);
    }

    private ServiceSettings read(String image) {
        labels.keySet().forEach(this::known);
        oneOf("lull.maintenance", "swap");
        Optional<Role> role = role();
        boolean holdsData = role.filter(Role::holdsData).isPresent();
        return new ServiceSettings(
                role,
                command("lull.drain"),
                command("lull.drained"),
                duration("lull.drain.timeout", Duration.ofMinutes(5)),
                command("lull.migrate"),
                duration("lull.migrate.timeout", Duration.ofMinutes(30)),
                numbered("http", HttpCheck::parse),
                numbered("exec", Command::parse),
                duration("lull.check.timeout", Duration.ofMinutes(2)),
                patterns("lull.logs.fail"),
                patterns("lull.logs.allow"),
                duration("lull.watch", Duration.ofSeconds(30)),
                oneOf("lull.snapshot", "volumes", "none").map("volumes"::equals).orElse(holdsData),
                oneOf("lull.snapshot.bind", "true", "false").map("true"::equals),
                oneOf("lull.snapshot.shared", "true", "false").map("true"::equals),
                CopyLabels.read(this, role, image),
                command("lull.proxy.reload"),
                writesAllowed(),
                backstage(),
                labels.containsKey("lull.backstage.keep")
                        ? Arrays.stream(labels.get("lull.backstage.keep").split(","))
                                .map(String::strip)
                                .toList()
                        : List.of());
    }

    private void known(String key) {
        if (KNOWN.contains(key) || NUMBERED.matcher(key).matches()) {
            return;
        }
        problems.add(
                Problem.error(
                        where + " " + key,
                        "is not a label that Lull knows",
                        Nearest.to(key, KNOWN)
                                .map(near -> "Did you mean " + near + "? Otherwise remove it")
                                .orElse("Remove it; the labels are listed in the labels page")));
    }

    private Optional<Role> role() {
        return value("lull.role")
                .flatMap(v -> {
                    Optional<Role> role = Role.named(v);
                    if (role.isEmpty()) {
                        List<String> roles = Arrays.stream(Role.values()).map(Role::label).toList();
                        wrong("lull.role", v, "is not a role", roles);
                    }
                    return role;
                });
    }

    private ServiceSettings.Backstage backstage() {
        return oneOf("lull.backstage", "isolated", "open", "none")
                .map(v ->
                        switch (v) {
                            case "open" -> ServiceSettings.Backstage.OPEN;
                            case "none" -> ServiceSettings.Backstage.NONE;
                            default -> ServiceSettings.Backstage.ISOLATED;
                        })
                .orElse(ServiceSettings.Backstage.ISOLATED);
    }

    private Optional<String> writesAllowed() {
        Optional<String> value = value("lull.writes");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        String v = value.get();
        if (!v.startsWith(WRITES_ALLOWED) || v.substring(WRITES_ALLOWED.length()).isBlank()) {
            problem("lull.writes", "is '" + v + "'", "Write 'allowed: ' and the reason");
            return Optional.empty();
        }
        return Optional.of(v.substring(WRITES_ALLOWED.length()).strip());
    }

    Optional<String> oneOf(String key, String... values) {
        Optional<String> value = value(key);
        if (value.isPresent() && !List.of(values).contains(value.get())) {
            wrong(
                    key,
                    value.get(),
                    "is not a value that this version of Lull knows",
                    List.of(values));
            return Optional.empty();
        }
        return value;
    }

    Optional<Command> command(String key) {
        return parsed(key, Command::parse);
    }

    private Duration duration(String key, Duration otherwise) {
        return parsed(key, Durations::parse).orElse(otherwise);
    }

    private List<Pattern> patterns(String key) {
        return parsed(key, Pattern::compile).stream().toList();
    }

    /** The plain label first, then the numbered ones in the order of their numbers. */
    private <T> List<T> numbered(String kind, Function<String, T> parser) {
        List<T> checks = new ArrayList<>();
        parsed("lull.check." + kind, parser).ifPresent(checks::add);
        TreeMap<Integer, String> keys = new TreeMap<>();
        for (String key : labels.keySet()) {
            Matcher m = NUMBERED.matcher(key);
            if (m.matches() && m.group(2).equals(kind)) {
                keys.put(Integer.parseInt(m.group(1)), key);
            }
        }
        keys.values().forEach(key -> parsed(key, parser).ifPresent(checks::add));
        return checks;
    }

    private <T> Optional<T> parsed(String key, Function<String, T> parser) {
        Optional<String> value = value(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(parser.apply(value.get()));
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            String what =
                    e instanceof Command.UnreadableException
                            ? reason
                            : "is '" + value.get() + "', which " + reason;
            problem(key, what, "Correct the label");
            return Optional.empty();
        }
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(labels.get(key)).map(String::strip);
    }

    private void wrong(String key, String value, String what, List<String> known) {
        String near = Nearest.to(value, known).map(n -> "Did you mean '" + n + "'? ").orElse("");
        problem(key, "'" + value + "' " + what, near + "Use one of: " + String.join(", ", known));
    }

    void problem(String key, String what, String fix) {
        problems.add(Problem.error(where + " " + key, what, fix));
    }

    void warning(String key, String what, String fix) {
        problems.add(Problem.warning(where + " " + key, what, fix));
    }

    boolean has(String key) {
        return labels.containsKey(key);
    }
}
