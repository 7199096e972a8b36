package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.api.Http.Answer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /api/v1/snapshots/adopt}. */
class AdoptionRouteTest extends OnApi {
    private static final String ROUTE = "/api/v1/snapshots/adopt";

    @Test
    void it_says_how_far_it_is_and_ends_with_what_came_of_it() throws IOException {
        Answer answer = http.post(ROUTE, "{\"from\":\"/mnt/backup/gb-1\"}");
        assertThat(answer.header("Content-Type")).startsWith("application/jsonl");
        List<String> lines = answer.body().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).contains("\"progress\"", "50 %");
        JsonNode end = new Answer(200, answer.headers(), lines.getLast()).json();
        assertThat(end.path("type").asText()).isEqualTo("adopted");
        assertThat(end.path("id").asText()).isEqualTo("gb-1");
        assertThat(end.path("stack").asText()).isEqualTo("guestbook");
        assertThat(end.path("made").get(0).asText()).isEqualTo("/srv/guestbook/.env");
        assertThat(end.path("problems")).isEmpty();
    }

    @Test
    void what_is_in_the_way_is_told_in_the_last_line() throws IOException {
        String last =
                http.post(ROUTE, "{\"from\":\"/mnt/nothing\"}").body().lines().toList().getLast();
        assertThat(last).contains("/mnt/nothing is not there").doesNotContain("\"id\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{}; from is missing",
                "{\"from\":\"backup/gb-1\"}; from is not an absolute path",
                "{\"from\":\"/a\\u0000b\"}; from is not an absolute path",
                "{\"from\":7}; from must be text",
                "{\"from\":\"/mnt\",\"to\":\"/\"}; to is not known here",
            })
    void what_is_no_folder_is_refused(String body, String why) throws IOException {
        Answer answer = http.post(ROUTE, body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains(why);
    }
}
