package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogHistogramTest {
    private static final int BINS = LogHistogram.BINS;

    @Test
    void shouldPutEveryEdgeIntoTheBinThatItOpens() {
        for (int bin = 0; bin < BINS; bin++) {
            assertThat(LogHistogram.bin(LogHistogram.edge(bin))).isEqualTo(bin);
            assertThat(LogHistogram.bin(LogHistogram.middle(bin))).isEqualTo(bin);
            assertThat(LogHistogram.bin(Math.nextDown(LogHistogram.edge(bin + 1))))
                    .isEqualTo(bin);
        }
        assertThat(LogHistogram.edge(0)).isEqualTo(0x1p-8);
        assertThat(LogHistogram.edge(BINS)).isEqualTo(0x1p8);
    }

    @Test
    void shouldCountWhatLiesOutsideInTheOuterBins() {
        for (double small : new double[] {0, -1, Double.MIN_VALUE, 1e-9, Math.nextDown(0x1p-8)}) {
            assertThat(LogHistogram.bin(small)).isZero();
        }
        for (double large : new double[] {256, 1e9, Double.MAX_VALUE, Double.POSITIVE_INFINITY}) {
            assertThat(LogHistogram.bin(large)).isEqualTo(BINS - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {.01, .1, .5, .9, .95, .99, .999})
    void shouldFindQuantilesWithinABinOfTheSortedData(double probability) {
        var random = new Random(6);
        float[] bins = new float[BINS + 3];
        double[] sorted = new double[5_000];
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = Math.abs(random.nextGaussian());
            new LogHistogram(1).add(bins, 3, sorted[i]);
        }
        Arrays.sort(sorted);
        double exact = sorted[(int) Math.ceil(probability * sorted.length) - 1];
        int bin = LogHistogram.bin(exact);
        assertThat(LogHistogram.quantile(bins, 3, probability))
                .isCloseTo(exact, within(LogHistogram.edge(bin + 1) - LogHistogram.edge(bin)));
        assertThat(bins).startsWith(0, 0, 0);
    }

    @Test
    void shouldSayHowMuchLiesAboveAMagnitude() {
        float[] bins = new float[BINS];
        var histogram = new LogHistogram(1);
        histogram.add(bins, 0, 1.1);
        histogram.add(bins, 0, 1.1);
        histogram.add(bins, 0, 3);
        histogram.add(bins, 0, 1e6);
        assertThat(LogHistogram.weightAbove(bins, 0, 0)).isEqualTo(4);
        assertThat(LogHistogram.weightAbove(bins, 0, 1)).isEqualTo(4);
        assertThat(LogHistogram.weightAbove(bins, 0, 1.125)).isCloseTo(3, within(1e-12));
        assertThat(LogHistogram.weightAbove(bins, 0, 1.25)).isEqualTo(2);
        assertThat(LogHistogram.weightAbove(bins, 0, 3.5)).isEqualTo(1);
        assertThat(LogHistogram.weightAbove(bins, 0, 1e9)).isEqualTo(1);
    }

    @Test
    void shouldInvertQuantilesByTheWeightAboveThem() {
        var random = new Random(7);
        float[] bins = new float[BINS];
        for (int i = 0; i < 1_000; i++) {
            new LogHistogram(.999).add(bins, 0, Math.exp(random.nextGaussian()));
        }
        double total = LogHistogram.total(bins, 0);
        for (double p = .02; p < 1; p += .02) {
            double above = LogHistogram.weightAbove(bins, 0, LogHistogram.quantile(bins, 0, p));
            assertThat(above).isCloseTo((1 - p) * total, within(1e-9 * total));
        }
    }

    @Test
    void shouldFadeOldValues() {
        float[] bins = new float[BINS];
        var histogram = new LogHistogram(.9);
        histogram.add(bins, 0, 1);
        for (int i = 0; i < 10; i++) {
            histogram.add(bins, 0, 100);
        }
        assertThat(bins[LogHistogram.bin(1)]).isCloseTo((float) Math.pow(.9, 10), within(1e-6f));
        assertThat(LogHistogram.total(bins, 0)).isCloseTo((1 - Math.pow(.9, 11)) / .1, within(1e-5));
    }

    @Test
    void shouldForgetAltogetherBeforeAFloatRunsOutOfDigits() {
        float[] bins = new float[BINS];
        var histogram = new LogHistogram(.9);
        histogram.add(bins, 0, 1);
        for (int i = 0; i < 2_000; i++) {
            histogram.add(bins, 0, 100);
            assertThat(bins[LogHistogram.bin(1)])
                    .satisfiesAnyOf(
                            w -> assertThat(w).isZero(), w -> assertThat(w).isGreaterThan(Float.MIN_NORMAL));
        }
        assertThat(bins[LogHistogram.bin(1)]).isZero();
    }

    @Test
    void shouldStartLikeAHalfGaussianOfMeanOne() {
        float[] bins = new float[BINS];
        LogHistogram.addHalfGaussianPrior(bins, 0, 20);
        assertThat(LogHistogram.total(bins, 0)).isCloseTo(20, within(1e-4));
        double mean = 0;
        for (int bin = 0; bin < BINS; bin++) {
            mean += bins[bin] * LogHistogram.middle(bin) / 20;
        }
        assertThat(mean).isCloseTo(1, within(.01));
        double sigma = Math.sqrt(Math.PI / 2);
        assertThat(LogHistogram.quantile(bins, 0, .9)).isCloseTo(1.6449 * sigma, within(.03));
    }

    @Test
    void shouldHaveNoQuantileWithoutValues() {
        assertThat(LogHistogram.quantile(new float[BINS], 0, .5)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.1, Double.NaN})
    void shouldRefuseADecayThatIsNone(double decay) {
        assertThatIllegalArgumentException().isThrownBy(() -> new LogHistogram(decay));
    }
}
