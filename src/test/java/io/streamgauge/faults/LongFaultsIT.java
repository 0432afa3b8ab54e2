package io.streamgauge.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The long set of faults, run by {@code ./mvnw verify -Pfaults}; it ends with a table and the figures of the set. */
@Tag("faults")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongFaultsIT {

    private static final int KILLS = 20;
    private static final long LEAST_EVENTS = 200_000;
    /** At a session timeout of 6 s. */
    private static final Duration LONGEST_FAIL_OVER = Duration.ofSeconds(15);

    /** Forecasts of a partition stand at most 50 ms apart in undisturbed traffic. */
    private static final Duration LEAST_PAUSE = Duration.ofMillis(500);

    private static final Duration OUTAGE = Duration.ofSeconds(60);
    private static final long STATE_BYTES = 100L << 20;
    private static final int DISK_MEGABYTES = 64;

    private final FaultReport report = new FaultReport();
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
    void report() {
        cluster.close();
        report.print(System.out);
        assertThat(report.events()).as("events of the set").isGreaterThanOrEqualTo(LEAST_EVENTS);
        assertThat(report.kills()).as("kills of the set").isGreaterThanOrEqualTo(KILLS);
    }

    @Test
    void shouldLoseAndDoubleNothingWhenForecastersAreKilled() {
        assertCleanWithAborts(scenarios.kills(KILLS));
    }

    @Test
    void shouldSurviveAKillDuringARebalance() {
        assertCleanWithAborts(scenarios.killDuringRebalance(2));
    }

    @Test
    void shouldSurviveAKillDuringARestore() {
        assertCleanAndInterrupted(scenarios.killDuringRestore(STATE_BYTES));
    }

    @Test
    void shouldFailOverWithLargeState() {
        Row row = scenarios.failOver(STATE_BYTES);
        assertCleanAndInterrupted(row);
        assertThat(row.recovery()).as("until the other one forecasts, %s", row).isLessThan(LONGEST_FAIL_OVER);
    }

    @Test
    void shouldFenceAZombie() {
        assertCleanWithAborts(scenarios.zombie());
    }

    @Test
    void shouldGoOnAfterTheBrokerWasKilled() {
        assertCleanAndInterrupted(scenarios.brokerKilled());
    }

    @Test
    void shouldGoOnAfterTheBrokerCouldNotBeReached() {
        assertCleanAndInterrupted(scenarios.brokerUnreachable(OUTAGE));
    }

    @Test
    void shouldGoOnAfterTheStateDiskWasFull() {
        Optional<SmallDisk> mounted = SmallDisk.mount(folder.resolve("disk"), DISK_MEGABYTES);
        assumeTrue(mounted.isPresent(), "no disk to fill: mounting a tmpfs needs root");
        try (SmallDisk disk = mounted.orElseThrow()) {
            assertCleanAndInterrupted(scenarios.diskFull(disk));
        }
    }

    @Test
    void shouldRestoreAStateFolderThatIsDeletedOrDamaged() {
        assertCleanWithAborts(scenarios.stateDeletedAndDamaged());
    }

    @Test
    void shouldScaleInTraffic() {
        assertCleanWithAborts(scenarios.scale(0));
    }

    @Test
    void shouldScaleInTrafficWithStandbys() {
        assertCleanWithAborts(scenarios.scale(1));
    }

    @Test
    void shouldTakeBackNothingInARollingRestart() {
        assertCleanAndInterrupted(scenarios.rollingRestart());
    }

    @Test
    void shouldTakeBackAStepThatFailedHalfWay() {
        assertCleanWithAborts(scenarios.exceptionInsideAStep());
    }

    @Test
    void shouldKeepTheOrderOfGenerationsInARollback() {
        assertCleanWithAborts(scenarios.rollback());
    }

    @Test
    void shouldFindWhatAtLeastOnceDoesUnderTheSameFaults() {
        Row control = scenarios.controlAtLeastOnce(3);
        report.addControl(control);
        assertThat(control.verdict().doubled() + control.verdict().wrong()).isPositive();
    }

    private void assertCleanWithAborts(Row row) {
        assertClean(row);
        assertThat(row.aborted()).as("outputs taken back, %s", row).isPositive();
    }

    /** For faults that may fall between two transactions: the records themselves have to show that traffic was met. */
    private void assertCleanAndInterrupted(Row row) {
        assertClean(row);
        assertThat(row.evidence().interrupted(LEAST_PAUSE))
                .as("live traffic stopped by every fault, %s", row)
                .isTrue();
    }

    private void assertClean(Row row) {
        report.add(row);
        assertThat(row.verdict()).as("%s", row).isEqualTo(Verdict.CLEAN);
    }
}
