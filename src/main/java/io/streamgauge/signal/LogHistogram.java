package io.streamgauge.signal;

/**
 * A histogram of positive magnitudes on a logarithmic grid, in which old values fade.
 *
 * <p>Four bins per octave from 2⁻⁸ to 2⁸, straight lines inside a bin. Before each new value every bin is multiplied by
 * the decay, so that the histogram stands for the last 1/(1 − decay) values. What lies outside the grid counts in its
 * first or last bin; all that the last bin holds may be as large as any magnitude beyond the grid.
 *
 * <p>The bins are the caller's: {@link #BINS} floats from an offset on, so that many histograms share one array.
 */
public final class LogHistogram {

    /** Floats that one histogram takes. */
    public static final int BINS = 64;

    /** Less weight than this is none: denormal floats would slow every later step down. */
    private static final float LEAST_WEIGHT = 1e-20f;

    private static final int BINS_PER_OCTAVE = 4;
    private static final int LOWEST_EXPONENT = -8;
    private static final int MANTISSA_BITS = 52;
    private static final int FRACTION_SHIFT = MANTISSA_BITS - 2;

    private final float decay;

    public LogHistogram(double decay) {
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("decay is " + decay + ", expected more than 0 and at most 1");
        }
        this.decay = (float) decay;
    }

    /** Fades what is there and counts {@code magnitude} once. */
    public void add(float[] bins, int at, double magnitude) {
        for (int i = 0; i < BINS; i++) {
            float faded = bins[at + i] * decay;
            bins[at + i] = faded < LEAST_WEIGHT ? 0 : faded;
        }
        bins[at + bin(magnitude)] += 1;
    }

    /** Adds {@code weight} values spread like the absolute value of a Gaussian whose mean magnitude is 1. */
    public static void addHalfGaussianPrior(float[] bins, int at, double weight) {
        double sigma = Math.sqrt(Math.PI / 2);
        double below = 0;
        for (int i = 0; i < BINS; i++) {
            double within = i == BINS - 1 ? 1 : halfGaussian(edge(i + 1) / sigma);
            bins[at + i] += (float) (weight * (within - below));
            below = within;
        }
    }

    /** The total weight of all values counted. */
    public static double total(float[] bins, int at) {
        double total = 0;
        for (int i = 0; i < BINS; i++) {
            total += bins[at + i];
        }
        return total;
    }

    /** The magnitude that a share {@code probability} of the values does not exceed; 0 for an empty histogram. */
    public static double quantile(float[] bins, int at, double probability) {
        double needed = probability * total(bins, at);
        double below = 0;
        for (int i = 0; i < BINS; i++) {
            double count = bins[at + i];
            if (count > 0 && below + count >= needed) {
                double share = (needed - below) / count;
                return edge(i) + share * (edge(i + 1) - edge(i));
            }
            below += count;
        }
        return below > 0 ? edge(BINS) : 0;
    }

    /** The weight of the values above {@code magnitude}; beyond the grid the weight of the last bin. */
    public static double weightAbove(float[] bins, int at, double magnitude) {
        if (magnitude >= edge(BINS)) {
            return bins[at + BINS - 1];
        }
        int bin = bin(magnitude);
        double above = 0;
        for (int i = bin + 1; i < BINS; i++) {
            above += bins[at + i];
        }
        double share = (edge(bin + 1) - magnitude) / (edge(bin + 1) - edge(bin));
        return above + bins[at + bin] * Math.max(0, Math.min(1, share));
    }

    /** The lower edge of bin {@code bin}; {@code edge(BINS)} is the upper edge of the grid. */
    public static double edge(int bin) {
        int octave = Math.floorDiv(bin, BINS_PER_OCTAVE);
        int part = Math.floorMod(bin, BINS_PER_OCTAVE);
        return Math.scalb(1.0 + part / (double) BINS_PER_OCTAVE, LOWEST_EXPONENT + octave);
    }

    /** The middle of bin {@code bin}. */
    public static double middle(int bin) {
        return .5 * (edge(bin) + edge(bin + 1));
    }

    /** The bin in which {@code magnitude} counts. */
    public static int bin(double magnitude) {
        if (!(magnitude > 0)) {
            return 0;
        }
        int octave = Math.getExponent(magnitude) - LOWEST_EXPONENT;
        int part = (int) (Double.doubleToRawLongBits(magnitude) >>> FRACTION_SHIFT) & (BINS_PER_OCTAVE - 1);
        return Math.max(0, Math.min(BINS - 1, octave * BINS_PER_OCTAVE + part));
    }

    /** P(|Z| ≤ z) of a standard Gaussian, Abramowitz and Stegun (1964), 7.1.26: error below 1.5e-7. */
    public static double halfGaussian(double z) {
        double x = z / Math.sqrt(2);
        double t = 1 / (1 + .3275911 * x);
        double polynomial =
                t * (.254829592 + t * (-.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        return 1 - polynomial * StrictMath.exp(-x * x);
    }
}
