package io.streamgauge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The short set of faults; {@code ./mvnw verify -Pfaults} runs the long one. */
@Timeout(600)
class FaultsIT extends FaultSet {

    @Test
    void shouldLoseAndDoubleNothingWhenForecastersAreKilled() {
        assertCleanWithAborts(scenarios().kills(3));
    }

    @Test
    void shouldLoseAndDoubleNothingWhenForecastersOfCategoriesAreKilled() {
        assertCleanWithAborts(scenarios().killsOfCategories(3));
    }

    @Test
    void shouldCountEveryRawEventOnceWhenForecastersAreKilled() {
        assertCleanWithAborts(scenarios().killsWhileCounting(5, counted -> {
            assertThat(counted.differences()).as("%s", counted).isEmpty();
            assertThat(counted.late()).isPositive();
            assertThat(counted.buckets()).isGreaterThan(1_000);
        }));
    }

    @Test
    void shouldFenceAZombie() {
        assertCleanWithAborts(scenarios().zombie());
    }

    @Test
    void shouldGoOnAfterTheBrokerWasKilled() {
        assertCleanAndInterrupted(scenarios().brokerKilled());
    }

    @Test
    void shouldTakeBackAStepThatFailedHalfWay() {
        assertCleanWithAborts(scenarios().exceptionInsideAStep());
    }

    @Test
    void shouldFindWhatAtLeastOnceDoesUnderTheSameFaults() {
        Verdict verdict = scenarios().controlAtLeastOnce(2).verdict();
        assertThat(verdict.doubled() + verdict.wrong()).isPositive();
    }

    /** The one counter that no trial raises: a transaction on an output topic that is neither committed nor aborted. */
    @Test
    void shouldSeeATransactionThatStaysOpen(@TempDir Path folder) {
        try (Trial trial = Trial.small(cluster(), folder, "open")) {
            assertThat(cluster().openTransactions(trial.names())).isZero();
            try (KafkaProducer<byte[], byte[]> producer = trial.transaction()) {
                assertThat(cluster().openTransactions(trial.names()))
                        .as("the transaction, and the partition that it holds up")
                        .isEqualTo(2);
                producer.abortTransaction();
            }
        }
    }
}
