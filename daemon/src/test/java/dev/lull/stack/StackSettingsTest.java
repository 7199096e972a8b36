package dev.lull.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackSettingsTest {
    private final List<Problem> problems = new ArrayList<>();

    private StackSettings read(Map<String, Object> values) {
        return StackSettings.read("shop", values, problems);
    }

    @Test
    void without_x_lull_there_are_the_defaults() {
        StackSettings s = read(Map.of());
        assertThat(s.title()).isEqualTo("Back soon");
        assertThat(s.message()).isNotBlank();
        assertThat(s.contact()).isEmpty();
        assertThat(s.onFailure()).isEqualTo(StackSettings.OnFailure.ROLLBACK);
        assertThat(s.watch()).isEqualTo(Duration.ofMinutes(15));
        assertThat(s.shrinkLimit()).isEqualTo(50);
        assertThat(s.schedules()).isEmpty();
        assertThat(problems).isEmpty();
    }

    @Test
    void every_key_is_read() {
        StackSettings s =
                read(
                        Map.of(
                                "page",
                                Map.of("title", "T", "message", "M", "contact", "c@example.org"),
                                "on_failure",
                                "hold",
                                "watch",
                                "1m",
                                "notify",
                                "https://ntfy.example.org/lull?auth=s3cret",
                                "retention",
                                Map.of("last", 3, "weekly", 4, "min_free", "10G"),
                                "shrink_limit",
                                "80%"));
        assertThat(s)
                .isEqualTo(
                        new StackSettings(
                                "T",
                                "M",
                                "c@example.org",
                                StackSettings.OnFailure.HOLD,
                                Duration.ofMinutes(1),
                                List.of(URI.create("https://ntfy.example.org/lull?auth=s3cret")),
                                new Retention(3, 0, 4, 0, 10L << 30),
                                80,
                                List.of()));
        assertThat(problems).isEmpty();
    }

    @Test
    void unknown_keys_name_the_nearest_in_the_nested_page_too() {
        read(
                Map.of(
                        "on_failur",
                        "hold",
                        "page",
                        Map.of("titel", "T", "quite_something_else", 1),
                        "xyzzyxyzzy",
                        1));
        assertThat(problems)
                .extracting(Problem::toString)
                .anySatisfy(
                        p -> assertThat(p).contains("shop x-lull.on_failur", "mean on_failure?"))
                .anySatisfy(p -> assertThat(p).contains("shop x-lull.page.titel", "mean title?"))
                .anySatisfy(p ->
                        assertThat(p)
                                .contains(
                                        "shop x-lull.page.quite_something_else",
                                        "known: title, message, contact"))
                .anySatisfy(p ->
                        assertThat(p)
                                .contains(
                                        "shop x-lull.xyzzyxyzzy",
                                        "known: page, on_failure, watch, notify, retention"))
                .hasSize(4);
        assertThat(problems).allMatch(Problem::isError);
    }

    @Test
    void a_retention_that_is_understood_in_part_keeps_everything() {
        assertThat(read(Map.of("retention", Map.of("last", "fvie", "daily", 1))).retention())
                .isEqualTo(Retention.ALL);
        assertThat(read(Map.of("retention", Map.of("daily", 1, "yearly", 1))).retention())
                .isEqualTo(Retention.ALL);
        assertThat(read(Map.of("retention", Map.of("daily", 1, "min_free", "much"))).retention())
                .isEqualTo(Retention.ALL);
        assertThat(problems)
                .extracting(Problem::toString)
                .satisfiesExactly(
                        p -> assertThat(p).contains("retention.last", "is not a whole number"),
                        p -> assertThat(p).contains("retention.yearly", "is not a key"),
                        p -> assertThat(p).contains("retention.min_free", "such as 500M"));
    }

    @Test
    void without_a_retention_everything_is_kept() {
        assertThat(read(Map.of()).retention()).isEqualTo(Retention.ALL);
        assertThat(Retention.ALL.counts()).isFalse();
    }

    @Test
    void notices_may_go_to_several_urls() {
        StackSettings s =
                read(
                        Map.of(
                                "notify",
                                List.of(
                                        "http://127.0.0.1:8080/hook",
                                        "https://b.example/?title={{.title}}")));
        assertThat(s.recipients())
                .extracting(URI::getHost)
                .containsExactly("127.0.0.1", "b.example");
        assertThat(s.recipients().getLast().getQuery()).isEqualTo("title={{.title}}");
        assertThat(problems).isEmpty();
    }

    @Test
    void a_url_that_is_none_is_told_without_its_secret() {
        for (Object bad :
                List.of(
                        "ntfy.example.org/s3cret",
                        "file:///etc/s3cret",
                        "https:///s3cret",
                        "http://a:99999/s3cret")) {
            assertThat(read(Map.of("notify", bad)).recipients()).isEmpty();
        }
        assertThat(problems)
                .hasSize(4)
                .allSatisfy(p ->
                        assertThat(p.toString())
                                .contains("shop x-lull.notify", "no http or https URL")
                                .doesNotContain("s3cret"));
    }

    @Test
    void bad_values_are_told_and_count_as_not_given() {
        StackSettings s = read(Map.of("on_failure", "panic", "watch", 15, "page", "closed"));
        assertThat(s.onFailure()).isEqualTo(StackSettings.OnFailure.ROLLBACK);
        assertThat(s.watch()).isEqualTo(Duration.ofMinutes(15));
        assertThat(problems)
                .extracting(Problem::toString)
                .anySatisfy(
                        p -> assertThat(p).contains("x-lull.on_failure", "neither 'rollback' nor"))
                .anySatisfy(p -> assertThat(p).contains("x-lull.watch", "'15'", "not a duration"))
                .anySatisfy(p -> assertThat(p).contains("x-lull.page", "is not a mapping"))
                .hasSize(3);
    }
}
