package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.api.Http.Answer;
import dev.lull.plan.StepKind;
import dev.lull.window.Outcome;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API document says what is served. */
final class OpenApiTest extends OnApi {
    /** By way of its name there are as many as are needed. */
    private void schedule(String name) throws IOException {
        Answer added =
                http.post(
                        "/api/v1/schedules",
                        "{\"stack\":\"guestbook\",\"name\":\""
                                + name
                                + "\",\"cron\":\"0 3 * * 0\",\"zone\":\"UTC\",\"length\":\"10m\","
                                + "\"approve\":\"4h\"}");
        assertThat(added.status()).as(added.body()).isEqualTo(201);
    }

    private JsonNode document() throws IOException {
        return http.get("/openapi.json").json();
    }

    /** What does not fit, each with where it is. */
    private static List<String> misfits(
            JsonNode document, JsonNode schema, JsonNode value, String at) {
        List<String> misfits = new ArrayList<>();
        if (schema.has("$ref")) {
            String pointer = schema.path("$ref").asText().substring(1);
            return misfits(document, document.at(pointer), value, at);
        }
        if (schema.has("oneOf")) {
            return noneOf(document, schema.path("oneOf"), value, at);
        }
        switch (schema.path("type").asText("any")) {
            case "object" -> misfits.addAll(object(document, schema, value, at));
            case "array" -> {
                if (!value.isArray()) {
                    misfits.add(at + " is no array");
                }
                for (JsonNode item : value) {
                    misfits.addAll(misfits(document, schema.path("items"), item, at + "[]"));
                }
            }
            case "string" -> check(value.isTextual(), at + " is no string", misfits);
            case "boolean" -> check(value.isBoolean(), at + " is no boolean", misfits);
            case "integer" -> check(value.isIntegralNumber(), at + " is no integer", misfits);
            case "number" -> check(value.isNumber(), at + " is no number", misfits);
            default -> {
                // may be anything
            }
        }
        return misfits;
    }

    /** Fits exactly one, or else does not fit any of them. */
    private static List<String> noneOf(
            JsonNode document, JsonNode schemas, JsonNode value, String at) {
        List<String> misfits = new ArrayList<>();
        int fits = 0;
        for (JsonNode schema : schemas) {
            List<String> of = misfits(document, schema, value, at);
            misfits.addAll(of);
            fits += of.isEmpty() ? 1 : 0;
        }
        return fits == 1 ? List.of() : misfits.isEmpty() ? List.of(at + " fits many") : misfits;
    }

    private static List<String> object(
            JsonNode document, JsonNode schema, JsonNode value, String at) {
        List<String> misfits = new ArrayList<>();
        check(value.isObject(), at + " is no object", misfits);
        for (JsonNode name : schema.path("required")) {
            check(value.has(name.asText()), at + " has no " + name.asText(), misfits);
        }
        value.properties()
                .forEach(property -> {
                    String where = at + "." + property.getKey();
                    JsonNode known = schema.path("properties").path(property.getKey());
                    JsonNode any = schema.path("additionalProperties");
                    check(
                            !known.isMissingNode() || !any.isMissingNode(),
                            where + " is not told of",
                            misfits);
                    misfits.addAll(
                            misfits(
                                    document,
                                    known.isMissingNode() ? any : known,
                                    property.getValue(),
                                    where));
                });
        return misfits;
    }

    private static void check(boolean right, String misfit, List<String> misfits) {
        if (!right) {
            misfits.add(misfit);
        }
    }

    @Test
    void every_answer_is_as_the_document_has_it() throws Exception {
        http.post("/api/v1/windows?wait=end", UPDATE);
        http.post("/api/v1/windows", "{\"stack\":\"guestbook\",\"change\":{\"type\":\"none\"}}");
        until(2, "held");
        http.post("/api/v1/windows/2/abort", "");
        untilEnded(2);
        http.post("/api/v1/tokens", "{\"name\":\"ci\",\"role\":\"viewer\",\"expires\":\"1d\"}");
        schedule("weekly");
        schedule("nightly");
        http.post("/api/v1/schedules/1/run", "");
        JsonNode document = document();
        Set<String> checked = new TreeSet<>();
        for (var path : document.path("paths").properties()) {
            JsonNode get = path.getValue().path("get");
            JsonNode schema = get.at("/responses/200/content/application~1json/schema");
            if (!schema.has("$ref") || path.getKey().endsWith("/standing")) {
                continue;
            }
            for (String id : List.of("1", "2")) {
                String address =
                        path.getKey()
                                        .replace("{name}", "guestbook")
                                        .replace("/snapshots/{id}", "/snapshots/gb-1")
                                        .replace("{id}", id)
                                        .replace("{step}", "migrate")
                                + (path.getKey().endsWith("/events") ? "?format=json" : "");
                JsonNode answer = http.get(address).json();
                assertThat(misfits(document, schema, answer, address)).isEmpty();
                checked.add(path.getKey());
            }
        }
        assertThat(checked)
                .contains(
                        "/api/v1/stacks",
                        "/api/v1/stacks/{name}/plan",
                        "/api/v1/windows",
                        "/api/v1/windows/{id}",
                        "/api/v1/windows/{id}/events",
                        "/api/v1/windows/{id}/report",
                        "/api/v1/schedules",
                        "/api/v1/schedules/{id}",
                        "/api/v1/schedules/{id}/runs",
                        "/api/v1/snapshots",
                        "/api/v1/audit",
                        "/api/v1/tokens",
                        "/api/v1/session");
        JsonNode problem = http.get("/api/v1/windows/99").json();
        assertThat(
                        misfits(
                                document,
                                document.at("/components/schemas/ProblemDocument"),
                                problem,
                                "problem"))
                .isEmpty();
    }

    /** A body is read by the names that are documented, and by no others. */
    @Test
    void every_body_is_read_as_the_document_has_it() throws IOException {
        JsonNode document = document();
        int bodies = 0;
        for (var path : document.path("paths").properties()) {
            JsonNode body = path.getValue().path("post").path("requestBody");
            if (body.isMissingNode()) {
                continue;
            }
            String pointer =
                    body.at("/content/application~1json/schema/$ref").asText().substring(1);
            Set<String> known = new TreeSet<>();
            document.at(pointer).path("properties").fieldNames().forEachRemaining(known::add);
            String address =
                    path.getKey()
                            .replace("{name}", "guestbook")
                            .replace("/snapshots/{id}", "/snapshots/gb-1")
                            .replace("{id}", "1");
            JsonNode answer = http.post(address, "{\"no such field\":true}").json();
            assertThat(answer.path("status").asInt()).as(address).isEqualTo(422);
            List<String> problems = new ArrayList<>();
            answer.path("problems").forEach(p -> problems.add(p.asText()));
            if (!pointer.endsWith("/Change")) {
                assertThat(problems)
                        .as(address)
                        .contains(
                                "no such field is not known here; known: "
                                        + String.join(", ", known));
            }
            bodies++;
        }
        assertThat(bodies).isGreaterThan(10);
    }

    /** Of a change each kind knows its own fields; all of them together are documented. */
    @Test
    void the_fields_of_every_change_are_documented() throws IOException {
        Set<String> read = new TreeSet<>();
        for (String type : List.of("update", "migrate", "exec", "none", "restore")) {
            JsonNode problems =
                    http.post(
                                    "/api/v1/stacks/guestbook/plan",
                                    "{\"type\":\"" + type + "\",\"no such field\":true}")
                            .json()
                            .path("problems");
            for (JsonNode problem : problems) {
                String[] parts = problem.asText().split("; known: ", 2);
                if (parts.length == 2) {
                    read.addAll(List.of(parts[1].split(", ")));
                }
            }
        }
        assertThat(Bodies.CHANGE.names()).containsExactlyInAnyOrderElementsOf(read);
    }

    @Test
    void each_schema_has_a_name_of_its_own() throws IOException {
        JsonNode document = document();
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
        document.path("components")
                .path("schemas")
                .properties()
                .forEach(schema ->
                        assertThat(schema.getValue().path("properties"))
                                .as(schema.getKey())
                                .isNotEmpty());
        assertThat(document.at("/components/schemas/Container/properties").has("health")).isTrue();
        assertThat(document.at("/components/schemas/Volume/properties").has("store")).isTrue();
    }

    private JsonNode success(String path, String method, int status) throws IOException {
        JsonNode response =
                document()
                        .path("paths")
                        .path(path)
                        .path(method)
                        .path("responses")
                        .path(Integer.toString(status));
        assertThat(response.isObject()).as(method + " " + path + " " + status).isTrue();
        return response;
    }

    /** What is answered to who asks for something to be done. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/stacks/{name}/plan | {} | 200",
                "/windows | {\"stack\":\"guestbook\",\"change\":{\"type\":\"none\"}} | 201",
                "/snapshots/{id}/restore | {\"confirm\":\"guestbook\"} | 201",
                "/snapshots/prune | {\"dryRun\":true} | 200",
                "/schedules/preview | {\"cron\":\"0 3 * * 0\",\"zone\":\"UTC\"} | 200",
                "/schedules | {\"stack\":\"guestbook\",\"name\":\"weekly\",\"cron\":\"0 3 * * 0\","
                        + "\"zone\":\"UTC\",\"length\":\"10m\"} | 201",
                "/tokens | {\"name\":\"ci\",\"role\":\"viewer\"} | 201",
            })
    void every_answer_to_what_is_done_is_as_the_document_has_it(
            String path, String body, int status) throws Exception {
        String known = Routes.V1 + path;
        Answer answer =
                http.post(known.replace("{name}", "guestbook").replace("{id}", "gb-1"), body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        JsonNode response = success(known, "post", status);
        JsonNode schema = response.path("content").path("application/json").path("schema");
        assertThat(misfits(document(), schema, answer.json(), path)).isEmpty();
        assertHeaders(response, answer);
    }

    @ParameterizedTest
    @CsvSource({"pause, 200", "resume, 200", "skip, 200", "run, 202"})
    void every_answer_to_what_is_asked_of_a_schedule_is_as_the_document_has_it(
            String word, int status) throws IOException {
        schedule("weekly");
        Answer answer = http.post("/api/v1/schedules/1/" + word, "");

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        String path = Routes.V1 + "/schedules/{id}/" + word;
        JsonNode schema =
                success(path, "post", status)
                        .path("content")
                        .path("application/json")
                        .path("schema");
        assertThat(misfits(document(), schema, answer.json(), path)).isEmpty();
    }

    /** Each header that is told of is sent. */
    private static void assertHeaders(JsonNode response, Answer answer) {
        response.path("headers")
                .fieldNames()
                .forEachRemaining(name -> assertThat(answer.header(name)).as(name).isNotEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/snapshots/{id}/verify | ''",
                "/snapshots/{id}/dry-run | ''",
                "/snapshots/adopt | {\"from\":\"/mnt/gb-1\"}",
            })
    void each_line_of_an_answer_that_comes_in_lines_is_as_the_document_has_it(
            String path, String body) throws IOException {
        JsonNode schema =
                success(Routes.V1 + path, "post", 200)
                        .path("content")
                        .path("application/jsonl")
                        .path("schema");
        assertThat(schema.path("oneOf")).hasSize(2);
        Answer answer = http.post(Routes.V1 + path.replace("{id}", "gb-1"), body);

        assertThat(answer.header("Content-Type")).startsWith("application/jsonl");
        List<String> lines = answer.body().lines().toList();
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            JsonNode value = new Answer(200, Map.of(), line).json();
            assertThat(misfits(document(), schema, value, path)).as(line).isEmpty();
        }
    }

    /** Whatever is asked for is answered in a type that is told of, and with what goes with it. */
    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/markdown", "text/html"})
    void every_media_type_is_told_of(String accept) throws Exception {
        http.post("/api/v1/windows?wait=end", UPDATE);
        schedule("weekly");
        Set<String> seen = new TreeSet<>();
        for (var path : document().path("paths").properties()) {
            JsonNode responses = path.getValue().path("get").path("responses");
            if (responses.isMissingNode() || path.getKey().endsWith("/standing")) {
                continue;
            }
            String address =
                    path.getKey()
                            .replace("{name}", "guestbook")
                            .replace("/snapshots/{id}", "/snapshots/gb-1")
                            .replace("{id}", "1")
                            .replace("{step}", "migrate")
                            .replace("{file}", "style.css");
            Answer answer = http.get(address, accept);
            String type = answer.header("Content-Type").replaceFirst(";.*", "");
            assertThat(answer.status()).as(address).isEqualTo(200);
            assertThat(responses.path("200").path("content").has(type))
                    .as(address + " is " + type)
                    .isTrue();
            assertHeaders(responses.path("200"), answer);
            seen.add(type);
        }
        assertThat(seen).contains("application/json", "text/event-stream", "text/html", "text/css");
    }

    @Test
    void a_browser_that_acts_shows_its_csrf_too() throws IOException {
        int acts = 0;
        for (var path : document().path("paths").properties()) {
            for (var method : path.getValue().properties()) {
                JsonNode security = method.getValue().path("security");
                if (!method.getValue().has("x-role")) {
                    assertThat(security).isEmpty();
                    continue;
                }
                boolean looks = method.getKey().equals("get");
                assertThat(security.get(0).has("token")).isTrue();
                assertThat(security.get(1).has("session")).isTrue();
                assertThat(security.get(1).has("csrf")).as(path.getKey()).isEqualTo(!looks);
                acts += looks ? 0 : 1;
            }
        }
        assertThat(acts).isGreaterThan(10);
        JsonNode schemes = document().at("/components/securitySchemes");
        assertThat(schemes.path("csrf").path("name").asText()).isEqualTo(Doorkeeper.CSRF);
        assertThat(schemes.path("session").path("name").asText()).isEqualTo(Doorkeeper.COOKIE);
    }

    @Test
    void the_headers_of_problems_are_sent_with_them() throws IOException {
        JsonNode headers = document().at("/components/responses/ProblemDocument/headers");
        String local = "Host: localhost";
        assertThat(headers.has("WWW-Authenticate")).isTrue();
        assertThat(Http.tcp(daemon.port(), "GET /api/v1/stacks HTTP/1.1", local))
                .contains("WWW-Authenticate: Bearer");
        assertThat(headers.has("Retry-After")).isTrue();
        String login = "POST /api/v1/session HTTP/1.1";
        for (int attempt = 0; attempt < 5; attempt++) {
            Http.send(daemon.port(), "{\"token\":\"guess\"}", login, local);
        }
        assertThat(Http.send(daemon.port(), "{\"token\":\"guess\"}", login, local))
                .startsWith("HTTP/1.1 429")
                .contains("Retry-After: ");
        assertThat(headers.has("Location")).isTrue();
        daemon.when(StepKind.PREPARE, _ -> new Outcome.Failed("no"));
        assertThat(http.post("/api/v1/windows?wait=end", UPDATE).header("Location"))
                .isEqualTo("/api/v1/windows/1");
    }
}
