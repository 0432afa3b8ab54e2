package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class TailCalibratorTest {
    private static final int LEARNED = 5_000;
    private static final int ASKED = 20_000;

    @Test
    void shouldBeCalibratedOnGaussianMagnitudes() {
        var random = new Random(1);
        assertCalibrated(() -> Math.abs(random.nextGaussian()));
    }

    @Test
    void shouldBeCalibratedOnExponentialMagnitudes() {
        var random = new Random(2);
        assertCalibrated(() -> -Math.log(1 - random.nextDouble()));
    }

    @Test
    void shouldGiveLargerValuesNoLargerProbability() {
        var random = new Random(3);
        var calibrator = new TailCalibrator();
        for (int n = 0; n < LEARNED; n++) {
            calibrator.learn(Math.abs(random.nextGaussian()));
        }
        double last = 1;
        for (double value = 0; value < 300; value += .01) {
            double p = calibrator.probability(value);
            assertThat(p).isLessThanOrEqualTo(last).isPositive();
            last = p;
        }
    }

    @Test
    void shouldTakeAValueLargerThanAllForRarerThanAnySoFar() {
        var random = new Random(4);
        var calibrator = new TailCalibrator();
        for (int n = 0; n < LEARNED; n++) {
            calibrator.learn(Math.abs(random.nextGaussian()));
        }
        assertThat(calibrator.probability(12)).isLessThan(1e-5);
    }

    @Test
    void shouldNoLongerWonderAtASpikeThatComesBack() {
        var random = new Random(5);
        var calibrator = new TailCalibrator();
        for (int n = 0; n < 10_000; n++) {
            boolean spike = n % 500 == 499;
            double value = spike ? 20 : Math.abs(random.nextGaussian());
            if (spike && n < 1_000) {
                assertThat(calibrator.probability(value)).isLessThan(1e-5);
            } else if (spike && n > 3_000) {
                assertThat(calibrator.probability(value)).isGreaterThan(5e-4);
            }
            calibrator.learn(value);
        }
    }

    @Test
    void shouldStillWonderAtASpikeThatCameOnce() {
        var random = new Random(6);
        var calibrator = new TailCalibrator();
        for (int n = 0; n < LEARNED; n++) {
            calibrator.learn(n == 2_000 ? 20 : Math.abs(random.nextGaussian()));
        }
        assertThat(calibrator.probability(18)).isLessThan(1e-5);
    }

    @Test
    void shouldTakeNoSilenceForRareThatComesBackBeyondTheGrid() {
        var calibrator = new TailCalibrator();
        for (int n = 0; n < LEARNED; n++) {
            calibrator.learn(n % 100 == 0 ? 480 : 1);
        }
        assertThat(calibrator.probability(480)).isGreaterThan(1e-3);
    }

    /** A share q of values has a probability of at most q, within a factor of 2. */
    private static void assertCalibrated(DoubleSupplier values) {
        var calibrator = new TailCalibrator();
        for (int n = 0; n < LEARNED; n++) {
            calibrator.learn(values.getAsDouble());
        }
        double[] levels = {.3, .1, .05, .02, .01, .004};
        int[] below = new int[levels.length];
        for (int n = 0; n < ASKED; n++) {
            double value = values.getAsDouble();
            double p = calibrator.probability(value);
            calibrator.learn(value);
            for (int i = 0; i < levels.length; i++) {
                below[i] += p <= levels[i] ? 1 : 0;
            }
        }
        for (int i = 0; i < levels.length; i++) {
            double share = below[i] / (double) ASKED;
            assertThat(share).as("p ≤ %s", levels[i]).isBetween(levels[i] / 2, levels[i] * 2);
        }
    }
}
