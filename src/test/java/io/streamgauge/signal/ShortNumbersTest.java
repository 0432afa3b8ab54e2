package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortNumbersTest {

    private static final int DRAWS = 100_000;
    private static final float LEAST_NORMAL_HALF = 0x1p-14f;

    /** The bits that IEEE 754's binary16 gives these numbers. */
    @ParameterizedTest
    @CsvSource({
        "0, 0000",
        "1, 3c00",
        "-2, c000",
        "65504, 7bff",
        "0.333251953125, 3555",
        "6.103515625e-5, 0400",
        "5.960464477539063e-8, 0001",
        "1.0009765625, 3c01",
        "-0.1, ae66",
        "2049, 6800",
        "2051, 6802"
    })
    void shouldHaveTheBitsOfTheStandard(float value, String bits) {
        assertThat(Half.of(value)).isEqualTo((short) Integer.parseInt(bits, 16));
    }

    @Test
    void shouldKeepEveryHalfAsItIs() {
        for (int bits = 0; bits <= 0x7bff; bits++) {
            assertThat(Half.of(Half.value((short) bits))).isEqualTo((short) bits);
            assertThat(Half.of(Half.value((short) (bits | 0x8000)))).isEqualTo((short) (bits | 0x8000));
        }
    }

    @Test
    void shouldRoundToTheNearest() {
        var random = new Random(3);
        for (int i = 0; i < DRAWS; i++) {
            float value = (float) (random.nextGaussian() * StrictMath.exp(4 * random.nextGaussian()));
            if (Math.abs(value) > LEAST_NORMAL_HALF && Math.abs(value) < Half.LARGEST) {
                assertThat(Half.value(Half.of(value))).isCloseTo(value, within(Math.abs(value) * 0x1p-11f));
            }
            assertThat(ShortFloat.of(value)).isCloseTo(value, within(Math.abs(value) * 0x1p-16f));
            assertThat(Float.floatToRawIntBits(ShortFloat.of(value)) & 0xff).isZero();
        }
    }

    @Test
    void shouldNeverGiveAHalfThatIsNoNumber() {
        assertThat(Half.value(Half.of(Double.NaN))).isZero();
        assertThat(Half.value(Half.of(Double.POSITIVE_INFINITY))).isEqualTo(Half.LARGEST);
        assertThat(Half.value(Half.of(-1e300))).isEqualTo(-Half.LARGEST);
        assertThat(Half.value(Half.of(65_519))).isEqualTo(Half.LARGEST);
    }

    @Test
    void shouldLetAShortFloatStayWhatIsNoNumber() {
        assertThat(ShortFloat.of(Double.NaN)).isNaN();
        assertThat(ShortFloat.of(Double.NEGATIVE_INFINITY)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(ShortFloat.of(-0.0)).isZero();
    }
}
