package dev.lull.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The API document says what is served. */
final class OpenApiTest extends OnApi {
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
                                .replace("{step}", "migrate");
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
}
