package dev.lull.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDelegatingDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import dev.lull.calendar.Cron;
import dev.lull.calendar.Timing;
import dev.lull.schedule.Order;
import org.jspecify.annotations.Nullable;

/** Orders of schedules as JSON, read as strictly as events are. Thread-safe. */
final class OrderJson {
    private final ObjectMapper mapper =
            EventJson.mapper()
                    .rebuild()
                    .addModule(crons())
                    .addMixIn(Timing.class, TimingNames.class)
                    .build();

    String write(Order order) {
        try {
            return mapper.writeValueAsString(order);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the order " + order.name() + " can't be written as JSON", e);
        }
    }

    /**
     * The order that was written.
     *
     * @throws IllegalArgumentException if it is none; the message quotes no value of it
     */
    Order read(String json) {
        try {
            @Nullable Order order = mapper.readValue(json, Order.class);
            if (order == null) {
                throw new IllegalArgumentException("its JSON is null");
            }
            return order;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("its JSON is not valid" + EventJson.where(e));
        }
    }

    /** As they were written. */
    private static SimpleModule crons() {
        SimpleModule module = new SimpleModule("crons");
        module.addSerializer(Cron.class, ToStringSerializer.instance);
        module.addDeserializer(Cron.class, new StdDelegatingDeserializer<>(new ToCron()));
        return module;
    }

    private static final class ToCron extends StdConverter<String, Cron> {
        @Override
        public Cron convert(String text) {
            return Cron.parse(text);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Timing.Once.class, name = "once"),
        @JsonSubTypes.Type(value = Timing.Repeated.class, name = "repeated")
    })
    private interface TimingNames {}
}
