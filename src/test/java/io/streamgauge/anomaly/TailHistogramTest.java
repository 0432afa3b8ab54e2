package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class TailHistogramTest {
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
        var histogram = new TailHistogram();
        for (int n = 0; n < LEARNED; n++) {
            histogram.learn(Math.abs(random.nextGaussian()), n);
        }
        double last = 1;
        for (double value = 0; value < 300; value += .01) {
            double p = probability(histogram, value);
            assertThat(p).isLessThanOrEqualTo(last).isPositive();
            last = p;
        }
    }

    @Test
    void shouldTakeAValueLargerThanAllForRarerThanAnySoFar() {
        var random = new Random(4);
        var histogram = new TailHistogram();
        for (int n = 0; n < LEARNED; n++) {
            histogram.learn(Math.abs(random.nextGaussian()), n);
        }
        assertThat(probability(histogram, 12)).isLessThan(1e-5);
    }

    @Test
    void shouldNoLongerWonderAtASpikeThatComesBack() {
        var random = new Random(5);
        var histogram = new TailHistogram();
        for (int n = 0; n < 10_000; n++) {
            boolean spike = n % 500 == 499;
            double value = spike ? 20 : Math.abs(random.nextGaussian());
            if (spike && n < 500) {
                assertThat(probability(histogram, value)).isLessThan(1e-5);
            } else if (spike && n > 3_000) {
                assertThat(probability(histogram, value)).isGreaterThan(5e-4);
            }
            histogram.learn(value, n);
        }
    }

    @Test
    void shouldWonderAtASpikeThatCameOnceNoMoreThanAtOneInSoMany() {
        var random = new Random(6);
        var histogram = new TailHistogram();
        for (int n = 0; n < LEARNED; n++) {
            histogram.learn(n == 2_000 ? 20 : Math.abs(random.nextGaussian()), n);
        }
        assertThat(probability(histogram, 18)).isBetween(1.0 / LEARNED, 2.0 / LEARNED);
        assertThat(probability(histogram, 40)).isLessThan(1e-5);
    }

    @Test
    void shouldStillWonderAtASpikeThatCameOnceWhereOneIsNoHabit() {
        var random = new Random(6);
        var histogram = TailHistogram.ofResiduals(3);
        for (int n = 0; n < LEARNED; n++) {
            histogram.learn(n == 2_000 ? 20 : Math.abs(random.nextGaussian()), n);
        }
        assertThat(probability(histogram, 18)).isLessThan(1e-5);
        histogram.learn(19, LEARNED);
        histogram.learn(21, LEARNED + 1);
        assertThat(probability(histogram, 18)).isGreaterThan(1.0 / LEARNED);
    }

    @Test
    void shouldTakeNoSilenceForRareThatComesBackBeyondTheGrid() {
        var histogram = new TailHistogram();
        for (int n = 0; n < LEARNED; n++) {
            histogram.learn(n % 100 == 0 ? 480 : 1, n);
        }
        assertThat(probability(histogram, 480)).isGreaterThan(1e-3);
    }

    private static double probability(TailHistogram histogram, double value) {
        return Math.pow(10, -histogram.rarity(value));
    }

    /** A share q of values has a probability of at most q, within a factor of 2. */
    private static void assertCalibrated(DoubleSupplier values) {
        var histogram = new TailHistogram();
        for (int n = 0; n < LEARNED; n++) {
            histogram.learn(values.getAsDouble(), n);
        }
        double[] levels = {.3, .1, .05, .02, .01, .004};
        int[] below = new int[levels.length];
        for (int n = 0; n < ASKED; n++) {
            double value = values.getAsDouble();
            double p = probability(histogram, value);
            histogram.learn(value, LEARNED + n);
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
