package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.ForecastReader;
import io.streamgauge.wire.ForecastRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide's example: the forecaster and an application's own processor in one topology. */
class EmbeddedForecastTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    /** The application's own part: it upper-cases the keys of what comes in, on a topic of its own. */
    private static final class Shout extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            context().forward(record.withKey(key.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void shouldForecastBesideAnApplicationsOwnProcessors() throws Exception {
        TopologyConfig config = TopologyConfig.load(null, Map.of("name", "pumps", "source.topic", "my-events"));
        Topology topology = EmbeddedForecast.topology(config);
        topology.addSource("mine", new ByteArrayDeserializer(), new ByteArrayDeserializer(), "my-orders");
        topology.addProcessor("shout", Shout::new, "mine");
        topology.addSink("shouted", "my-shouts", new ByteArraySerializer(), new ByteArraySerializer(), "shout");

        try (TopologyTestDriver driver = new TopologyTestDriver(topology, properties(), START)) {
            TestInputTopic<byte[], byte[]> events =
                    driver.createInputTopic("my-events", new ByteArraySerializer(), new ByteArraySerializer());
            for (int i = 0; i < 5; i++) {
                events.pipeInput(
                        bytes("pump-7"), bytes("{\"time\":\"2026-03-01T11:0%d:00Z\",\"value\":%d}".formatted(i, i)));
            }
            driver.createInputTopic("my-orders", new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(bytes("order"), bytes("1"));

            List<byte[]> forecasts = output(driver, "pumps.forecasts").readValuesToList();
            assertThat(forecasts).hasSize(5);
            ForecastRecord last = ForecastReader.read(forecasts.get(4));
            assertThat(last.key()).isEqualTo("pump-7");
            assertThat(last.yhat()).hasSameSizeAs(config.horizons().toArray());
            assertThat(output(driver, "my-shouts").readKeyValue().key).isEqualTo(bytes("ORDER"));
        }
    }

    private static TestOutputTopic<byte[], byte[]> output(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "my-application");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return properties;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
