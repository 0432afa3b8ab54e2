package io.streamgauge.learn;

/**
 * The sum of squares of floats, in double, as eight interleaved partial sums added in order.
 *
 * <p>Value i goes to partial sum i mod 8, counted from the first: eight chains of additions run side by side, and the
 * result depends on the values alone.
 */
final class SumOfSquares {
    private SumOfSquares() {}

    /** {@code Σ v²} over the values from {@code from} to {@code to − 1}. */
    static double of(float[] values, int from, int to) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double s5 = 0;
        double s6 = 0;
        double s7 = 0;
        int whole = to - (to - from) % 8;
        for (int i = from; i < whole; i += 8) {
            s0 += square(values[i]);
            s1 += square(values[i + 1]);
            s2 += square(values[i + 2]);
            s3 += square(values[i + 3]);
            s4 += square(values[i + 4]);
            s5 += square(values[i + 5]);
            s6 += square(values[i + 6]);
            s7 += square(values[i + 7]);
        }
        // The last, incomplete round: at most seven values.
        s0 += squareBelow(to, whole, values);
        s1 += squareBelow(to, whole + 1, values);
        s2 += squareBelow(to, whole + 2, values);
        s3 += squareBelow(to, whole + 3, values);
        s4 += squareBelow(to, whole + 4, values);
        s5 += squareBelow(to, whole + 5, values);
        s6 += squareBelow(to, whole + 6, values);
        return s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7;
    }

    private static double square(double value) {
        return value * value;
    }

    private static double squareBelow(int to, int index, float[] values) {
        return index < to ? square(values[index]) : 0;
    }
}
