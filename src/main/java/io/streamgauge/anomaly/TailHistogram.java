package io.streamgauge.anomaly;

import io.streamgauge.signal.Elementary;
import io.streamgauge.signal.StateFields;

/**
 * The rarity of one piece of evidence, learned from its own past.
 *
 * <pre>
 *   x(v) = {@value #BINS_PER_OCTAVE}·(log₂ v − lowest)                           bins of equal width in x; log₂ straight within an octave
 *   r(v) = −log₁₀ (share of past values above v)                up to the bin that holds the top {@value #TAIL_SHARE}
 *   r(v) = −log₁₀ p_u + (x(v) − x_u)/(ξ·ln 10)                  beyond its upper end x_u, p_u the share beyond x_u
 *   ξ    = (Σ (x_i − x_u) + n₀·ξ₀) / (n + n₀)                   over past values beyond x_u
 * </pre>
 *
 * <p>The third and fourth lines are Hill's tail (1975) with n₀ values of prior. Rarity never exceeds what the past says: where
 * values as large have been seen, up to a bin less if there are few, r is at most −log₁₀ of their share. What recurs is thus
 * no surprise, however far out it lies.
 */
final class TailHistogram {

    static final int BINS = 32;

    private static final int BINS_PER_OCTAVE = 5;
    private static final double LOWEST = -1;
    private static final int MEMORY = 15_000;
    private static final double TAIL_SHARE = .02;
    private static final double PRIOR_VALUES = 100;
    private static final double BINS_PER_E_FOLD = BINS_PER_OCTAVE * 1.4427;
    /** In e-folds: an exponential law's beyond its top fiftieth, 1/ln 50. */
    private static final double EXPONENTIAL = .256;
    /** In e-folds: a normal law's further out, 1/u² at 3.2 of its widths. */
    private static final double NORMAL = .1;

    private static final double TO_DIGITS = .4342945;
    /** A past value this little smaller, in bins, was as large. */
    private static final double AS_LARGE = 1;
    /** So many that are as large are no few. */
    private static final double MANY = 10;

    /** So many counts left of one are still one that was seen. */
    private static final double LEAST_SEEN = .5;

    private final Counts counts = new Counts(BINS, MEMORY);
    private final double recurring;
    /** ξ₀ in bins. */
    private final double priorExcess;

    /** Of evidence that is made of many values: one that came before is known, and large ones are not rare. */
    TailHistogram() {
        this(1, EXPONENTIAL * BINS_PER_E_FOLD);
    }

    private TailHistogram(double recurring, double priorExcess) {
        this.recurring = recurring;
        this.priorExcess = priorExcess;
    }

    /**
     * Of single residuals, which are rare as soon as they leave the noise.
     *
     * @param recurring past values as large from which on the past has the only say
     */
    static TailHistogram ofResiduals(double recurring) {
        return new TailHistogram(recurring, NORMAL * BINS_PER_E_FOLD);
    }

    /** −log₁₀ of the probability of a value as large as {@code value}, before it is learned; 0 while nothing is known. */
    double rarity(double value) {
        if (counts.total() < Counts.UNIT) {
            return 0;
        }
        double x = Math.min(BINS, position(value));
        if (x < 0) {
            return 0;
        }
        double all = counts.total() / (double) Counts.UNIT + 1;
        double needed = TAIL_SHARE * counts.total();
        int bin = (int) x;
        if (bin == 0 || counts.unitsFrom(bin) >= needed) {
            return digits((above(x) + .5) / all);
        }
        int edge = BINS;
        double beyond = 0;
        double excess = 0;
        while (edge > 1 && beyond + counts.units(edge - 1) < needed) {
            edge--;
            excess += beyond + .5 * counts.units(edge);
            beyond += counts.units(edge);
        }
        double seen = beyond / Counts.UNIT;
        double mean = (excess / Counts.UNIT + PRIOR_VALUES * priorExcess) / (seen + PRIOR_VALUES);
        double least = digits((seen + .5) / all);
        double rarity = least + (x - edge) / mean * TO_DIGITS;
        return Math.max(least, atMostAsSeen(rarity, asLarge(x), all));
    }

    /** Past values as large; where they are few, those a little smaller count too. */
    private double asLarge(double x) {
        return Math.max(above(x), Math.min(MANY, above(x - AS_LARGE)));
    }

    private double atMostAsSeen(double rarity, double seen, double all) {
        if (seen < LEAST_SEEN) {
            return rarity;
        }
        double share = Math.min(1, seen / recurring);
        return Math.min(rarity, share * digits((seen + .5) / all) + (1 - share) * rarity);
    }

    /**
     * Takes in a value.
     *
     * @param number of the value, another one each time
     */
    void learn(double value, long number) {
        counts.add((int) Math.max(0, Math.min(BINS - 1, position(value))), number);
    }

    /** Past values whose position is above {@code x}. */
    private double above(double x) {
        int bin = (int) Math.max(0, Math.floor(x));
        double units = counts.unitsFrom(bin + 1);
        if (bin < BINS) {
            units += counts.units(bin) * Math.max(0, Math.min(1, bin + 1 - x));
        }
        return units / Counts.UNIT;
    }

    static double digits(double probability) {
        return probability >= 1 ? 0 : -Elementary.log10(probability);
    }

    private static double position(double value) {
        if (!(value >= Double.MIN_NORMAL)) {
            return -1;
        }
        int octave = Math.getExponent(value);
        return BINS_PER_OCTAVE * (octave + Elementary.significand(value) - 1 - LOWEST);
    }

    void fields(StateFields fields) {
        counts.fields(fields);
    }
}
