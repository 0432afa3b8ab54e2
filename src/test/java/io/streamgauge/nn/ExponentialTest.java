package io.streamgauge.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The exponential beside that of StrictMath. */
class ExponentialTest {

    private static final double RELATIVE = 3e-7;

    @Test
    void shouldBeAsNearAsItSays() {
        double worst = 0;
        for (float x = Exponential.LEAST; x < Exponential.LARGEST; x += .000_7f) {
            double exact = StrictMath.exp(x);
            worst = Math.max(worst, Math.abs(Exponential.of(x) - exact) / exact);
        }
        assertThat(worst).isLessThan(RELATIVE);
        assertThat(Exponential.of(0)).isEqualTo(1);
    }

    @Test
    void shouldStayFiniteAndKeepNaN() {
        assertThat(Exponential.of(Float.NEGATIVE_INFINITY))
                .isEqualTo(Exponential.of(Exponential.LEAST))
                .isPositive();
        assertThat(Exponential.of(Float.POSITIVE_INFINITY)).isFinite();
        assertThat(Exponential.of(Float.NaN)).isNaN();
    }
}
