package io.streamgauge.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConformalBandTest {
    private static final int VALUES = 20_000;
    private static final int WARM_UP = 500;

    @Test
    void shouldCoverGaussianNoise() {
        var random = new Random(1);
        assertThat(coverage(.9, n -> random.nextGaussian())).isBetween(.88, .92);
    }

    @Test
    void shouldCoverHeavyTails() {
        var random = new Random(2);
        // Student's t with 3 degrees of freedom.
        assertThat(coverage(.9, n -> {
                    double chi = 0;
                    for (int i = 0; i < 3; i++) {
                        double z = random.nextGaussian();
                        chi += z * z;
                    }
                    return random.nextGaussian() / Math.sqrt(chi / 3);
                }))
                .isBetween(.88, .92);
    }

    @Test
    void shouldCoverNoiseWhoseVarianceChanges() {
        var random = new Random(3);
        assertThat(coverage(.9, n -> random.nextGaussian() * (n / 300 % 2 == 0 ? 1 : 10)))
                .isBetween(.88, .92);
    }

    @ParameterizedTest
    @ValueSource(doubles = {.2, .5, .8, .95, .99})
    void shouldCoverWhatIsAskedFor(double level) {
        var random = new Random(4);
        assertThat(coverage(level, n -> random.nextGaussian())).isCloseTo(level, within(.02));
    }

    @Test
    void shouldBeAGaussianBandOfTheUsualStepBeforeAnyError() {
        // The mean magnitude of a Gaussian is .798 σ, its 90 % band ±1.645 σ.
        assertThat(new ConformalBand(.9).halfWidth(7)).isCloseTo(7 * 1.645 / .798, within(.3));
    }

    @Test
    void shouldScaleWithTheErrors() {
        var random = new Random(5);
        var band = new ConformalBand(.9);
        var scaled = new ConformalBand(.9);
        for (int n = 0; n < 1_000; n++) {
            double error = random.nextGaussian();
            band.learn(error, band.halfWidth(1), 1);
            scaled.learn(error * 0x1p40, scaled.halfWidth(0x1p40), 0x1p40);
            assertThat(scaled.halfWidth(0x1p40)).isEqualTo(0x1p40 * band.halfWidth(1));
        }
    }

    @Test
    void shouldOpenAgainAfterALongStandstill() {
        var random = new Random(6);
        var band = new ConformalBand(.9);
        for (int n = 0; n < 5_000; n++) {
            band.learn(0, band.halfWidth(1), 1);
        }
        int misses = 0;
        for (int n = 0; n < 1_000; n++) {
            double error = random.nextGaussian();
            misses += n >= 500 && Math.abs(error) > band.halfWidth(1) ? 1 : 0;
            band.learn(error, band.halfWidth(1), 1);
            assertThat(band.halfWidth(1)).isFinite().isNotNegative();
        }
        assertThat(misses).isLessThan(75);
    }

    private static double coverage(double level, IntToDoubleFunction errors) {
        var band = new ConformalBand(level);
        int covered = 0;
        for (int n = 0; n < VALUES; n++) {
            double error = errors.applyAsDouble(n);
            double width = band.halfWidth(1);
            covered += n >= WARM_UP && Math.abs(error) <= width ? 1 : 0;
            band.learn(error, width, 1);
        }
        return covered / (double) (VALUES - WARM_UP);
    }
}
