package dev.lull.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PointContentsTest {
    private static TestStack app(String... labels) {
        return new TestStack("shop")
                .inFile("app", "shop:1", labels)
                .container("app", "shop:1", TestStack.binding("/srv/data"), labels);
    }

    private static List<String> errors(Stack stack) {
        return stack.problems().stream().filter(Problem::isError).map(Problem::toString).toList();
    }

    @Test
    void a_folder_of_the_host_that_no_label_speaks_of_is_an_error_with_the_line_to_write() {
        Stack stack = app("lull.role", "app").build();
        assertThat(stack.pointContents().binds()).isEmpty();
        assertThat(errors(stack))
                .singleElement()
                .asString()
                .contains(
                        "shop/app lull.snapshot.bind", "/srv/data", "lull.snapshot.bind: \"true\"")
                .contains("lull.snapshot.bind: \"false\"");
    }

    @Test
    void what_the_label_says_is_done_and_what_stays_out_is_named() {
        Stack with = app("lull.role", "app", "lull.snapshot.bind", "true").build();
        assertThat(errors(with)).isEmpty();
        assertThat(with.pointContents().binds()).containsOnlyKeys("/srv/data");
        assertThat(with.pointContents().leftOut()).isEmpty();

        Stack without = app("lull.role", "app", "lull.snapshot.bind", "false").build();
        assertThat(errors(without)).isEmpty();
        assertThat(without.pointContents().binds()).isEmpty();
        assertThat(without.pointContents().leftOut())
                .containsExactly("/srv/data (lull.snapshot.bind: false on app)");

        Stack none = app("lull.role", "app", "lull.snapshot", "none").build();
        assertThat(errors(none)).isEmpty();
        assertThat(none.pointContents().leftOut())
                .containsExactly("/srv/data (lull.snapshot: none on app)");
    }

    @Test
    void a_label_that_is_only_in_the_file_counts_where_the_container_says_nothing() {
        Stack stack =
                new TestStack("shop")
                        .inFile("app", "shop:1", "lull.role", "app", "lull.snapshot.bind", "true")
                        .container(
                                "app", "shop:1", TestStack.binding("/srv/data"), "lull.role", "app")
                        .build();
        assertThat(errors(stack)).isEmpty();
        assertThat(stack.pointContents().binds()).containsOnlyKeys("/srv/data");
    }

    @Test
    void what_one_service_has_saved_is_saved_for_all_with_what_lies_inside() {
        Stack stack =
                app("lull.role", "app", "lull.snapshot.bind", "true")
                        .inFile("worker", "shop:1", "lull.role", "worker")
                        .container(
                                "worker",
                                "shop:1",
                                TestStack.binding("/srv/data", "/srv/data/thumbs"),
                                "lull.role",
                                "worker")
                        .build();
        assertThat(errors(stack)).isEmpty();
        assertThat(stack.pointContents().binds()).containsOnlyKeys("/srv/data");
        assertThat(stack.pointContents().leftOut()).isEmpty();
    }

    @Test
    void what_a_proxy_or_another_helper_writes_is_no_data_of_the_stack() {
        Stack stack =
                new TestStack("shop")
                        .inFile("app", "shop:1", "lull.role", "app")
                        .container("app", "shop:1", "lull.role", "app")
                        .inFile("proxy", "nginx:1", "lull.role", "proxy")
                        .container(
                                "proxy",
                                "nginx:1",
                                TestStack.binding("/srv/cache"),
                                "lull.role",
                                "proxy")
                        .build();
        assertThat(errors(stack)).isEmpty();
        assertThat(stack.pointContents().leftOut()).isEmpty();
    }

    @Test
    void the_volumes_of_all_who_hold_data_are_in_it_unless_none_is_said() {
        Stack stack =
                new TestStack("shop")
                        .inFile("app", "shop:1", "lull.role", "app")
                        .container("app", "shop:1", "lull.role", "app")
                        .inFile("worker", "shop:1", "lull.role", "worker")
                        .container(
                                "worker",
                                "shop:1",
                                TestStack.writing("shop_jobs"),
                                "lull.role",
                                "worker")
                        .inFile("search", "search:1", "lull.role", "db", "lull.snapshot", "none")
                        .container(
                                "search",
                                "search:1",
                                TestStack.writing("shop_index"),
                                "lull.role",
                                "db",
                                "lull.snapshot",
                                "none")
                        .build();
        PointContents contents = stack.pointContents();
        assertThat(contents.volumes()).containsOnlyKeys("shop_jobs");
        assertThat(contents.leftOut())
                .containsExactly("volume shop_index (lull.snapshot: none on search)");
        assertThat(contents.isSavedFrom(stack.service(new ServiceName("worker")).orElseThrow()))
                .isTrue();
        assertThat(contents.isSavedFrom(stack.service(new ServiceName("search")).orElseThrow()))
                .isFalse();
    }
}
