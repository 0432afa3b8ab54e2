package io.streamgauge.signal;

/**
 * Elementary functions as short series of additions, multiplications and one division: the same bits on every machine, as
 * {@link StrictMath} has them, in a fraction of its time. What is computed here goes into features and surprises, which
 * need no more digits.
 */
public final class Elementary {

    private static final double LN_2 = .6931471805599453;
    private static final double LOG10_E = .4342944819032518;
    private static final double HALF_SQRT_2 = .7071067811865476;

    private static final long MANTISSA = (1L << 52) - 1;
    private static final long EXPONENT_OF_ONE = Double.doubleToRawLongBits(1);

    private static final double TWO_PI = 2 * Math.PI;
    private static final int QUARTERS = 4;

    private Elementary() {}

    /**
     * ln x; for what is not positive, normal and finite as {@link StrictMath#log}.
     *
     * <pre>
     *   x = m·2ᵉ with √½ ≤ m &lt; √2,  s = (m − 1) / (m + 1),  ln x = e·ln 2 + 2·(s + s³/3 + … + s¹³/13)
     * </pre>
     *
     * <p>Absolute error at most 1e-12, beside the rounding of the result.
     */
    public static double log(double x) {
        if (!(x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE)) {
            return StrictMath.log(x);
        }
        double half = .5 * significand(x);
        boolean low = half < HALF_SQRT_2;
        double m = low ? 2 * half : half;
        int exponent = low ? Math.getExponent(x) : Math.getExponent(x) + 1;
        double s = (m - 1) / (m + 1);
        double q = s * s;
        double series = 1 + q * (1. / 3 + q * (1. / 5 + q * (1. / 7 + q * (1. / 9 + q * (1. / 11 + q * (1. / 13))))));
        return exponent * LN_2 + 2 * s * series;
    }

    /** The logarithm to the base 10, from {@link #log}. */
    public static double log10(double x) {
        return LOG10_E * log(x);
    }

    /** The m in x = m·2ᵉ with 1 ≤ m &lt; 2 of a positive normal number. */
    public static double significand(double x) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(x) & MANTISSA | EXPONENT_OF_ONE);
    }

    /**
     * sin(2π·turns) of 0 to 1 turns.
     *
     * <p>Taylor's series to the power of 13 within an eighth of a turn from the next quarter; absolute error at most 1e-13.
     */
    public static double sine(double turns) {
        return quarter(turns, 0);
    }

    /** cos(2π·turns) of 0 to 1 turns, as {@link #sine}. */
    public static double cosine(double turns) {
        return quarter(turns, 1);
    }

    private static double quarter(double turns, int further) {
        int quarters = (int) (QUARTERS * turns + .5);
        double y = TWO_PI * (turns - quarters / (double) QUARTERS);
        int quarter = quarters + further;
        double size = (quarter & 1) == 0 ? sineNearZero(y) : cosineNearZero(y);
        return (quarter & 2) == 0 ? size : -size;
    }

    private static double sineNearZero(double y) {
        double q = y * y;
        double rest = 1 - q * (1. / 42) * (1 - q * (1. / 72) * (1 - q * (1. / 110) * (1 - q * (1. / 156))));
        return y * (1 - q * (1. / 6) * (1 - q * (1. / 20) * rest));
    }

    private static double cosineNearZero(double y) {
        double q = y * y;
        double rest = 1 - q * (1. / 56) * (1 - q * (1. / 90) * (1 - q * (1. / 132) * (1 - q * (1. / 182))));
        return 1 - q * .5 * (1 - q * (1. / 12) * (1 - q * (1. / 30) * rest));
    }
}
