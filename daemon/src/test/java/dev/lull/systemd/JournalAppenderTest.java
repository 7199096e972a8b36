package dev.lull.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import dev.lull.testbed.DatagramSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class JournalAppenderTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(JournalAppenderTest.class);
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    @TempDir private Path folder = Path.of("");
    private String socket = "";
    private Path stream = Path.of("");

    @BeforeEach
    void connect() throws IOException {
        socket = folder.resolve("socket").toString();
        stream = Files.createFile(folder.resolve("stream"));
        logger.setAdditive(false);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void disconnect() {
        logger.detachAndStopAllAppenders();
        logger.setAdditive(true);
        logger.setLevel(null);
        MDC.clear();
    }

    /** Has what is logged here go through one whose standard error is the file. */
    private void append(Map<String, String> environment) {
        JournalAppender appender = new JournalAppender(environment, stream, socket);
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logger.getLoggerContext());
        encoder.setPattern("%-5level %msg%n");
        encoder.start();
        appender.setContext(logger.getLoggerContext());
        appender.setEncoder(encoder);
        appender.start();
        appender.setOutputStream(console);
        logger.addAppender(appender);
    }

    private void appendToJournal() throws IOException {
        append(Map.of("JOURNAL_STREAM", device() + ":" + Files.getAttribute(stream, "unix:ino")));
    }

    private Object device() throws IOException {
        return Files.getAttribute(stream, "unix:dev");
    }

    /** The fields of an entry, as the journal reads them. */
    private static Map<String, String> fields(byte[] entry) {
        Map<String, String> fields = new LinkedHashMap<>();
        ByteBuffer left = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
        while (left.hasRemaining()) {
            String head = until(left);
            int equals = head.indexOf('=');
            if (equals >= 0) {
                fields.put(head.substring(0, equals), head.substring(equals + 1));
            } else {
                byte[] value = new byte[Math.toIntExact(left.getLong())];
                left.get(value);
                fields.put(head, new String(value, StandardCharsets.UTF_8));
                assertThat(left.get()).as("what ends " + head).isEqualTo((byte) '\n');
            }
        }
        return fields;
    }

    private static String until(ByteBuffer left) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (byte next = left.get(); next != '\n'; next = left.get()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    @Test
    void each_thing_is_in_a_field_of_its_own_and_the_message_has_what_a_person_reads()
            throws Throwable {
        try (DatagramSocket journal = new DatagramSocket(socket)) {
            appendToJournal();
            MDC.put("window", "12");
            MDC.put("stack", "shop");
            logger.atWarn()
                    .addKeyValue("hook-name", 5)
                    .log("nobody answers at {}", "https://example.org/ü");

            assertThat(fields(journal.receiveBytes()))
                    .containsEntry(
                            "MESSAGE",
                            "window=12 stack=shop nobody answers at https://example.org/ü"
                                    + " hook-name=5")
                    .containsEntry("PRIORITY", "4")
                    .containsEntry("SYSLOG_IDENTIFIER", "lull")
                    .containsEntry("LULL_WINDOW", "12")
                    .containsEntry("LULL_STACK", "shop")
                    .containsEntry("LULL_HOOK_NAME", "5")
                    .containsEntry("LULL_LOGGER", JournalAppenderTest.class.getName())
                    .containsEntry("LULL_THREAD", Thread.currentThread().getName())
                    .doesNotContainKeys("LULL_STEP", "LULL_EXCEPTION");
            assertThat(console.size()).as("printed on the console").isZero();
        }
    }

    @Test
    void the_level_is_the_priority_and_an_exception_has_its_lines() throws Throwable {
        try (DatagramSocket journal = new DatagramSocket(socket)) {
            appendToJournal();
            logger.info("so far\nso good");
            logger.error("it broke", new IllegalStateException("of old age"));

            assertThat(fields(journal.receiveBytes()))
                    .containsEntry("MESSAGE", "so far\nso good")
                    .containsEntry("PRIORITY", "6");
            Map<String, String> error = fields(journal.receiveBytes());
            assertThat(error).containsEntry("PRIORITY", "3");
            assertThat(error.get("MESSAGE"))
                    .startsWith("it broke\njava.lang.IllegalStateException: of old age\n")
                    .hasLineCount(7);
            assertThat(error.get("LULL_EXCEPTION"))
                    .startsWith("java.lang.IllegalStateException: of old age\n")
                    .contains("at " + JournalAppenderTest.class.getName())
                    .satisfies(e -> assertThat(e.lines().count()).isGreaterThan(6));
        }
    }

    @Test
    void what_is_too_long_for_a_datagram_is_cut_and_that_is_marked() throws Throwable {
        try (DatagramSocket journal = new DatagramSocket(socket)) {
            appendToJournal();
            MDC.put("step", "s".repeat(1 << 20));
            logger.info("€".repeat(1 << 20));

            Map<String, String> fields = fields(journal.receiveBytes());
            assertThat(fields.get("LULL_STEP")).hasSize(16_007).endsWith("s… (cut)");
            assertThat(fields.get("MESSAGE")).startsWith("step=sss").endsWith("… (cut)");
        }
    }

    @Test
    void where_nobody_takes_it_the_line_is_on_the_console() throws IOException {
        appendToJournal();
        logger.info("still here");

        assertThat(console.toString(StandardCharsets.UTF_8))
                .isEqualTo("INFO  still here" + System.lineSeparator());
    }

    @Test
    void where_standard_error_is_not_the_journal_the_line_is_on_the_console() throws Throwable {
        try (DatagramSocket _ = new DatagramSocket(socket)) {
            append(Map.of("JOURNAL_STREAM", device() + ":1"));
            logger.info("one");
            logger.detachAndStopAllAppenders();
            append(Map.of());
            logger.info("two");
            logger.detachAndStopAllAppenders();
            stream = folder.resolve("missing");
            append(Map.of("JOURNAL_STREAM", "1:1"));
            logger.info("three");
        }

        assertThat(console.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("INFO  one", "INFO  two", "INFO  three");
    }
}
