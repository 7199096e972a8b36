package dev.lull.plan;

import static dev.lull.plan.StepKind.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lull.plan.PlannedStep.OnFailure;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import dev.lull.stack.Stack;
import dev.lull.stack.TestStack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PlansTest {
    private static final Change UPDATE = new Change.Update(Map.of(), false);
    private static final Change EXEC =
            new Change.Exec(new ServiceName("app"), Command.parse("app compact --all"));

    static List<Change> changes() {
        return List.of(
                UPDATE,
                new Change.Migrate(),
                EXEC,
                new Change.None(),
                new Change.Restore("shop-20260101-000000-w1"));
    }

    private static TestStack shop() {
        return new TestStack("shop")
                .setting("watch", "1m")
                .service("proxy", "nginx:1", "lull.role", "proxy")
                .service(
                        "app",
                        "shop:1",
                        "lull.role",
                        "app",
                        "lull.migrate",
                        "app migrate --yes",
                        "lull.migrate.timeout",
                        "10m",
                        "lull.check.http",
                        "GET :8000/healthz 200",
                        "lull.check.exec",
                        "app smoke",
                        "lull.check.timeout",
                        "40s",
                        "lull.watch",
                        "5s")
                .service(
                        "worker",
                        "shop:1",
                        "lull.role",
                        "worker",
                        "lull.drain",
                        "app drain",
                        "lull.drained",
                        "app idle",
                        "lull.drain.timeout",
                        "3m")
                .service("cron", "shop:1", "lull.role", "cron")
                .inFile("db", "postgres:17", "lull.role", "db")
                .container("db", "postgres:17", TestStack.writing("shop_data"), "lull.role", "db");
    }

    private static List<StepKind> kinds(List<PlannedStep> steps) {
        return steps.stream().map(PlannedStep::kind).toList();
    }

    private static PlannedStep step(List<PlannedStep> steps, StepKind kind) {
        return steps.stream().filter(s -> s.kind() == kind).findFirst().orElseThrow();
    }

    private static List<StepKind> around(StepKind... changing) {
        List<StepKind> all =
                new ArrayList<>(
                        List.of(
                                PREPARE,
                                ANNOUNCE,
                                CLOSE_CRON,
                                CLOSE_WORKERS,
                                CLOSE_APP,
                                PROVE_QUIET,
                                SNAPSHOT));
        all.addAll(List.of(changing));
        all.addAll(List.of(VALIDATE, REOPEN_APP, REOPEN_WORKERS, REOPEN_CRON, WATCH));
        return all;
    }

    private static List<PlannedStep> forward(Change change) {
        return Plans.forward(shop().build(), change).steps();
    }

    @Test
    void an_update_changes_starts_the_data_stores_and_migrates() {
        assertThat(kinds(forward(UPDATE))).isEqualTo(around(CHANGE, START_DATA, MIGRATE));
    }

    @Test
    void an_update_without_a_migration_command_has_no_such_step() {
        Stack stack = new TestStack("shop").service("app", "shop:1", "lull.role", "app").build();
        assertThat(kinds(Plans.forward(stack, UPDATE).steps()))
                .isEqualTo(around(CHANGE, START_DATA));
    }

    @Test
    void a_migration_touches_no_container() {
        assertThat(kinds(forward(new Change.Migrate()))).isEqualTo(around(START_DATA, MIGRATE));
    }

    @Test
    void exec_runs_its_command_with_the_data_stores_up() {
        List<PlannedStep> steps = forward(EXEC);
        assertThat(kinds(steps)).isEqualTo(around(START_DATA, StepKind.EXEC));
        assertThat(step(steps, StepKind.EXEC).details()).containsExactly("app compact --all");
    }

    @Test
    void none_waits_for_a_person() {
        List<PlannedStep> steps = forward(new Change.None());
        assertThat(kinds(steps)).isEqualTo(around(START_DATA, WORK));
        assertThat(step(steps, WORK).onFailure()).isEqualTo(OnFailure.HOLD);
    }

    @Test
    void a_restore_puts_volumes_then_containers_back() {
        assertThat(kinds(forward(new Change.Restore("p"))))
                .isEqualTo(around(RESTORE_VOLUMES, RESTORE_CONTAINERS, START_DATA));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void phases_only_go_forward(Change change) {
        assertThat(forward(change).stream().map(PlannedStep::phase)).isSorted();
        assertThat(forward(change))
                .allSatisfy(s ->
                        assertThat(s.phase())
                                .isEqualTo(
                                        switch (s.kind()) {
                                            case PREPARE, ANNOUNCE -> Phase.PREPARING;
                                            case CLOSE_CRON, CLOSE_WORKERS, CLOSE_APP ->
                                                    Phase.CLOSING;
                                            case PROVE_QUIET, SNAPSHOT -> Phase.QUIET;
                                            case VALIDATE -> Phase.VALIDATING;
                                            case REOPEN_APP, REOPEN_WORKERS, REOPEN_CRON ->
                                                    Phase.REOPENING;
                                            case WATCH -> Phase.WATCHING;
                                            default -> Phase.CHANGING;
                                        }));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void failures_before_reopening_go_the_way_back_and_later_ones_close_again(Change change) {
        assertThat(forward(change))
                .allSatisfy(s ->
                        assertThat(s.onFailure())
                                .as(s.kind().word())
                                .isEqualTo(
                                        switch (s.kind()) {
                                            case PREPARE -> OnFailure.REFUSE;
                                            case ANNOUNCE -> OnFailure.GO_ON;
                                            case PROVE_QUIET, WORK, WATCH -> OnFailure.HOLD;
                                            case REOPEN_APP, REOPEN_WORKERS, REOPEN_CRON ->
                                                    OnFailure.CLOSE_AND_HOLD;
                                            case VALIDATE ->
                                                    change instanceof Change.None
                                                            ? OnFailure.HOLD
                                                            : OnFailure.WAY_BACK;
                                            default -> OnFailure.WAY_BACK;
                                        }));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void with_on_failure_hold_only_what_follows_the_snapshot_holds(Change change) {
        List<PlannedStep> steps =
                Plans.forward(shop().setting("on_failure", "hold").build(), change).steps();
        assertThat(steps)
                .filteredOn(s -> s.phase() == Phase.CHANGING || s.phase() == Phase.VALIDATING)
                .isNotEmpty()
                .allMatch(s -> s.onFailure() == OnFailure.HOLD);
        assertThat(steps)
                .filteredOn(s -> s.phase() == Phase.CLOSING || s.kind() == SNAPSHOT)
                .allMatch(s -> s.onFailure() == OnFailure.WAY_BACK);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void the_same_input_gives_the_same_plan(Change change) {
        assertThat(Plans.forward(shop().build(), change))
                .isEqualTo(Plans.forward(shop().build(), change));
        assertThat(Plans.back(shop().build(), new Change.None(), true))
                .isEqualTo(Plans.back(shop().build(), new Change.None(), true));
    }

    static Stream<List<PlannedStep>> plans() {
        return Stream.concat(
                changes().stream().map(PlansTest::forward),
                Stream.of(
                        Plans.back(shop().build(), new Change.None(), true),
                        Plans.back(shop().build(), new Change.None(), false)));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void every_step_has_a_deadline_and_a_sentence_and_comes_once(List<PlannedStep> steps) {
        assertThat(steps).allMatch(s -> s.deadline().isPositive());
        assertThat(steps).allMatch(s -> !s.what().isBlank() && !s.what().endsWith("."));
        assertThat(kinds(steps)).doesNotHaveDuplicates();
    }

    @Test
    void it_prints_the_commands_that_it_will_run() {
        List<PlannedStep> steps = forward(UPDATE);
        assertThat(step(steps, MIGRATE).details()).containsExactly("app: app migrate --yes");
        assertThat(step(steps, CLOSE_WORKERS).details())
                .containsExactly(
                        "worker: drain with: app drain",
                        "worker: wait until this exits 0: app idle",
                        "stop shop-worker-1");
        assertThat(step(steps, VALIDATE).details())
                .containsExactly(
                        "app: healthy, no error in its log",
                        "app: GET :8000/healthz 200",
                        "app: app smoke");
        assertThat(step(steps, REOPEN_APP).details()).containsExactly("app: watched for 5.0s");
    }

    @Test
    void it_says_when_the_last_step_removes_old_rollback_points() {
        assertThat(step(forward(UPDATE), WATCH).details()).isEmpty();
        assertThat(
                        step(
                                        Plans.forward(
                                                        shop().setting(
                                                                        "retention",
                                                                        Map.of("last", 2))
                                                                .build(),
                                                        UPDATE)
                                                .steps(),
                                        WATCH)
                                .details())
                .containsExactly("then remove the rollback points that x-lull.retention gives up");
    }

    @Test
    void it_prints_what_copying_has_taken_the_last_time() {
        Map<String, String> copied = Map.of("shop_data", "380 MiB as archive in 9s", "gone", "1 B");
        Known known = new Known(List.of(), Optional.empty(), copied);

        assertThat(step(Plans.forward(shop().build(), UPDATE, known).steps(), SNAPSHOT).details())
                .contains("copy volume shop_data, the last time 380 MiB as archive in 9s")
                .noneMatch(d -> d.contains("gone"));
    }

    @Test
    void it_prints_what_will_be_touched() {
        List<PlannedStep> steps = forward(UPDATE);
        assertThat(step(steps, CLOSE_CRON).details()).containsExactly("stop shop-cron-1");
        assertThat(step(steps, CLOSE_APP).details()).containsExactly("stop shop-app-1");
        assertThat(step(steps, SNAPSHOT).details())
                .containsExactly(
                        "copy volume shop_data",
                        "db: stopped for the copy (cold: the default)",
                        "stop shop-db-1");
        assertThat(step(steps, START_DATA).details()).containsExactly("start db");
        assertThat(step(steps, CHANGE).details())
                .containsExactly("nothing differs from the compose files");
    }

    @Test
    void an_update_prints_the_images_that_it_will_write_and_what_differs() {
        TestStack stack = shop().inFile("cron", "shop:2", "lull.role", "cron");
        Change change =
                new Change.Update(
                        Map.of(
                                new ServiceName("worker"), "shop:3",
                                new ServiceName("app"), "shop:2"),
                        false);
        assertThat(step(Plans.forward(stack.build(), change).steps(), CHANGE).details())
                .containsExactly(
                        "compose file: app: image: shop:2",
                        "compose file: worker: image: shop:3",
                        "cron: image shop:1 → shop:2");
    }

    @Test
    void a_stopped_container_is_not_said_to_be_stopped() {
        Stack stack =
                shop().container("cron", "shop:1", TestStack::stopped, "lull.role", "cron").build();
        assertThat(step(Plans.forward(stack, UPDATE).steps(), CLOSE_CRON).details())
                .containsExactly("stop shop-cron-1");
    }

    @Test
    void backstage_none_is_printed_with_the_check() {
        Stack stack =
                new TestStack("shop")
                        .service("app", "shop:1", "lull.role", "app", "lull.backstage", "none")
                        .build();
        assertThat(step(Plans.forward(stack, UPDATE).steps(), VALIDATE).details())
                .singleElement()
                .asString()
                .contains("after the page has left");
    }

    @Test
    void deadlines_leave_room_for_what_the_labels_allow() {
        List<PlannedStep> steps = forward(UPDATE);
        assertThat(step(steps, CLOSE_WORKERS).deadline()).isGreaterThan(Duration.ofMinutes(3));
        assertThat(step(steps, MIGRATE).deadline()).isGreaterThan(Duration.ofMinutes(10));
        assertThat(step(steps, VALIDATE).deadline()).isGreaterThan(Duration.ofSeconds(40));
        assertThat(step(steps, REOPEN_APP).deadline()).isGreaterThan(Duration.ofSeconds(45));
        assertThat(step(steps, WATCH).deadline()).isGreaterThan(Duration.ofMinutes(1));
    }

    @Test
    void the_short_way_back_only_opens_what_was_closed() {
        assertThat(kinds(Plans.back(shop().build(), new Change.None(), false)))
                .containsExactly(
                        RESTORE_CONTAINERS,
                        START_DATA,
                        VALIDATE,
                        REOPEN_APP,
                        REOPEN_WORKERS,
                        REOPEN_CRON);
    }

    @Test
    void the_long_way_back_closes_the_layers_and_restores_the_volumes_first() {
        assertThat(kinds(Plans.back(shop().build(), new Change.None(), true)))
                .containsExactly(
                        CLOSE_CRON,
                        CLOSE_WORKERS,
                        CLOSE_APP,
                        RESTORE_VOLUMES,
                        RESTORE_CONTAINERS,
                        START_DATA,
                        VALIDATE,
                        REOPEN_APP,
                        REOPEN_WORKERS,
                        REOPEN_CRON);
    }

    @Test
    void a_way_back_that_fails_is_stuck() {
        assertThat(
                        Stream.of(true, false)
                                .flatMap(changed ->
                                        Plans.back(shop().build(), new Change.None(), changed)
                                                .stream()))
                .allMatch(s -> s.onFailure() == OnFailure.STUCK)
                .allMatch(s -> s.phase() == Phase.ROLLING_BACK);
    }

    @Test
    void the_way_back_checks_what_the_containers_said_and_not_what_the_file_says_now() {
        Stack stack =
                new TestStack("shop")
                        .inFile("app", "shop:2", "lull.role", "app", "lull.check.exec", "smoke-2")
                        .container(
                                "app", "shop:1", "lull.role", "app", "lull.check.exec", "smoke-1")
                        .build();
        assertThat(step(Plans.back(stack, new Change.None(), true), VALIDATE).details())
                .contains("app: smoke-1");
        assertThat(step(Plans.forward(stack, UPDATE).steps(), VALIDATE).details())
                .contains("app: smoke-2");
    }

    @Test
    void the_way_back_leaves_room_for_what_the_containers_said() {
        Stack stack =
                new TestStack("shop")
                        .inFile(
                                "app",
                                "shop:2",
                                "lull.role",
                                "app",
                                "lull.check.timeout",
                                "1s",
                                "lull.watch",
                                "1s")
                        .container(
                                "app",
                                "shop:1",
                                "lull.role",
                                "app",
                                "lull.check.timeout",
                                "20m",
                                "lull.watch",
                                "30m")
                        .build();
        List<PlannedStep> back = Plans.back(stack, new Change.None(), true);
        assertThat(step(back, VALIDATE).deadline()).isGreaterThan(Duration.ofMinutes(20));
        assertThat(step(back, REOPEN_APP).deadline()).isGreaterThan(Duration.ofMinutes(50));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void the_off_site_copy_comes_last_and_its_failure_stops_nothing(Change change) {
        OffsiteCopy copy = new OffsiteCopy("/mnt/restic", Duration.ofHours(2));
        List<PlannedStep> without = forward(change);
        Known known = new Known(List.of(), Optional.of(copy), Map.of());
        List<PlannedStep> with = Plans.forward(shop().build(), change, known).steps();

        assertThat(with.subList(0, without.size())).isEqualTo(without);
        assertThat(with).hasSize(without.size() + 1);
        PlannedStep last = with.getLast();
        assertThat(last.kind()).isEqualTo(COPY_OFFSITE);
        assertThat(last.phase()).isEqualTo(Phase.WATCHING);
        assertThat(last.onFailure()).isEqualTo(OnFailure.GO_ON);
        assertThat(last.deadline()).isEqualTo(Duration.ofHours(2));
        assertThat(last.details()).containsExactly("to the restic repository /mnt/restic");
    }
}
