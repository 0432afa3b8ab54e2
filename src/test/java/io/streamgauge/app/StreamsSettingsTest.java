package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.RocksDbMemory;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsSettingsTest {

    /** What the transactional producers get, as Kafka Streams itself puts it together. */
    private static @Nullable Object producerTimeout(Map<String, String> given) {
        Map<String, String> settings = new HashMap<>(Map.of("state.dir", "state"));
        settings.putAll(given);
        RuntimeConfig runtime = RuntimeConfig.load(null, settings);
        try (RocksDbMemory memory = new RocksDbMemory(16, 4)) {
            Properties properties = StreamsSettings.of(TopologyConfig.load(null, Map.of("name", "n")), runtime, memory);
            return new StreamsConfig(properties).getProducerConfigs("client").get("transaction.timeout.ms");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "commit.interval.ms, 100, 4000",
        "commit.interval.ms, 3000, 6000",
        "transaction.timeout.ms, 60000, 60000",
        "producer.transaction.timeout.ms, 30000, 30000"
    })
    void shouldNotLeaveATransactionOpenForLong(String key, String value, String expected) {
        assertThat(producerTimeout(Map.of(key, value))).hasToString(expected);
    }

    @Test
    void shouldRefuseAHandlerThatGoesOnAfterAFailedStep() {
        String handler = "org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler";
        assertThatThrownBy(() -> producerTimeout(Map.of("processing.exception.handler", handler)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("processing.exception.handler: found '" + handler + "', expected none");
    }
}
