package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Errors of a forecast, a value a minute. */
class ForecastSurpriseTest {
    private static final int MONTH = 43_200;
    private static final double ONE_A_MONTH = 1.0 / MONTH;
    private static final int WARM = 5_000;

    private final Random random = new Random(5);
    private final ForecastSurprise surprise = new ForecastSurprise();

    @Test
    void shouldFindASpikeOfSixDeviationsAtOnce() {
        warmUp();
        step(6);
        assertThat(surprise.score).isGreaterThan(1);
        assertThat(surprise.statistic).isEqualTo(Statistic.SPIKE);
    }

    @Test
    void shouldFindAShiftThatNoSingleValueShows() {
        warmUp();
        assertThat(findsShift(60)).isTrue();
        assertThat(surprise.statistic).isEqualTo(Statistic.DRIFT);
    }

    @Test
    void shouldFindOneAnomalyAfterTheOther() {
        warmUp();
        for (int n = 0; n < 8; n++) {
            step(40);
            for (int i = 0; i < 20; i++) {
                step(8);
            }
            noise(2_000);
            step(6);
            assertThat(surprise.score).as("spike %s", n).isGreaterThan(1);
            noise(2_000);
        }
    }

    @Test
    void shouldTakeWhatComesAgainAndAgainForUsual() {
        warmUp();
        int alarms = 0;
        for (int n = 0; n < 400; n++) {
            noise(49);
            step(6 + random.nextDouble());
            alarms += n >= 200 && surprise.score > 1 ? 1 : 0;
        }
        assertThat(alarms).isLessThan(20);
    }

    @Test
    void shouldStayFiniteWhateverComes() {
        for (int n = 0; n < WARM; n++) {
            surprise.step(0, ONE_A_MONTH);
            assertThat(surprise.score).isZero();
        }
        for (int n = 0; n < WARM; n++) {
            surprise.step(n % 2 == 0 ? Double.MAX_VALUE : -Double.MAX_VALUE, ONE_A_MONTH);
            assertThat(surprise.score).isFinite();
        }
    }

    /** A forecast that is exactly right at first must not be taken for one that never leans. */
    @Test
    void shouldAskForMoreWhereForecastsLean() {
        surprise.step(0, ONE_A_MONTH);
        int alarms = 0;
        for (int n = 0; n < 2 * WARM; n++) {
            step(.5 + random.nextGaussian());
            alarms += n >= WARM && surprise.score > 1 && surprise.statistic == Statistic.DRIFT ? 1 : 0;
        }
        assertThat(alarms).isLessThan(5);
    }

    private boolean findsShift(int values) {
        for (int n = 0; n < values; n++) {
            step(2.2 + .5 * random.nextGaussian());
            if (surprise.score > 1) {
                return true;
            }
        }
        return false;
    }

    private void warmUp() {
        noise(WARM);
    }

    private void noise(int values) {
        for (int n = 0; n < values; n++) {
            step(random.nextGaussian());
        }
    }

    private void step(double error) {
        surprise.step(error, ONE_A_MONTH);
    }
}
