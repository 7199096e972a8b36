package dev.lull.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.lull.api.DaemonFixture;
import dev.lull.cli.CommandLines;
import dev.lull.cli.ExitCode;
import dev.lull.config.Key;
import dev.lull.config.Keys;
import dev.lull.config.Reading;
import dev.lull.docs.Page.Block;
import dev.lull.plan.StepKind;
import dev.lull.schedule.RunState;
import dev.lull.stack.Command;
import dev.lull.stack.Declared;
import dev.lull.stack.Declared.DeclaredService;
import dev.lull.stack.Problem;
import dev.lull.stack.ServiceName;
import dev.lull.stack.Stack;
import dev.lull.stack.StackName;
import dev.lull.stack.StackSettings;
import dev.lull.testbed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the pages say of commands, labels, routes and files is true. */
class DocsTest {
    private static final Set<String> FILES =
            Set.of("lull.db", "lull.lock", "lull.sock", "lull.yml");
    private static final Set<String> DOCKERS = Set.of("--no-deps");
    private static final Page LABELS = Page.of("src/site/labels.md");
    private static final Page API = Page.of("src/site/api.md");
    private static final Page CONFIGURATION = Page.of("src/site/configuration.md");

    @Test
    void every_command_is_one_that_lull_takes() {
        List<String> commands =
                Page.all().stream()
                        .flatMap(p -> p.blocks().stream())
                        .filter(Block::isShell)
                        .flatMap(b -> b.lines().stream())
                        .filter(l -> l.startsWith("lull "))
                        .map(l -> l.replaceFirst("\\s+[#>].*", ""))
                        .toList();

        assertThat(commands).hasSizeGreaterThan(20);
        assertThat(commands)
                .allSatisfy(c ->
                        assertThatCode(() -> CommandLines.parse(words(c)))
                                .as(c)
                                .doesNotThrowAnyException());
    }

    /** Between the lines a command may lack what the text says: then its words must be known. */
    @Test
    void every_command_in_the_text_is_one_that_lull_takes() {
        int found = 0;
        for (Page page : Page.all()) {
            for (String code : Page.groups("`(lull(?: [^`]+))`", page.prose())) {
                List<String> words = words(code);
                assertThat(CommandLines.verbs())
                        .as(page.file() + " " + code)
                        .contains(words.get(0));
                for (String word : words) {
                    assertThat(!word.startsWith("--") || CommandLines.hasOption(words.get(0), word))
                            .as(page.file() + " " + code)
                            .isTrue();
                }
                if (words.size() > 1 && !words.get(1).startsWith("--")) {
                    assertParsed(page, words);
                }
                found++;
            }
            for (String option : Page.groups("`(--[^`]+)`", page.prose())) {
                List<String> words = Command.parse(option).argv();
                assertThat(DOCKERS.contains(option) || CommandLines.hasOption("", words.get(0)))
                        .as(page.file() + " " + option)
                        .isTrue();
                if (words.size() > 1 && CommandLines.hasOption("run", words.get(0))) {
                    assertParsed(
                            page,
                            Stream.concat(Stream.of("run", "STACK"), words.stream()).toList());
                }
            }
        }
        assertThat(found).isGreaterThan(40);
    }

    private static void assertParsed(Page page, List<String> words) {
        List<String> typed = words.stream().map(w -> w.equals("ID") ? "1" : w).toList();
        assertThatCode(() -> CommandLines.parse(typed))
                .as(page.file() + " lull " + String.join(" ", words))
                .doesNotThrowAnyException();
    }

    private static List<String> words(String command) {
        List<String> argv = Command.parse(command).argv();
        return argv.subList(1, argv.size());
    }

    @Test
    void every_label_that_is_named_is_known() {
        for (Page page : Page.all()) {
            List<String> named =
                    Page.groups("(?<![\\w./-])(lull\\.[a-z]\\w*(?:\\.\\w+)*)", page.text());
            for (String label : named) {
                if (!FILES.contains(label)) {
                    assertThat(problems(Map.of(label.replace(".N.", ".2."), "x")))
                            .as(page.file() + " " + label)
                            .noneMatch(p -> p.contains("is not a label"));
                }
            }
        }
    }

    private static List<String> problems(Map<String, String> labels) {
        return Stack.of(
                        declared(Map.of(), List.of(service("app", "example/app:1", labels))),
                        List.of())
                .problems()
                .stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void every_label_has_its_row_and_its_example() {
        List<String> known = constant("dev.lull.stack.Labels", "KNOWN");
        List<String> rows =
                LABELS.firstCells("Labels of a service").stream()
                        .filter(c -> c.startsWith("lull."))
                        .toList();
        String examples =
                LABELS.blocks().stream()
                        .filter(b -> b.language().equals("yaml"))
                        .map(Block::toString)
                        .collect(Collectors.joining("\n"));

        assertThat(rows).containsAll(known).hasSize(known.size() + 1);
        assertThat(known).allSatisfy(k -> assertThat(examples).contains(k + ":"));
    }

    @Test
    void every_key_of_x_lull_has_its_row_and_nothing_else_has_one() {
        Set<String> keys = new TreeSet<>(constant(StackSettings.class.getName(), "KNOWN"));
        keys.remove("page");
        constant(StackSettings.class.getName(), "PAGE").forEach(k -> keys.add("page." + k));
        keys.remove("retention");
        constant(StackSettings.class.getName(), "RETENTION")
                .forEach(k -> keys.add("retention." + k));

        assertThat(LABELS.firstCells("`x-lull`")).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void every_key_of_a_schedule_has_its_row_and_its_example() {
        List<String> known = constant("dev.lull.stack.PlannedWindows", "KNOWN");
        String examples =
                LABELS.blocks().stream()
                        .filter(b -> b.language().equals("yaml"))
                        .map(Block::toString)
                        .collect(Collectors.joining("\n"));

        assertThat(LABELS.firstCells("`x-lull.schedule`"))
                .containsExactlyInAnyOrderElementsOf(known);
        assertThat(known).allSatisfy(k -> assertThat(examples).contains(k + ":"));
    }

    @Test
    void every_state_of_a_run_is_told() {
        assertThat(Page.of("src/site/schedules.md").firstCells("What becomes of a moment"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(RunState.values()).map(RunState::word).toList());
    }

    /** The lists are for the messages of their classes; nothing else needs them but this test. */
    private static List<String> constant(String type, String field) {
        try {
            var constant = Class.forName(type).getDeclaredField(field);
            constant.setAccessible(true);
            return ((List<?>) constant.get(null)).stream().map(String::valueOf).toList();
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @Test
    void every_key_of_the_configuration_has_its_row_and_nothing_else_has_one() {
        List<String> rows =
                CONFIGURATION
                        .text()
                        .lines()
                        .filter(l -> l.matches("\\| `[a-z_.]+` \\|.*"))
                        .toList();

        assertThat(rows).isEqualTo(Keys.ALL.stream().map(DocsTest::row).toList());
    }

    private static String row(Key<?> key) {
        String winners =
                Stream.of(key.option(), key.variable())
                        .filter(w -> !w.isEmpty())
                        .map(w -> "`" + w + "`")
                        .collect(Collectors.joining(", "));
        return "| `"
                + key.name()
                + "` | "
                + key.words()
                + " | `"
                + key.printed()
                + "` | "
                + (winners.isEmpty() ? "–" : winners)
                + " | "
                + key.needs().word()
                + " | "
                + key.explanation()
                + " |";
    }

    @Test
    void every_configuration_is_one_without_mistakes() {
        List<Block> files =
                Page.all().stream()
                        .flatMap(p -> p.blocks().stream())
                        .filter(b -> b.language().equals("yml"))
                        .toList();

        assertThat(files).isNotEmpty();
        assertThat(files)
                .allSatisfy(b -> {
                    Reading reading = Reading.of(String.join("\n", b.lines()));
                    assertThat(reading.mistakes()).as(b + "").isEmpty();
                    assertThat(reading.values().names()).as(b + "").isNotEmpty();
                });
    }

    /** The page shows a file with mistakes, and what is said of it. */
    @Test
    void the_mistakes_that_are_shown_are_those_that_are_told() {
        List<Block> blocks =
                CONFIGURATION.blocks().stream().filter(b -> b.language().equals("text")).toList();
        List<String> told =
                Reading.of(String.join("\n", blocks.get(0).lines())).mistakes().stream()
                        .map(m -> "  - " + m)
                        .toList();

        assertThat(told).hasSizeGreaterThan(1);
        assertThat(blocks.get(1).lines())
                .containsExactlyElementsOf(
                        Stream.concat(
                                        Stream.of(
                                                "lull: /etc/lull/lull.yml has "
                                                        + told.size()
                                                        + " mistakes; nothing was touched"),
                                        told.stream())
                                .toList());
    }

    @Test
    void every_compose_file_is_one_without_problems() {
        List<Block> files =
                Page.all().stream()
                        .flatMap(p -> p.blocks().stream())
                        .filter(b -> b.language().equals("yaml"))
                        .toList();

        assertThat(files).hasSizeGreaterThan(5);
        assertThat(files).allSatisfy(b -> assertThat(stack(b).problems()).as(b + "").isEmpty());
    }

    private static Stack stack(Block block) {
        Map<String, Object> file =
                mapping(
                        new Yaml(new SafeConstructor(new LoaderOptions()))
                                .load(String.join("\n", block.lines())));
        List<DeclaredService> services = new ArrayList<>();
        mapping(file.get("services"))
                .forEach((name, service) -> {
                    Map<String, String> labels = new TreeMap<>();
                    mapping(mapping(service).get("labels"))
                            .forEach((k, v) -> labels.put(k, String.valueOf(v)));
                    Object image = mapping(service).getOrDefault("image", "example/app:1");
                    services.add(service(name, String.valueOf(image), labels));
                });
        return Stack.of(declared(mapping(file.get("x-lull")), services), List.of());
    }

    private static Map<String, Object> mapping(@org.jspecify.annotations.Nullable Object node) {
        Map<String, Object> mapping = new TreeMap<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((k, v) -> mapping.put(String.valueOf(k), v));
        }
        return mapping;
    }

    private static Declared declared(Map<String, Object> settings, List<DeclaredService> services) {
        return new Declared(
                new StackName("docs"),
                Path.of("/srv/docs"),
                List.of(Path.of("/srv/docs/compose.yaml")),
                List.of(),
                List.of(),
                settings,
                services);
    }

    private static DeclaredService service(String name, String image, Map<String, String> labels) {
        return new DeclaredService(
                new ServiceName(name),
                image,
                "",
                false,
                labels,
                "",
                List.of(),
                new TreeSet<>(),
                false,
                List.of(),
                1,
                Duration.ofSeconds(10),
                "hash",
                List.of(),
                List.of());
    }

    @Test
    void every_route_is_served_and_every_route_that_is_served_is_told() throws IOException {
        Map<String, String> served;
        try (DaemonFixture daemon = new DaemonFixture()) {
            served = daemon.routes();
        }
        assertThat(served).hasSizeGreaterThan(30);
        assertThat(API.firstCells("Routes")).containsExactlyInAnyOrderElementsOf(served.keySet());
        served.forEach((route, role) ->
                assertThat(API.text()).contains("| `" + route + "` | " + role + " |"));
    }

    @Test
    void every_number_is_told() throws IOException {
        Set<String> numbers;
        try (DaemonFixture daemon = new DaemonFixture()) {
            numbers = daemon.numbers();
        }
        assertThat(API.firstCells("Numbers")).containsExactlyInAnyOrderElementsOf(numbers);
    }

    @Test
    void every_type_of_problem_and_of_event_is_told() throws IOException {
        String code = sources("api");
        Set<String> problems =
                Page.groups("new ApiProblem\\(\\s*[^,]+,\\s*\"([a-z-]+)\"", code).stream()
                        .map(t -> "urn:lull:problem:" + t)
                        .collect(Collectors.toCollection(TreeSet::new));
        List<String> events =
                API.firstCells("Events").stream()
                        .flatMap(c -> Stream.of(c.split("`?, `?", -1)))
                        .toList();

        assertThat(API.firstCells("Problems")).containsExactlyInAnyOrderElementsOf(problems);
        assertThat(events)
                .containsExactlyInAnyOrderElementsOf(Page.groups("\\.type\\(\"([a-z-]+)\"", code));
    }

    private static String sources(String folder) throws IOException {
        Path sources = TestBed.root().resolve("daemon/src/main/java/dev/lull").resolve(folder);
        StringBuilder code = new StringBuilder();
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.sorted().toList()) {
                code.append(Files.readString(file));
            }
        }
        return code.toString();
    }

    @Test
    void the_exit_codes_are_those_of_the_help() {
        String help = CommandLines.help().replaceAll("\\s+", " ");
        for (ExitCode exit : ExitCode.values()) {
            List<String> meaning =
                    Page.groups("(?m)^\\| " + exit.code() + " \\| (.+) \\|$", API.text());
            assertThat(meaning).as("exit code " + exit.code()).hasSize(1);
            assertThat(help).contains(exit.code() + " " + meaning.getFirst().replace("`", ""));
        }
    }

    @Test
    void every_step_is_told() {
        String text = Page.of("src/site/how-it-works.md").text();
        for (StepKind kind : StepKind.values()) {
            assertThat(text).contains("`" + kind.word() + "`");
        }
    }

    @Test
    void every_link_leads_somewhere() {
        for (Page page : Page.all()) {
            for (String link : page.links()) {
                if (!link.matches("https?:.*")) {
                    assertResolves(page, link);
                }
            }
        }
    }

    private static void assertResolves(Page from, String link) {
        String[] parts = link.split("#", 2);
        Path folder = from.file().resolveSibling(".").normalize();
        Path target = parts[0].isEmpty() ? from.file() : folder.resolve(parts[0]).normalize();
        assertThat(target).as(from.file() + " links to " + link).exists();
        if (parts.length == 2) {
            Page there = Page.of(TestBed.root().relativize(target).toString());
            assertThat(there.anchors()).as(from.file() + " links to " + link).contains(parts[1]);
        }
    }

    @Test
    void the_readme_is_short() {
        assertThat(Page.of("README.md").text().lines().count()).isLessThan(120);
    }
}
