package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElementaryTest {

    private static final int DRAWS = 100_000;

    @Test
    void shouldHaveTheLogarithmOfEveryMagnitude() {
        var random = new Random(1);
        for (int i = 0; i < DRAWS; i++) {
            double x = Math.scalb(1 + random.nextDouble(), random.nextInt(2_046) - 1_022);
            double expected = StrictMath.log(x);
            assertThat(Elementary.log(x)).isCloseTo(expected, within(1e-12 + Math.abs(expected) * 0x1p-51));
        }
    }

    /** Where the series changes from one power of two to the next, and where logarithms are small. */
    @ParameterizedTest
    @ValueSource(
            doubles = {
                1,
                0.9999999999,
                1.0000000001,
                .7071067811865475,
                .7071067811865476,
                1.4142135623730951,
                2,
                .5,
                10
            })
    void shouldHaveTheLogarithmWherePiecesMeet(double x) {
        assertThat(Elementary.log(x)).isCloseTo(StrictMath.log(x), within(1e-12));
        assertThat(Elementary.log10(x)).isCloseTo(StrictMath.log10(x), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 1e-310})
    void shouldLeaveWhatIsNotNormalToTheStandard(double x) {
        assertThat(Double.valueOf(Elementary.log(x))).isEqualTo(Double.valueOf(StrictMath.log(x)));
    }

    @Test
    void shouldTurnOnce() {
        for (int i = 0; i <= DRAWS; i++) {
            double turns = i / (double) DRAWS;
            assertThat(Elementary.sine(turns)).isCloseTo(StrictMath.sin(2 * Math.PI * turns), within(1e-13));
            assertThat(Elementary.cosine(turns)).isCloseTo(StrictMath.cos(2 * Math.PI * turns), within(1e-13));
        }
    }

    @Test
    void shouldBeExactAtTheQuarters() {
        assertThat(Elementary.sine(0)).isZero();
        assertThat(Elementary.sine(.25)).isEqualTo(1);
        assertThat(Elementary.cosine(.5)).isEqualTo(-1);
        assertThat(Math.abs(Elementary.sine(.5))).isZero();
        assertThat(Elementary.cosine(1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 3e-300, 7e300, Double.MIN_NORMAL, Double.MAX_VALUE})
    void shouldHaveTheSignificand(double x) {
        assertThat(Elementary.significand(x)).isEqualTo(Math.scalb(x, -Math.getExponent(x)));
    }
}
