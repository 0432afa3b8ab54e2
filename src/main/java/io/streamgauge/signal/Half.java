package io.streamgauge.signal;

/**
 * Numbers in half precision, IEEE 754's binary16: 11 significant bits, up to {@value #LARGEST}.
 *
 * <p>What a key keeps in many copies is kept so: a relative error of 2⁻¹¹ in a feature or in a forecast that waits for its
 * value is far below its noise. There are no infinities and no NaN: what is too large becomes the largest, and what is no
 * number becomes 0.
 */
public final class Half {

    /** The largest magnitude. */
    public static final float LARGEST = 65_504;

    /** Moves a float's exponent to a half's, and back. */
    private static final float DOWN = 0x1p-112f;

    private static final float UP = 0x1p112f;
    private static final int MANTISSA_SHIFT = 13;
    private static final int SIGN_SHIFT = 16;
    private static final int SIGN = 0x8000;
    private static final int MAGNITUDE = 0x7fff;
    private static final int BELOW_HALF = (1 << MANTISSA_SHIFT - 1) - 1;

    private Half() {}

    /** The half nearest to {@code value}; of two equally near, the even one. */
    public static short of(double value) {
        float single = (float) value;
        float magnitude = Math.abs(single) <= LARGEST ? Math.abs(single) : Float.isNaN(single) ? 0 : LARGEST;
        int bits = Float.floatToRawIntBits(magnitude * DOWN);
        int rounded = bits + BELOW_HALF + (bits >> MANTISSA_SHIFT & 1) >> MANTISSA_SHIFT;
        return (short) (rounded | Float.floatToRawIntBits(single) >>> SIGN_SHIFT & SIGN);
    }

    /** The number that a half stands for. */
    public static float value(short half) {
        float magnitude = Float.intBitsToFloat((half & MAGNITUDE) << MANTISSA_SHIFT) * UP;
        return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | (half & SIGN) << SIGN_SHIFT);
    }
}
