package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.ForecastTopology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;

/** The same topology at least once, which the product refuses: the control that has to fail under the same faults. */
public final class AtLeastOnceForecaster {

    private AtLeastOnceForecaster() {}

    /**
     * @param arguments topology file, then the runtime's settings as {@code key=value}
     */
    public static void main(String[] arguments) {
        TopologyConfig topology = TopologyConfig.load(Path.of(arguments[0]), Map.of());
        RuntimeConfig runtime = RuntimeConfig.load(null, FaultyForecaster.settings(arguments));
        Properties properties = new Properties();
        properties.putAll(runtime.streams());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        properties.put(
                StreamsConfig.APPLICATION_ID_CONFIG, topology.topicNames().applicationId());
        try (Shutdown shutdown = new Shutdown();
                KafkaStreams streams = new KafkaStreams(
                        ForecastTopology.build(
                                topology.source().topic(), topology.topicNames(), Product.services(topology)),
                        properties)) {
            streams.start();
            System.out.println("Forecasting at least once");
            while (!shutdown.await(500)) {
                // The topology works on threads of its own.
            }
            streams.close(Duration.ofSeconds(20));
        }
    }
}
