package io.streamgauge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the sets of faults have in common: one broker for all trials, and what a trial has to show. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultSet {

    /** Forecasts of a partition stand at most 50 ms apart in undisturbed traffic. */
    private static final Duration LEAST_PAUSE = Duration.ofMillis(500);

    private Path folder = Path.of("");
    private Cluster cluster;
    private Scenarios scenarios;

    @BeforeAll
    void startBroker(@TempDir Path place) {
        folder = place;
        cluster = new Cluster(folder);
        scenarios = new Scenarios(cluster, folder);
    }

    @AfterAll
    void stopBroker() {
        cluster.close();
        ended();
    }

    Path folder() {
        return folder;
    }

    Cluster cluster() {
        return cluster;
    }

    Scenarios scenarios() {
        return scenarios;
    }

    /** Told of every trial before it is judged. */
    void done(Row row) {}

    /** Called after the last trial. */
    void ended() {}

    final void assertClean(Row row) {
        done(row);
        assertThat(row.verdict()).as("%s", row).isEqualTo(Verdict.CLEAN);
    }

    /** For faults that always fall into a transaction: outputs were taken back. */
    final void assertCleanWithAborts(Row row) {
        assertClean(row);
        assertThat(row.aborted()).as("outputs taken back, %s", row).isPositive();
    }

    /** For faults that may fall between two transactions: the records themselves have to show that traffic was met. */
    final void assertCleanAndInterrupted(Row row) {
        assertClean(row);
        assertThat(row.evidence().interrupted(LEAST_PAUSE))
                .as("live traffic stopped by every fault, %s", row)
                .isTrue();
    }
}
