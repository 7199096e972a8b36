package dev.lull.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lull.api.Route.Answer;
import dev.lull.api.Route.Content;
import dev.lull.api.Route.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI 3.1 document, made of the routes that are served and of the records that are written:
 * what it says can't be another thing than what is done.
 */
final class OpenApi {
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");
    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final String PROBLEM = "ProblemDocument";
    private static final List<Parameter> OF_PROBLEMS =
            List.of(
                    new Parameter("WWW-Authenticate", "with 401: how to say who asks"),
                    new Parameter("Retry-After", "with 429: in how many seconds to try again"),
                    new Parameter(
                            "Location", "of a window that was waited for: the address of it"));

    private final Map<String, Object> schemas = new TreeMap<>();
    private final Map<String, Class<?>> views = new TreeMap<>();

    private OpenApi() {}

    /** The document, to be written as JSON. */
    static Map<String, Object> of(List<Route> routes, String version) {
        return new OpenApi().document(routes, version);
    }

    private Map<String, Object> document(List<Route> routes, String version) {
        Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            paths.computeIfAbsent(route.path(), _ -> new LinkedHashMap<>())
                    .put(route.method().name().toLowerCase(Locale.ROOT), operation(route));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.0");
        document.put(
                "info",
                Map.of(
                        "title",
                        "Lull",
                        "version",
                        version,
                        "description",
                        "Maintenance windows for Docker Compose stacks. Over the unix socket no"
                                + " token is needed. Times are ISO 8601 in UTC; durations in"
                                + " answers are seconds; what is not there is left out."));
        document.put("paths", paths);
        document.put("components", components());
        return document;
    }

    private Map<String, Object> components() {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("description", "What went wrong");
        problem.put("headers", headers(OF_PROBLEMS));
        problem.put(
                "content",
                content("application/problem+json", reference(ApiProblem.Document.class)));
        return Map.of(
                "schemas",
                schemas,
                "responses",
                Map.of(PROBLEM, problem),
                "securitySchemes",
                Map.of(
                        "token",
                        Map.of(
                                "type",
                                "http",
                                "scheme",
                                "bearer",
                                "description",
                                "the secret of a token"),
                        "session",
                        key(
                                "cookie",
                                Doorkeeper.COOKIE,
                                "what a browser got when it logged in: POST " + SessionRoutes.PATH),
                        "csrf",
                        key(
                                "header",
                                Doorkeeper.CSRF,
                                "what shows that a browser's page is Lull's own: the csrf of its"
                                        + " session, GET "
                                        + SessionRoutes.PATH)));
    }

    private static Map<String, Object> key(String in, String name, String what) {
        return Map.of("type", "apiKey", "in", in, "name", name, "description", what);
    }

    /** Each is enough by itself; a browser that acts shows both of what it has. */
    private static List<Object> security(Route route) {
        Map<String, Object> browser = new LinkedHashMap<>();
        browser.put("session", List.of());
        if (route.acts()) {
            browser.put("csrf", List.of());
        }
        return List.of(Map.of("token", List.of()), browser);
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", route.summary());
        route.needs()
                .role()
                .ifPresentOrElse(
                        role -> {
                            operation.put("x-role", role.word());
                            operation.put("security", security(route));
                        },
                        () -> operation.put("security", List.of()));
        operation.put("parameters", parameters(route));
        route.body()
                .ifPresent(shape ->
                        operation.put(
                                "requestBody",
                                Map.of("content", content("application/json", reference(shape)))));
        operation.put("responses", responses(route));
        return operation;
    }

    private static List<Object> parameters(Route route) {
        List<Object> parameters = new ArrayList<>();
        Matcher m = PARAMETER.matcher(route.path());
        while (m.find()) {
            parameters.add(
                    Map.of("name", m.group(1), "in", "path", "required", true, "schema", TEXT));
        }
        route.query().forEach(p -> parameters.add(parameter(p, "query")));
        route.headers().forEach(p -> parameters.add(parameter(p, "header")));
        return parameters;
    }

    private static Map<String, Object> parameter(Parameter parameter, String in) {
        return Map.of(
                "name",
                parameter.name(),
                "in",
                in,
                "description",
                parameter.what(),
                "schema",
                TEXT);
    }

    private Map<String, Object> responses(Route route) {
        Map<String, Object> responses = new LinkedHashMap<>();
        route.answers().forEach(a -> responses.put(Integer.toString(a.status()), response(a)));
        responses.put("default", Map.of("$ref", "#/components/responses/" + PROBLEM));
        return responses;
    }

    private Map<String, Object> response(Answer answer) {
        Map<String, Object> response = new LinkedHashMap<>();
        response.put("description", "It is so");
        if (!answer.headers().isEmpty()) {
            response.put("headers", headers(answer.headers()));
        }
        if (!answer.contents().isEmpty()) {
            Map<String, Object> contents = new LinkedHashMap<>();
            answer.contents().forEach(c -> contents.putAll(content(c.type(), schema(c))));
            response.put("content", contents);
        }
        return response;
    }

    private static Map<String, Object> headers(List<Parameter> headers) {
        Map<String, Object> all = new LinkedHashMap<>();
        headers.forEach(h -> all.put(h.name(), Map.of("description", h.what(), "schema", TEXT)));
        return all;
    }

    private Map<String, Object> schema(Content content) {
        List<Map<String, Object>> views =
                content.views().stream().map(view -> reference(view)).toList();
        return switch (views.size()) {
            case 0 -> TEXT;
            case 1 -> views.getFirst();
            default -> Map.of("description", "each line is one of these", "oneOf", views);
        };
    }

    private static Map<String, Object> content(String type, Map<String, Object> schema) {
        return Map.of(type, Map.of("schema", schema));
    }

    private static Map<String, Object> reference(String name) {
        return Map.of("$ref", "#/components/schemas/" + name);
    }

    private Map<String, Object> reference(Shape shape) {
        if (!schemas.containsKey(shape.name())) {
            Map<String, Object> properties = new LinkedHashMap<>();
            schemas.put(shape.name(), Map.of());
            shape.fields().forEach(f -> properties.put(f.name(), schema(f)));
            schemas.put(
                    shape.name(),
                    object(
                            properties,
                            shape.fields().stream()
                                    .filter(Shape.Field::required)
                                    .map(Shape.Field::name)
                                    .toList()));
        }
        return reference(shape.name());
    }

    private Map<String, Object> schema(Shape.Field field) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (field.of().isPresent()) {
            schema.putAll(reference(field.of().get()));
        } else {
            schema.put("type", field.type());
        }
        schema.put("description", field.what());
        switch (field.type()) {
            case "array" -> schema.put("items", TEXT);
            case "object" -> {
                if (field.of().isEmpty()) {
                    schema.put("additionalProperties", TEXT);
                }
            }
            default -> {
                if (!field.words().isEmpty()) {
                    schema.put("enum", field.words());
                }
            }
        }
        return schema;
    }

    private static Map<String, Object> object(
            Map<String, Object> properties, List<String> required) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("properties", properties);
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        return object;
    }

    private Map<String, Object> reference(Class<?> view) {
        String name = name(view);
        if (!schemas.containsKey(name)) {
            schema(view);
        } else if (views.get(name) != view) {
            throw new IllegalStateException(
                    view + " and " + views.get(name) + " would both be " + name);
        }
        return reference(name);
    }

    private void schema(Class<?> view) {
        schemas.put(name(view), Map.of());
        views.put(name(view), view);
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : view.getRecordComponents()) {
            properties.put(component.getName(), of(component.getGenericType()));
            if (component.getAnnotatedType().getAnnotation(Nullable.class) == null) {
                required.add(component.getName());
            }
        }
        schemas.put(name(view), object(properties, required));
    }

    /** {@code WindowView} is a {@code Window}. */
    private static String name(Class<?> view) {
        if (view == ApiProblem.Document.class) {
            return PROBLEM;
        }
        return view.getSimpleName().replaceFirst("View$", "");
    }

    private Map<String, Object> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type last = Arrays.asList(generic.getActualTypeArguments()).getLast();
            return generic.getRawType() == List.class
                    ? Map.of("type", "array", "items", of(last))
                    : Map.of("type", "object", "additionalProperties", of(last));
        }
        if (type instanceof Class<?> simple && simple.isRecord()) {
            return reference(simple);
        }
        return simple(type);
    }

    private static Map<String, Object> simple(Type type) {
        if (type == String.class) {
            return TEXT;
        }
        if (type == Instant.class) {
            return Map.of("type", "string", "format", "date-time");
        }
        if (type == boolean.class || type == Boolean.class) {
            return Map.of("type", "boolean");
        }
        if (type == double.class || type == Double.class) {
            return Map.of("type", "number");
        }
        if (type == long.class
                || type == Long.class
                || type == int.class
                || type == Integer.class) {
            return Map.of("type", "integer");
        }
        if (type == JsonNode.class) {
            return Map.of();
        }
        throw new IllegalStateException("the API document has no word for " + type);
    }
}
