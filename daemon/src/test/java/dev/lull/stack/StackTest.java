package dev.lull.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StackTest {
    private static TestStack shop() {
        return new TestStack("shop");
    }

    private static TestStack labelled() {
        return shop().service("app", "shop:1", "lull.role", "app")
                .service("db", "postgres:17", "lull.role", "db");
    }

    private static List<String> texts(Stack stack) {
        return stack.problems().stream().map(Problem::toString).toList();
    }

    @Test
    void an_image_that_was_pulled_under_the_same_name_is_a_difference() {
        Stack stack =
                new TestStack("shop")
                        .service("app", "shop:latest", "lull.role", "app")
                        .inFile("app", s -> s.withImageId("sha256:newer"))
                        .build();
        assertThat(stack.differences())
                .containsExactly("app: image shop:latest is another one now");
        assertThat(stack.services().getFirst().differs()).isTrue();
    }

    @Test
    void files_and_containers_are_joined_by_service() {
        Stack stack = labelled().container("app", "shop:1", "lull.role", "app").build();
        assertThat(stack.problems()).isEmpty();
        assertThat(stack.services()).extracting(s -> s.name().value()).containsExactly("app", "db");
        assertThat(stack.service(new ServiceName("app")).orElseThrow().replicas())
                .extracting(o -> o.replica().toString())
                .containsExactly("app-1", "app-2");
        assertThat(stack.with(Role.DB)).hasSize(1);
        assertThat(stack.in(Layer.APP)).hasSize(1);
        assertThat(stack.in(Layer.CRON)).isEmpty();
        assertThat(stack.service(new ServiceName("nope"))).isEmpty();
    }

    @Test
    void without_any_role_each_service_gets_a_suggestion_to_confirm() {
        Stack stack =
                shop().service("web", "shop:1")
                        .service("db", "postgres:17")
                        .service("jobs", "shop:1")
                        .build();
        assertThat(stack.problems()).hasSize(3).allMatch(Problem::isError);
        assertThat(texts(stack))
                .anyMatch(p -> p.contains("shop/web") && p.contains("lull.role: app"))
                .anyMatch(p -> p.contains("shop/db") && p.contains("lull.role: db"))
                .anyMatch(p -> p.contains("shop/jobs") && p.contains("lull.role: worker"));
        assertThat(stack.services()).allMatch(s -> s.role() == Role.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "app, shop:1, app",
        "frontend, shop:1, app",
        "db, shop/own-db:1, db",
        "database, shop:1, db",
        "cache, docker.io/library/redis:7-alpine, db",
        "store, registry.example.org:5000/postgis/postgis:17, db",
        "worker, shop:1, worker",
        "celery, shop:1, worker",
        "scheduler, shop:1, cron",
        "celery-beat, shop:1, cron",
        "proxy, shop-nginx:1, proxy",
        "edge, traefik:v3, proxy",
        "mail, mailpit:1, none"
    })
    void suggestions_go_by_name_and_image(String service, String image, String role) {
        Stack stack = shop().service(service, image).build();
        assertThat(texts(stack)).singleElement().asString().contains("lull.role: " + role + " }");
    }

    @Test
    void a_service_with_a_port_is_suggested_as_the_app() {
        Stack stack =
                shop().service("nextcloud", "nextcloud:31")
                        .inFile(
                                "nextcloud",
                                s ->
                                        new Declared.DeclaredService(
                                                s.name(),
                                                s.image(),
                                                s.imageId(),
                                                s.built(),
                                                s.labels(),
                                                s.networkMode(),
                                                s.networks(),
                                                new TreeSet<>(List.of(80)),
                                                true,
                                                List.of(new HostPort("", 8080, "tcp")),
                                                1,
                                                s.stopGrace(),
                                                s.configHash(),
                                                s.needs(),
                                                s.envFiles()))
                        .build();
        assertThat(texts(stack)).singleElement().asString().contains("lull.role: app");
    }

    @Test
    void without_an_app_there_is_no_door_to_close() {
        Stack stack = shop().service("db", "postgres:17", "lull.role", "db").build();
        assertThat(texts(stack)).singleElement().asString().contains("shop: ", "the role app");
        assertThat(stack.problems()).allMatch(Problem::isError);
    }

    @Test
    void a_service_without_a_role_beside_others_is_a_warning() {
        Stack stack = labelled().service("redis", "redis:7").build();
        assertThat(stack.problems()).hasSize(1).noneMatch(Problem::isError);
        assertThat(texts(stack).getFirst()).contains("shop/redis", "'none'", "lull.role: db");
    }

    @Test
    void a_role_that_differs_between_file_and_container_is_an_error() {
        Stack stack =
                labelled()
                        .inFile("jobs", "shop:1", "lull.role", "worker")
                        .container("jobs", "shop:1", "lull.role", "cron")
                        .build();
        assertThat(stack.problems()).hasSize(1).allMatch(Problem::isError);
        assertThat(texts(stack).getFirst())
                .contains(
                        "shop/jobs lull.role",
                        "'worker' in the file",
                        "'cron' on the running container",
                        "docker compose up -d jobs");
    }

    @Test
    void a_role_that_only_the_file_has_is_an_error() {
        Stack stack =
                labelled()
                        .inFile("jobs", "shop:1", "lull.role", "worker")
                        .container("jobs", "shop:1")
                        .build();
        assertThat(stack.problems()).hasSize(1).allMatch(Problem::isError);
        assertThat(texts(stack).getFirst()).contains("not there on the running container");
    }

    @Test
    void another_label_that_differs_is_a_warning_and_each_side_counts_for_its_part() {
        Stack stack =
                labelled()
                        .inFile("jobs", "shop:1", "lull.role", "worker", "lull.watch", "1s")
                        .container("jobs", "shop:1", "lull.role", "worker", "lull.watch", "9s")
                        .build();
        assertThat(stack.problems()).hasSize(1).noneMatch(Problem::isError);
        assertThat(texts(stack).getFirst())
                .contains("shop/jobs lull.watch", "'1s' in the file", "'9s' on the running");
        Service jobs = stack.service(new ServiceName("jobs")).orElseThrow();
        assertThat(jobs.opening().watch()).hasSeconds(1);
        assertThat(jobs.closing().watch()).hasSeconds(9);
    }

    @Test
    void labels_of_others_may_differ() {
        Stack stack =
                labelled()
                        .inFile("jobs", "shop:1", "lull.role", "worker", "traefik.enable", "true")
                        .container("jobs", "shop:1", "lull.role", "worker")
                        .build();
        assertThat(stack.problems()).isEmpty();
    }

    @Test
    void a_service_that_the_file_has_lost_is_an_error_with_the_way_out() {
        Stack stack = labelled().container("old", "shop:0", "lull.role", "worker").build();
        assertThat(stack.problems()).hasSize(1).allMatch(Problem::isError);
        assertThat(texts(stack).getFirst()).contains("shop/old", "docker rm -f shop-old-1");
        Service old = stack.service(new ServiceName("old")).orElseThrow();
        assertThat(old.role()).isEqualTo(Role.WORKER);
        assertThat(old.differs()).isTrue();
    }

    @Test
    void one_offs_are_no_replicas() {
        Stack stack =
                labelled()
                        .container("app", "shop:1", TestStack::oneOff, "lull.role", "app")
                        .build();
        assertThat(stack.service(new ServiceName("app")).orElseThrow().replicas()).hasSize(1);
        assertThat(stack.oneOffs())
                .extracting(Observed::containerName)
                .containsExactly("shop-app-2");
        assertThat(stack.problems()).isEmpty();
    }

    @Test
    void a_one_off_alone_makes_no_service() {
        Stack stack = labelled().container("gone", "shop:0", TestStack::oneOff).build();
        assertThat(stack.service(new ServiceName("gone"))).isEmpty();
        assertThat(stack.oneOffs()).hasSize(1);
        assertThat(stack.problems()).isEmpty();
    }

    @Test
    void differences_are_a_sentence_for_each_service_that_differs() {
        Stack stack =
                shop().service("app", "shop:1", "lull.role", "app")
                        .inFile("app", "shop:2", "lull.role", "app")
                        .service("db", "postgres:17", "lull.role", "db")
                        .inFile("mail", "mailpit:1", "lull.role", "none")
                        .service("jobs", "shop:1", "lull.role", "worker")
                        .inFile(
                                "jobs",
                                s ->
                                        new Declared.DeclaredService(
                                                s.name(),
                                                s.image(),
                                                s.imageId(),
                                                s.built(),
                                                s.labels(),
                                                s.networkMode(),
                                                s.networks(),
                                                s.ports(),
                                                s.publishes(),
                                                s.hostPorts(),
                                                s.replicas(),
                                                s.stopGrace(),
                                                "another",
                                                s.needs(),
                                                s.envFiles()))
                        .container("old", "shop:0", "lull.role", "none")
                        .build();
        assertThat(stack.differences())
                .containsExactly(
                        "app: image shop:1 → shop:2",
                        "jobs: its definition has changed in the file",
                        "mail: in the compose files, but has no container yet",
                        "old: not in the compose files any more");
    }

    @Test
    void a_second_replica_that_differs_counts() {
        Stack stack = labelled().container("app", "shop:0", c -> c, "lull.role", "app").build();
        assertThat(stack.differences()).singleElement().asString().startsWith("app: ");
    }

    @Test
    void nothing_differs_when_all_is_as_the_file_says() {
        assertThat(labelled().build().differences()).isEmpty();
    }

    @Test
    void a_stack_that_cannot_be_read_shows_what_runs_and_only_the_reason() {
        TestStack seen =
                shop().container("app", "shop:1", "lull.role", "app")
                        .container("jobs", "shop:1", "lull.role", "wrker");
        Problem why = Problem.error("shop", "its compose files can't be read", "Mend them");
        Stack stack = Stack.unreadable(seen.declared(), seen.observed(), why);
        assertThat(stack.problems()).containsExactly(why);
        assertThat(stack.with(Role.APP)).hasSize(1);
        assertThat(stack.services()).hasSize(2);
    }

    @Test
    void everything_wrong_is_told_at_once() {
        Stack stack =
                shop().setting("wacth", "1m")
                        .service("app", "shop:1", "lull.role", "web", "lull.watch", "soon")
                        .service("db", "postgres:17", "lull.role", "db", "lull.snapshto", "none")
                        .container("old", "shop:0", "lull.role", "none")
                        .build();
        assertThat(texts(stack))
                .anyMatch(p -> p.contains("x-lull.wacth"))
                .anyMatch(p -> p.contains("shop/app lull.role"))
                .anyMatch(p -> p.contains("shop/app lull.watch"))
                .anyMatch(p -> p.contains("shop/db lull.snapshto"))
                .anyMatch(p -> p.contains("shop/old"))
                .anyMatch(p -> p.contains("role app"));
    }

    private static Map<String, Object> running(String service) {
        return Map.of(
                "cron", "0 3 * * 0",
                "zone", "Europe/Berlin",
                "length", "10m",
                "change", "exec",
                "service", service,
                "command", "vacuum --password hunter2");
    }

    @Test
    void what_a_schedule_runs_a_command_in_is_there() {
        TestStack stack = labelled().container("old", "shop:0", "lull.role", "none");
        assertThat(texts(stack.setting("schedule", Map.of("tidy", running("db"))).build()))
                .noneMatch(p -> p.contains("x-lull.schedule"));
        assertThat(texts(stack.setting("schedule", Map.of("tidy", running("dbx"))).build()))
                .filteredOn(p -> p.contains("x-lull.schedule"))
                .containsExactly(
                        "shop x-lull.schedule.tidy.service: schedule tidy runs a command in dbx,"
                                + " which is no service of the stack: it will be refused when it is"
                                + " due. Did you mean 'db'? Use one of: app, db.");
        assertThat(texts(stack.setting("schedule", Map.of("tidy", running("old"))).build()))
                .as("the files have it no more")
                .anyMatch(p -> p.contains("runs a command in old, which is no service"));
    }

    @Test
    void no_problem_is_told_twice() {
        Stack stack =
                labelled()
                        .service("jobs", "shop:1", "lull.role", "wrker")
                        .container("jobs", "shop:1", "lull.role", "wrker")
                        .build();
        assertThat(texts(stack)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"''", "Shop", "-shop", "shop/app", "'a b'", "_a"})
    void a_stack_has_a_name_that_compose_would_take(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new StackName(name));
    }

    @Test
    void names_and_replicas_sort() {
        Replica first = new Replica(new ServiceName("app"), 2);
        Replica second = new Replica(new ServiceName("app"), 10);
        Replica third = new Replica(new ServiceName("db"), 1);
        assertThat(List.of(third, second, first).stream().sorted())
                .containsExactly(first, second, third);
        assertThatIllegalArgumentException().isThrownBy(() -> new ServiceName(" "));
    }
}
