package io.streamgauge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class PeaksOverThresholdTest {
    private static final int LEARNED = 40_000;
    /** Digits by which a tail learned from so many values may be off where one in a hundred thousand lies. */
    private static final double TOLERANCE = .4;

    @Test
    void shouldGiveANormalTailItsProbability() {
        PeaksOverThreshold tail = learned(Random::nextGaussian);
        // 2·(1 − Φ(4.417)) = 1e-5
        assertThat(tail.digits(4.417 * 4.417 / 2)).isCloseTo(5, within(TOLERANCE));
    }

    @Test
    void shouldNotTakeAHeavyTailForLight() {
        PeaksOverThreshold laplace = learned(random -> Math.log(1 - random.nextDouble()) * 1.25331 * .63662);
        // of a mean absolute value of .798, one in a hundred thousand is beyond 9.19
        assertThat(laplace.digits(9.19 * 9.19 / 2)).isLessThan(5 + TOLERANCE);
        PeaksOverThreshold power = learned(random -> .5984 * Math.pow(1 - random.nextDouble(), -.25));
        // (x/.5984)^−4 = 1e-5 at 10.64
        assertThat(power.digits(10.64 * 10.64 / 2)).isLessThan(5 + TOLERANCE);
    }

    @Test
    void shouldKeepItsTailDespiteAFewWildValues() {
        var random = new Random(3);
        var tail = new PeaksOverThreshold(.03);
        for (int n = 0; n < LEARNED; n++) {
            double z = n % 5_000 == 4_999 ? 20 : random.nextGaussian();
            tail.learn(z * z / 2, n);
        }
        assertThat(tail.digits(4.417 * 4.417 / 2)).isCloseTo(5, within(TOLERANCE));
    }

    @Test
    void shouldSayNothingBelowTheThreshold() {
        assertThat(new PeaksOverThreshold(.03).digits(PeaksOverThreshold.THRESHOLD))
                .isZero();
    }

    private static PeaksOverThreshold learned(ToDoubleFunction<Random> values) {
        var random = new Random(1);
        var tail = new PeaksOverThreshold(.03);
        for (int n = 0; n < LEARNED; n++) {
            double z = values.applyAsDouble(random);
            tail.learn(z * z / 2, n);
        }
        return tail;
    }
}
