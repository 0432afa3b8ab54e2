package io.streamgauge.app;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** Kafka's own image in a container, as a deployment runs it; where Docker is missing the tests that ask for it are skipped. */
final class ContainerBroker {
    /** As {@code docker-compose.yml} has it, which {@link ComposeFileTest} compares. */
    static final String IMAGE = "apache/kafka:4.3.1";

    static final String MISSING =
            "no Docker: this suite runs " + IMAGE + "; the same runs on the embedded broker everywhere";

    private ContainerBroker() {}

    /** Whether there is a Docker to run it; says so where there is none. */
    static boolean isThere() {
        boolean present = DockerClientFactory.instance().isDockerAvailable();
        if (!present) {
            System.err.println("SKIPPED " + MISSING);
        }
        return present;
    }

    static StreamHarness start() {
        KafkaContainer kafka = new KafkaContainer(IMAGE)
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1")
                .withEnv("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1");
        kafka.start();
        return new StreamHarness(kafka.getBootstrapServers(), kafka::stop);
    }
}
