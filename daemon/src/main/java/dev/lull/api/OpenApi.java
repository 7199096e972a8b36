package dev.lull.api;

import com.fasterxml.jackson.databind.JsonNode;
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
        schema(ApiProblem.Document.class);
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
        document.put(
                "components",
                Map.of(
                        "schemas",
                        schemas,
                        "securitySchemes",
                        Map.of(
                                "token",
                                Map.of("type", "http", "scheme", "bearer"),
                                "session",
                                Map.of(
                                        "type",
                                        "apiKey",
                                        "in",
                                        "cookie",
                                        "name",
                                        Doorkeeper.COOKIE))));
        return document;
    }

    private Map<String, Object> operation(Route route) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", route.summary());
        route.needs()
                .role()
                .ifPresentOrElse(
                        role -> {
                            operation.put("x-role", role.word());
                            operation.put(
                                    "security",
                                    List.of(
                                            Map.of("token", List.of()),
                                            Map.of("session", List.of())));
                        },
                        () -> operation.put("security", List.of()));
        operation.put("parameters", parameters(route));
        route.body()
                .ifPresent(shape ->
                        operation.put(
                                "requestBody", content("application/json", reference(shape))));
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
        Map<String, Object> success = new LinkedHashMap<>();
        success.put("description", "It is so");
        Route.Answer answer = route.answer();
        if (!answer.type().isEmpty()) {
            success.putAll(content(answer.type(), answer.view().map(this::reference).orElse(TEXT)));
        }
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("description", "What went wrong");
        problem.putAll(content("application/problem+json", reference(ApiProblem.Document.class)));
        Map<String, Object> responses = new LinkedHashMap<>();
        responses.put(Integer.toString(answer.status()), success);
        responses.put("default", problem);
        return responses;
    }

    private static Map<String, Object> content(String type, Map<String, Object> schema) {
        return Map.of("content", Map.of(type, Map.of("schema", schema)));
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
