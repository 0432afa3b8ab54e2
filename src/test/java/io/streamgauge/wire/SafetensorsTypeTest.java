package io.streamgauge.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class SafetensorsTypeTest {

    /** Against the definition in double precision, where every step is exact. */
    @Test
    void shouldConvertEveryHalfPrecisionNumberExactly() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 0x1f;
            double fraction = (bits & 0x3ff) / 1024.;
            double magnitude;
            if (exponent == 31) {
                magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            } else if (exponent == 0) {
                magnitude = Math.scalb(fraction, -14);
            } else {
                magnitude = Math.scalb(1 + fraction, exponent - 15);
            }
            Double expected = bits >= 1 << 15 ? -magnitude : magnitude;
            // As objects, so that -0 differs from 0 and NaN equals itself.
            assertThat(Double.valueOf(SafetensorsType.half((short) bits)))
                    .as("half %x", bits)
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldTakeTheUpperHalfOfAFloatAsItIs() throws WireFormatException {
        assertThat(read(
                        SafetensorsType.BF16,
                        buffer(6)
                                .putShort((short) 0x3f80)
                                .putShort((short) 0xc049)
                                .putShort((short) 0xff80)))
                .containsExactly(1, Float.intBitsToFloat(0xc049 << 16), Float.NEGATIVE_INFINITY);
    }

    @Test
    void shouldRoundDoublesToTheNearestFloat() throws WireFormatException {
        double halfwayToInfinity = 0x1p128 - 0x1p103;
        double greatest = Math.nextDown(halfwayToInfinity);
        assertThat(read(
                        SafetensorsType.F64,
                        buffer(40)
                                .putDouble(0.1)
                                .putDouble(1e-50)
                                .putDouble(greatest)
                                .putDouble(Double.NEGATIVE_INFINITY)
                                .putDouble(Double.NaN)))
                .containsExactly(0.1f, 0, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, Float.NaN);
        assertThatExceptionOfType(WireFormatException.class)
                .isThrownBy(() -> read(SafetensorsType.F64, buffer(8).putDouble(halfwayToInfinity)))
                .withMessageContaining("tensor 'x'");
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static float[] read(SafetensorsType type, ByteBuffer filled) throws WireFormatException {
        float[] out = new float[filled.flip().remaining() / type.bytes()];
        type.read("x", filled, out);
        return out;
    }
}
