package io.streamgauge.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BrokerVersionTest {
    @Test
    void shouldRefuseALevelBelowTheFirstThatIsTakenInOneLine() {
        assertThat(BrokerVersion.problem("kafka:9092", (short) 6))
                .hasValue("Kafka at kafka:9092 (bootstrap.servers) has metadata.version 6, expected at least 7,"
                        + " which Kafka 3.3 brought");
    }

    @Test
    void shouldTakeTheFirstAndWhatIsNewer() {
        assertThat(BrokerVersion.problem("kafka:9092", (short) 7)).isEmpty();
        assertThat(BrokerVersion.problem("kafka:9092", (short) 29)).isEmpty();
    }
}
