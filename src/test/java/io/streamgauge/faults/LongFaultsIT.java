package io.streamgauge.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The long set of faults, run by {@code ./mvnw verify -Pfaults}; it ends with a table and the figures of the set. */
@Tag("faults")
class LongFaultsIT extends FaultSet {

    private static final int KILLS = 20;
    private static final int KILLS_OF_CATEGORIES = 5;
    private static final int KILLS_OF_BROKERS = 6;
    private static final long LEAST_EVENTS = 200_000;
    /** At a session timeout of 6 s. */
    private static final Duration LONGEST_FAIL_OVER = Duration.ofSeconds(15);

    private static final Duration OUTAGE = Duration.ofSeconds(60);
    private static final long STATE_BYTES = 100L << 20;
    private static final int DISK_MEGABYTES = 64;

    private final FaultReport report = new FaultReport();

    @Override
    void done(Row row) {
        report.add(row);
    }

    @Override
    void ended() {
        report.print(System.out);
        assertThat(report.events()).as("events of the set").isGreaterThanOrEqualTo(LEAST_EVENTS);
        assertThat(report.kills()).as("kills of the set").isGreaterThanOrEqualTo(KILLS);
    }

    @Test
    void shouldLoseAndDoubleNothingWhenForecastersAreKilled() {
        assertCleanWithAborts(scenarios().kills(KILLS));
    }

    @Test
    void shouldLoseAndDoubleNothingWhenForecastersOfCategoriesAreKilled() {
        assertCleanWithAborts(scenarios().killsOfCategories(KILLS_OF_CATEGORIES));
    }

    @Test
    void shouldSurviveAKillDuringARebalance() {
        assertCleanWithAborts(scenarios().killDuringRebalance(2));
    }

    @Test
    void shouldSurviveAKillDuringARestore() {
        assertCleanAndInterrupted(scenarios().killDuringRestore(STATE_BYTES));
    }

    @Test
    void shouldFailOverWithLargeState() {
        Row row = scenarios().failOver(STATE_BYTES);
        assertCleanAndInterrupted(row);
        assertThat(row.recovery()).as("until the other one forecasts, %s", row).isLessThan(LONGEST_FAIL_OVER);
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
    void shouldGoOnWhileOneOfThreeBrokersIsKilledAtAnyTime() {
        assertCleanAndInterrupted(scenarios().brokersOfThreeKilled(KILLS_OF_BROKERS));
    }

    @Test
    void shouldGoOnAfterTheBrokerCouldNotBeReached() {
        assertCleanAndInterrupted(scenarios().brokerUnreachable(OUTAGE));
    }

    @Test
    void shouldGoOnAfterTheStateDiskWasFull() {
        Optional<SmallDisk> mounted = SmallDisk.mount(folder().resolve("disk"), DISK_MEGABYTES);
        assumeTrue(mounted.isPresent(), "no disk to fill: mounting a tmpfs needs root");
        try (SmallDisk disk = mounted.orElseThrow()) {
            assertCleanAndInterrupted(scenarios().diskFull(disk));
        }
    }

    @Test
    void shouldRestoreAStateFolderThatIsDeletedOrDamaged() {
        assertCleanWithAborts(scenarios().stateDeletedAndDamaged());
    }

    @Test
    void shouldScaleInTraffic() {
        assertCleanWithAborts(scenarios().scale(0));
    }

    @Test
    void shouldScaleInTrafficWithStandbys() {
        assertCleanWithAborts(scenarios().scale(1));
    }

    @Test
    void shouldTakeBackNothingInARollingRestart() {
        assertCleanAndInterrupted(scenarios().rollingRestart());
    }

    @Test
    void shouldTakeBackAStepThatFailedHalfWay() {
        assertCleanWithAborts(scenarios().exceptionInsideAStep());
    }

    @Test
    void shouldKeepTheOrderOfGenerationsInARollback() {
        assertCleanWithAborts(scenarios().rollback());
    }

    @Test
    void shouldFindWhatAtLeastOnceDoesUnderTheSameFaults() {
        Row control = scenarios().controlAtLeastOnce(3);
        report.addControl(control);
        assertThat(control.verdict().doubled() + control.verdict().wrong()).isPositive();
    }
}
