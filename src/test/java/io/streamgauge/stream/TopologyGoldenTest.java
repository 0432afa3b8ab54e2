package io.streamgauge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.metrics.ForecastMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text and the picture beside every topology file are those of the topology that it makes. */
class TopologyGoldenTest {

    private static final Path FOLDER = Path.of("topology");

    @ParameterizedTest
    @ValueSource(strings = {"clicks", "demo", "series", "wide"})
    void shouldStandInTheRepositoryAsTheTopologyIs(String name) throws IOException {
        TopologyDescription description = describe(FOLDER.resolve(name + ".yaml"));
        compare(FOLDER.resolve(name + ".txt"), description.toString());
        compare(FOLDER.resolve(name + ".mmd"), TopologyPicture.mermaid(description));
    }

    private static TopologyDescription describe(Path file) {
        TopologyConfig config = TopologyConfig.load(file, Map.of());
        ForecastMetrics metrics = ForecastMetrics.noop();
        return TestStream.topology(config, metrics, TestStream.models(config, metrics), Map.of())
                .describe();
    }

    private static void compare(Path file, String expected) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, expected);
        }
        assertThat(file).as("rewrite with -Dgolden.update=true").hasContent(expected);
    }
}
