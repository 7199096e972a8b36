package dev.lull.systemd;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;

/**
 * What is logged, and how: to the journal where standard error is connected to it, else a line on
 * the console. Logback finds it by its name under {@code META-INF/services}; to read a file of its
 * own would take each command a tenth of a second.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final String LINE =
            "%d{HH:mm:ss.SSS} %-5level window=%X{window:--} stack=%X{stack:--} step=%X{step:--}"
                    + " %msg %kvp%n%ex{5}";

    private static final Map<String, Level> OTHERS =
            Map.of(
                    "com.github.dockerjava", Level.WARN,
                    "org.apache.hc", Level.WARN,
                    "org.eclipse.jetty", Level.WARN,
                    "io.javalin", Level.WARN,
                    "org.quartz", Level.WARN,
                    // Its stack traces say less than what Lull says where no library can be loaded.
                    "org.sqlite.SQLiteJDBCLoader", Level.OFF);

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(LINE);
        encoder.start();
        JournalAppender appender = new JournalAppender();
        appender.setContext(context);
        appender.setName("STDERR");
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        OTHERS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
