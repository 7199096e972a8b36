package dev.lull.journal;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.lull.plan.Change;
import dev.lull.stack.Command;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import dev.lull.window.Event;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events as JSON, and the stable names of their types. Thread-safe.
 *
 * <p>Reading is strict, for the way back depends on it: a missing, unknown or null property is an
 * error. So a change to an event needs a migration of what is stored ({@link Schema}).
 */
public final class EventJson {
    private final ObjectMapper mapper = mapper();

    /** The name of the type of an event, e.g. {@code step-started}. */
    public String type(Event event) {
        return switch (event) {
            case Event.Opened _ -> "opened";
            case Event.FactsTaken _ -> "facts-taken";
            case Event.Noted _ -> "noted";
            case Event.StepStarted _ -> "step-started";
            case Event.Said _ -> "said";
            case Event.Warned _ -> "warned";
            case Event.StepDone _ -> "step-done";
            case Event.StepFailed _ -> "step-failed";
            case Event.ClosedAgain _ -> "closed-again";
            case Event.Undone _ -> "undone";
            case Event.Overran _ -> "overran";
            case Event.Extended _ -> "extended";
            case Event.Held _ -> "held";
            case Event.Asked _ -> "asked";
            case Event.TurnedBack _ -> "turned-back";
            case Event.Ended _ -> "ended";
        };
    }

    /**
     * The event without its type.
     *
     * @throws IllegalArgumentException if it holds something that JSON can't
     */
    public String write(Event event) {
        try {
            return mapper.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the event " + type(event) + " can't be written as JSON" + where(e));
        }
    }

    /**
     * The event that was written.
     *
     * @throws IllegalArgumentException if the body is not one of this type; the message quotes no
     *     value of it
     */
    public Event read(String type, String body) {
        try {
            @Nullable Event event = mapper.readValue(body, classOf(type));
            if (event == null) {
                throw new IllegalArgumentException("its JSON is null, not a " + type);
            }
            return event;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its JSON is not a valid " + type + where(e));
        }
    }

    private static Class<? extends Event> classOf(String type) {
        return switch (type) {
            case "opened" -> Event.Opened.class;
            case "facts-taken" -> Event.FactsTaken.class;
            case "noted" -> Event.Noted.class;
            case "step-started" -> Event.StepStarted.class;
            case "said" -> Event.Said.class;
            case "warned" -> Event.Warned.class;
            case "step-done" -> Event.StepDone.class;
            case "step-failed" -> Event.StepFailed.class;
            case "closed-again" -> Event.ClosedAgain.class;
            case "undone" -> Event.Undone.class;
            case "overran" -> Event.Overran.class;
            case "extended" -> Event.Extended.class;
            case "held" -> Event.Held.class;
            case "asked" -> Event.Asked.class;
            case "turned-back" -> Event.TurnedBack.class;
            case "ended" -> Event.Ended.class;
            default -> throw new IllegalArgumentException("it has the unknown type " + type);
        };
    }

    /** Jackson's own messages, and its exception as a cause, may quote environment values. */
    static String where(JsonProcessingException e) {
        String path =
                e instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()
                        ? ", at " + mapping.getPathReference()
                        : "";
        String column =
                e.getLocation() == null ? "" : ", character " + e.getLocation().getColumnNr();
        return " (" + e.getClass().getSimpleName() + path + column + ")";
    }

    /** For what is kept beside events, and holds the same values. */
    static JsonMapper mapper() {
        return JsonMapper.builder()
                .addModules(new Jdk8Module(), new JavaTimeModule(), paths())
                .addMixIn(Change.class, ChangeNames.class)
                .addMixIn(StackName.class, AsStackName.class)
                .addMixIn(ServiceName.class, AsServiceName.class)
                .addMixIn(Command.class, AsCommand.class)
                .disable(
                        SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
                        SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
                        SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** Paths as they are: Jackson's URIs would make relative ones absolute. */
    private static SimpleModule paths() {
        SimpleModule module = new SimpleModule("paths");
        module.addSerializer(Path.class, ToStringSerializer.instance);
        module.addDeserializer(Path.class, new StdDelegatingDeserializer<>(new ToPath()));
        return module;
    }

    private static final class ToPath extends StdConverter<String, Path> {
        @Override
        public Path convert(String text) {
            return Path.of(text);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Change.Update.class, name = "update"),
        @JsonSubTypes.Type(value = Change.Migrate.class, name = "migrate"),
        @JsonSubTypes.Type(value = Change.Exec.class, name = "exec"),
        @JsonSubTypes.Type(value = Change.None.class, name = "none"),
        @JsonSubTypes.Type(value = Change.Restore.class, name = "restore")
    })
    private interface ChangeNames {}

    @SuppressWarnings("UnusedVariable")
    private abstract static class AsStackName {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        AsStackName(String value) {}

        @JsonValue
        abstract String value();
    }

    @SuppressWarnings("UnusedVariable")
    private abstract static class AsServiceName {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        AsServiceName(String value) {}

        @JsonValue
        abstract String value();
    }

    @SuppressWarnings("UnusedVariable")
    private abstract static class AsCommand {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        AsCommand(List<String> argv) {}

        @JsonValue
        abstract List<String> argv();
    }
}
