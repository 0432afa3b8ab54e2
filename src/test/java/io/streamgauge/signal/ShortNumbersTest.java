package io.streamgauge.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @Test
    void shouldKeepABoundedShortFloatFinite() {
        float largest = ShortFloat.bounded(1e300);
        assertThat(largest).isFinite().isEqualTo(ShortFloat.of(largest)).isGreaterThan(3.4e38f);
        assertThat(ShortFloat.bounded(Float.MAX_VALUE)).isEqualTo(largest);
        assertThat(ShortFloat.bounded(Double.NEGATIVE_INFINITY)).isEqualTo(-largest);
        assertThat(ShortFloat.bounded(.1)).isEqualTo(ShortFloat.of(.1));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "-1.5, -1.5", "1.0078125, 1.0078125", "1.015624, 1.0078125", "-257, -256"})
    void shouldCutAFloatToTwoBytesTowardsNothing(double value, float kept) {
        assertThat(BFloat16.value(BFloat16.of(value))).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -1e-300, 1e300, .1, -12_345.678})
    void shouldKeepHalfADoubleWithinItsDigits(double value) {
        double kept = HalfDouble.value(HalfDouble.of(value));
        assertThat(kept).isCloseTo(value, within(Math.abs(value) * 0x1p-20));
        assertThat(Math.abs(kept)).isLessThanOrEqualTo(Math.abs(value));
        assertThat(HalfDouble.value(HalfDouble.of(kept))).isEqualTo(kept);
        assertThat(HalfDouble.value(HalfDouble.of(value / 2))).isEqualTo(kept / 2);
    }

    @Test
    void shouldKeepANumberOfOneByteToTheGridOfItsRoot() {
        var random = new Random(4);
        for (int i = 0; i < DRAWS; i++) {
            double value = 12 * random.nextDouble() - 6;
            // Half a step of the root, whose derivative is 2·√(range · value).
            double step = Math.sqrt(6 * Math.abs(value)) / 127 + 6 * Math.pow(.5 / 127, 2);
            assertThat((double) ByteFloat.value(ByteFloat.of(value, 6), 6)).isCloseTo(value, within(1.01 * step));
        }
        for (int code = -127; code <= 127; code++) {
            assertThat(ByteFloat.of(ByteFloat.value((byte) code, 3), 3)).isEqualTo((byte) code);
        }
        assertThat(ByteFloat.value(ByteFloat.of(1e30, 6), 6)).isEqualTo(6);
        assertThat(ByteFloat.value(ByteFloat.of(Double.NaN, 6), 6)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1e-300, 1e300, .1, 12_345.678, Double.MIN_NORMAL})
    void shouldKeepAUnitOfTwoBytesWithinItsDigits(double value) {
        double kept = QuarterDouble.value(QuarterDouble.of(value));
        assertThat(kept).isCloseTo(value, within(value / 64));
        assertThat(QuarterDouble.value(QuarterDouble.of(kept))).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "3600000, 3600000",
        "4194303, 4194303",
        "4194499, 4194000",
        "4194500, 4195000",
        "86400000, 86400000",
        "4194303999999, 4194000000000",
        "9223372036854775807, 4194303000000000"
    })
    void shouldKeepAPauseOfThreeBytes(long millis, long kept) {
        byte[] bytes = new byte[5];
        ShortPause.put(millis, bytes, 1);
        assertThat(ShortPause.millis(bytes, 1)).isEqualTo(kept);
        assertThat(bytes[0]).isZero();
        assertThat(bytes[4]).isZero();
    }

    @Test
    void shouldKeepADirectionInOneByte() {
        float[] kept = new float[2];
        for (int i = -720; i <= 720; i++) {
            double angle = Math.PI * i / 360;
            Direction.write(Direction.of(Math.sin(angle), Math.cos(angle)), kept, 0);
            assertThat((double) kept[0]).isCloseTo(Math.sin(angle), within(1 / 60.));
            assertThat((double) kept[1]).isCloseTo(Math.cos(angle), within(1 / 60.));
            assertThat((double) kept[0] * kept[0] + kept[1] * kept[1]).isCloseTo(1, within(1e-6));
        }
    }
}
