package dev.lull.systemd;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;

/** A line of the log as the journal takes it: {@code systemd.io/JOURNAL_NATIVE_PROTOCOL}. */
final class JournalEntry {
    private static final List<String> WHERE = List.of("window", "stack", "step");

    /** Characters of a value; with all of an entry's fields a datagram holds it everywhere. */
    private static final int LONGEST_VALUE = 16_000;

    private static final String CUT = "… (cut)";
    private static final int LONGEST_NAME = 64;

    /** Of an exception, in the message: the rest is in a field of its own. */
    private static final int STACK_LINES = 6;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private JournalEntry() {}

    /** The datagram. */
    static byte[] of(ILoggingEvent event) {
        JournalEntry entry = new JournalEntry();
        String stack =
                event.getThrowableProxy() == null
                        ? ""
                        : ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing();
        entry.field("MESSAGE", message(event, stack));
        entry.field("PRIORITY", Integer.toString(priority(event.getLevel())));
        entry.field("SYSLOG_IDENTIFIER", "lull");
        entry.field("LULL_LOGGER", event.getLoggerName());
        entry.field("LULL_THREAD", event.getThreadName());
        values(event).forEach(entry::field);
        if (!stack.isEmpty()) {
            entry.field("LULL_EXCEPTION", stack);
        }
        return entry.bytes.toByteArray();
    }

    /** As on the console, but for time and level, which the journal has, and what is not known. */
    private static String message(ILoggingEvent event, String stack) {
        StringBuilder message = new StringBuilder();
        for (String key : WHERE) {
            String value = event.getMDCPropertyMap().getOrDefault(key, "");
            if (!value.isEmpty()) {
                message.append(key).append('=').append(value).append(' ');
            }
        }
        message.append(event.getFormattedMessage());
        for (KeyValuePair pair : pairs(event)) {
            message.append(' ').append(pair.key).append('=').append(pair.value);
        }
        if (!stack.isEmpty()) {
            message.append('\n')
                    .append(stack.lines().limit(STACK_LINES).collect(Collectors.joining("\n")));
        }
        return message.toString();
    }

    private static List<KeyValuePair> pairs(ILoggingEvent event) {
        return event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
    }

    /** By the names of their fields. */
    private static Map<String, String> values(ILoggingEvent event) {
        Map<String, String> values = new LinkedHashMap<>();
        event.getMDCPropertyMap().forEach((key, value) -> values.put(name(key), value));
        pairs(event).forEach(p -> values.put(name(p.key), String.valueOf(p.value)));
        return values;
    }

    /** Capitals, digits and underscores; the journal drops a field of any other name. */
    private static String name(String key) {
        String name = "LULL_" + key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9_]", "_");
        return name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    /** As {@code syslog(3)} counts. */
    private static int priority(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> 3;
            case Level.WARN_INT -> 4;
            case Level.INFO_INT -> 6;
            default -> 7;
        };
    }

    /** One of several lines is told with its length before it, in 64 bits, the lowest first. */
    private void field(String name, String value) {
        String cut =
                value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + CUT;
        byte[] content = cut.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        if (cut.contains("\n")) {
            bytes.write('\n');
            long length = content.length;
            for (int bit = 0; bit < Long.SIZE; bit += Byte.SIZE) {
                bytes.write((int) (length >>> bit));
            }
        } else {
            bytes.write('=');
        }
        bytes.writeBytes(content);
        bytes.write('\n');
    }
}
