package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What stands in the data cannot forge a line of the log, nor steer a terminal. */
class ConsoleLogTest {

    @Test
    void shouldKeepAMessageOnOneLineWhateverIsInIt() throws Exception {
        String line =
                line("State of key '{}' starts afresh", "a\r\nERROR forged: all is lost\u001b[2J\u2028x\u0085y", null);
        assertThat(line.strip().lines()).hasSize(1);
        assertThat(line.strip().chars().filter(c -> Character.isISOControl(c) || c == '\u2028'))
                .isEmpty();
        assertThat(line).contains("a | ERROR forged");
    }

    @Test
    void shouldKeepAnExceptionOnTheSameLine() throws Exception {
        String line = line("failed {}", "k", new IllegalStateException("first\nERROR forged"));
        assertThat(line.strip().lines()).hasSize(1);
    }

    private static String line(String message, String argument, @Nullable Throwable problem) throws Exception {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Objects.requireNonNull(ConsoleLogTest.class.getResource("/logback.xml")));
        try {
            Logger logger = context.getLogger(Logger.ROOT_LOGGER_NAME);
            var console = (ConsoleAppender<ILoggingEvent>) logger.getAppender("console");
            var event = new LoggingEvent("", logger, Level.WARN, message, problem, new Object[] {argument});
            return new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
        } finally {
            context.stop();
        }
    }
}
