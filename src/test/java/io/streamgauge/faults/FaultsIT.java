package io.streamgauge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short set of faults; {@code ./mvnw verify -Pfaults} runs the long one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class FaultsIT {

    private Cluster cluster;
    private Scenarios scenarios;

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        cluster = new Cluster(folder);
        scenarios = new Scenarios(cluster, folder);
    }

    @AfterAll
    void stopBroker() {
        cluster.close();
    }

    @Test
    void shouldLoseAndDoubleNothingWhenForecastersAreKilled() {
        assertCleanWithAborts(scenarios.kills(3));
    }

    @Test
    void shouldFenceAZombie() {
        assertCleanWithAborts(scenarios.zombie());
    }

    @Test
    void shouldGoOnAfterTheBrokerWasKilled() {
        Row row = scenarios.brokerKilled();
        assertClean(row);
        assertThat(row.evidence().interrupted(Duration.ofMillis(500)))
                .as("live traffic stopped, %s", row)
                .isTrue();
    }

    @Test
    void shouldTakeBackAStepThatFailedHalfWay() {
        assertCleanWithAborts(scenarios.exceptionInsideAStep());
    }

    @Test
    void shouldFindWhatAtLeastOnceDoesUnderTheSameFaults() {
        Verdict verdict = scenarios.controlAtLeastOnce(2).verdict();
        assertThat(verdict.doubled() + verdict.wrong()).isPositive();
    }

    /** The one counter that no trial raises: a transaction on an output topic that is neither committed nor aborted. */
    @Test
    void shouldSeeATransactionThatStaysOpen(@TempDir Path folder) {
        try (Trial trial = Trial.small(cluster, folder, "open")) {
            assertThat(cluster.openTransactions(trial.names())).isZero();
            try (KafkaProducer<byte[], byte[]> producer = trial.transaction()) {
                assertThat(cluster.openTransactions(trial.names()))
                        .as("the transaction, and the partition that it holds up")
                        .isEqualTo(2);
                producer.abortTransaction();
            }
        }
    }

    private static void assertClean(Row row) {
        assertThat(row.verdict()).as("%s", row).isEqualTo(Verdict.CLEAN);
    }

    private static void assertCleanWithAborts(Row row) {
        assertClean(row);
        assertThat(row.aborted()).as("outputs taken back, %s", row).isPositive();
    }
}
