package dev.lull.snapshot;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.lull.stack.ServiceName;
import dev.lull.stack.StackName;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The manifest as JSON. Everything must be there; what is unknown is passed over. */
final class Json {
    private static final String CERTIFICATE = "certificate";
    private static final String TOOK = "milliseconds";
    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(texts())
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .build();

    private Json() {}

    static void checkObject(String what, String json) {
        try {
            if (!MAPPER.readTree(json).isObject()) {
                throw new IllegalArgumentException("the " + what + " is not a JSON object");
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the " + what + " is not JSON", e);
        }
    }

    /** Whether two JSON texts say the same. */
    static boolean same(String one, String other) {
        try {
            return MAPPER.readTree(one).equals(MAPPER.readTree(other));
        } catch (JacksonException e) {
            return false;
        }
    }

    /** Any value on one line. */
    static String line(Object value) {
        try {
            return MAPPER.writer()
                    .without(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(value);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not for JSON: " + value, e);
        }
    }

    static byte[] write(RollbackPoint point) throws IOException {
        ObjectNode manifest = MAPPER.valueToTree(point);
        manifest.set(CERTIFICATE, MAPPER.readTree(point.certificate()));
        return MAPPER.writeValueAsBytes(manifest);
    }

    /**
     * Reads a manifest.
     *
     * @throws IOException if it is not one, or of a later format, in words for people
     */
    static RollbackPoint read(byte[] json) throws IOException {
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new IOException("is not JSON: " + e.getOriginalMessage(), e);
        }
        if (!(node instanceof ObjectNode manifest) || !manifest.path("format").isInt()) {
            throw new IOException("names no format");
        }
        int format = manifest.path("format").intValue();
        if (format > RollbackPoint.FORMAT) {
            throw new IOException(
                    "has format "
                            + format
                            + ", this Lull reads up to "
                            + RollbackPoint.FORMAT
                            + ": use the Lull that wrote it, or a newer one");
        }
        for (String list : List.of("leftOut", "definitions", "dumps")) {
            if (!manifest.has(list)) {
                manifest.putArray(list); // The first ones did not say.
            }
        }
        for (JsonNode volume : manifest.path("volumes")) {
            if (volume instanceof ObjectNode saved && !saved.has(TOOK)) {
                saved.put(TOOK, 0);
            }
        }
        manifest.put(CERTIFICATE, manifest.path(CERTIFICATE).toString());
        try {
            return MAPPER.treeToValue(manifest, RollbackPoint.class);
        } catch (JacksonException e) {
            throw new IOException("is not a manifest: " + e.getOriginalMessage(), e);
        }
    }

    private static SimpleModule texts() {
        SimpleModule module = new SimpleModule();
        text(module, Path.class, Path::of);
        text(module, Instant.class, Instant::parse);
        text(module, PointId.class, PointId::new);
        text(module, StackName.class, StackName::new);
        text(module, ServiceName.class, ServiceName::new);
        return module;
    }

    private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, ToStringSerializer.instance);
        module.addDeserializer(
                type,
                new StdDeserializer<T>(type) {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public T deserialize(JsonParser parser, DeserializationContext context)
                            throws IOException {
                        String text = parser.getText();
                        try {
                            return parse.apply(text);
                        } catch (RuntimeException e) {
                            throw context.weirdStringException(text, type, e.getMessage());
                        }
                    }
                });
    }
}
