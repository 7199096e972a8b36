package dev.lull.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of the house (design, section 6). */
class HouseRulesTest {
    private static final JavaClasses LULL =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.lull");

    /** What each package may use of the others; {@code app} wires all of them. */
    private static final Map<String, List<String>> MAY_USE =
            Map.ofEntries(
                    Map.entry("calendar", List.of()),
                    Map.entry("stack", List.of("calendar")),
                    Map.entry("access", List.of()),
                    Map.entry("systemd", List.of()),
                    Map.entry("config", List.of("stack")),
                    Map.entry("plan", List.of("stack")),
                    Map.entry("window", List.of("plan", "stack")),
                    Map.entry("schedule", List.of("window", "plan", "stack", "calendar")),
                    Map.entry(
                            "journal",
                            List.of("access", "schedule", "window", "plan", "stack", "calendar")),
                    Map.entry("transport", List.of()),
                    Map.entry("docker", List.of("stack", "transport")),
                    Map.entry("check", List.of("docker", "stack", "transport")),
                    Map.entry("page", List.of("check", "docker", "stack")),
                    Map.entry("snapshot", List.of("stack")),
                    Map.entry("report", List.of("plan", "stack", "window")),
                    Map.entry(
                            "notify",
                            List.of(
                                    "report",
                                    "schedule",
                                    "plan",
                                    "stack",
                                    "transport",
                                    "window",
                                    "calendar")),
                    Map.entry(
                            "step",
                            List.of(
                                    "check",
                                    "docker",
                                    "notify",
                                    "page",
                                    "plan",
                                    "schedule",
                                    "snapshot",
                                    "stack",
                                    "window")));

    private static String[] packages(Stream<String> names) {
        return names.map(n -> "dev.lull." + n + "..").toArray(String[]::new);
    }

    private static String in(String name) {
        return "dev.lull." + name + "..";
    }

    private static DescribedPredicate<JavaClass> ofLullOutside(String... packages) {
        return JavaClass.Predicates.resideInAPackage("dev.lull..")
                .and(JavaClass.Predicates.resideOutsideOfPackages(packages));
    }

    @Test
    void dependencies_point_one_way() {
        MAY_USE.forEach((name, uses) ->
                noClasses()
                        .that()
                        .resideInAPackage(in(name))
                        .should()
                        .dependOnClassesThat(
                                ofLullOutside(
                                        packages(Stream.concat(Stream.of(name), uses.stream()))))
                        .check(LULL));
    }

    @Test
    void only_app_knows_everything_and_nobody_knows_app() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("app"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("app"))
                .check(LULL);
        noClasses()
                .that()
                .resideOutsideOfPackages(in("app"), in("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("cli"))
                .check(LULL);
    }

    @Test
    void the_command_line_talks_to_the_daemon_and_does_not_reach_into_it() {
        noClasses()
                .that()
                .resideInAPackage(in("cli"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        packages(
                                Stream.of(
                                        "docker", "journal", "page", "snapshot", "check", "step")))
                .allowEmptyShould(true)
                .check(LULL);
    }

    @Test
    void the_configuration_is_read_by_the_command_line_and_handed_out_by_app() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("app"), in("cli"), in("config"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(in("config"))
                .check(LULL);
    }

    /** From text to what it means: whoever has the text need not have it from a file. */
    @Test
    void the_configuration_touches_nothing() {
        noClasses()
                .that()
                .resideInAPackage(in("config"))
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Files.class, File.class, FileChannel.class, Socket.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(LULL);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.lull.(*)..").should().beFreeOfCycles().check(LULL);
    }

    @Test
    void the_domain_knows_no_docker_http_sql_quartz_or_json() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        in("access"), in("calendar"), in("stack"), in("plan"), in("window"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.github.dockerjava..",
                        "com.fasterxml.jackson..",
                        "org.yaml..",
                        "io.javalin..",
                        "org.quartz..",
                        "picocli..",
                        "java.net.http..",
                        "java.sql..",
                        "org.sqlite..")
                .check(LULL);
    }

    @Test
    void each_library_stays_behind_its_adapter() {
        only("com.github.dockerjava..", "docker", "cli");
        only("java.sql..", "journal");
        only("org.sqlite..", "journal");
        only("io.javalin..", "api");
        only("org.eclipse.jetty..", "api");
        only("io.prometheus..", "api");
        only("org.quartz..", "schedule");
        only("com.cronutils..", "calendar");
        only("picocli..", "cli");
        only("ch.qos.logback..", "systemd");
        only("org.yaml..", "docker", "config");
    }

    private static void only(String library, String... packages) {
        noClasses()
                .that()
                .resideOutsideOfPackages(packages(Arrays.stream(packages)))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(LULL);
    }

    @Test
    void only_the_command_line_prints() {
        noClasses()
                .that()
                .resideOutsideOfPackage(in("cli"))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .check(LULL);
    }

    @Test
    void only_adapters_start_processes() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("docker"), in("page"), in("snapshot"))
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .check(LULL);
    }

    @Test
    void every_package_is_null_marked() {
        List<String> unmarked =
                LULL.getPackage("dev.lull").getSubpackagesInTree().stream()
                        .filter(p -> !p.getClasses().isEmpty())
                        .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName)
                        .toList();
        assertThat(unmarked).isEmpty();
    }

    @Test
    void no_package_is_named_after_nothing() {
        Set<String> empty = Set.of("util", "utils", "impl", "manager", "helper", "service");
        assertThat(LULL.getPackage("dev.lull").getSubpackagesInTree())
                .extracting(JavaPackage::getRelativeName)
                .doesNotContainAnyElementsOf(empty);
    }

    @Test
    void only_the_engine_of_windows_appends_to_the_journal() {
        noClasses()
                .that()
                .resideOutsideOfPackages(in("window"), in("journal"))
                .should()
                .callMethod(
                        dev.lull.window.Journal.class,
                        "append",
                        dev.lull.window.WindowId.class,
                        dev.lull.window.Event.class)
                .check(LULL);
    }

    @Test
    void events_are_records() {
        classes().that().implement(dev.lull.window.Event.class).should().beRecords().check(LULL);
    }
}
