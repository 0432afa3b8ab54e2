package io.streamgauge.forecast;

import io.streamgauge.signal.StateFields;

/**
 * Forecasts whose values have not come yet.
 *
 * <p>For horizon h a ring of h slots: the forecast issued at value number n stands in slot n mod h, where value number
 * n + h finds it before the next one takes its place. Changes are relative to the value at which they were issued.
 * Changes and distances are in the unit of their horizon at that value, which lets a float hold them however large or
 * small the source's own units are. A value at which nothing could be issued has no usual step.
 */
final class PendingForecasts {

    private final int[] horizons;
    private final int[] offsets;
    private final double[] origins;
    /** [experts without persistence][slots]; the stack has the first horizon's alone. */
    private final float[][] byExpert;

    private final float[] mean;
    private final float[] median;
    /** Distances from the mean to the lower ends of the bands, [levels][slots]. */
    private final float[][] lower;
    /** Distances to the upper ends, [levels][slots]. */
    private final float[][] upper;

    private final double[] usualSteps;
    /** In usual steps. */
    private final float[] bandScales;

    PendingForecasts(int[] horizons, int levels) {
        this.horizons = horizons;
        offsets = new int[horizons.length];
        int slots = 0;
        for (int j = 0; j < horizons.length; j++) {
            offsets[j] = slots;
            slots += horizons[j];
        }
        origins = new double[horizons[horizons.length - 1]];
        usualSteps = new double[origins.length];
        bandScales = new float[origins.length];
        byExpert = new float[Expert.ALL.size() - 1][slots];
        byExpert[Expert.STACK.ordinal() - 1] = new float[1];
        mean = new float[slots];
        median = new float[slots];
        lower = new float[levels][slots];
        upper = new float[levels][slots];
    }

    /** Keeps value number {@code number} and the usual step from which its forecasts take their units. */
    void open(long number, double value, double usualStep) {
        int slot = (int) (number % origins.length);
        origins[slot] = value;
        usualSteps[slot] = usualStep;
    }

    /** Marks value number {@code number} as one at which nothing is forecast. */
    void openWithout(long number) {
        open(number, 0, 0);
    }

    /** Whether a forecast of horizon number {@code j} was issued for value number {@code number}. */
    boolean isIssued(long number, int j) {
        return usualSteps[opened(number, j)] > 0;
    }

    /** Keeps what the experts of horizon number {@code j} forecast at value number {@code number}. */
    void putExperts(long number, int j, float[] changes) {
        int slot = slot(number, j);
        for (int e = 1; e < Expert.count(j); e++) {
            byExpert[e - 1][slot] = changes[e];
        }
    }

    void put(long number, int j, float meanChange, float medianChange) {
        int slot = slot(number, j);
        mean[slot] = meanChange;
        median[slot] = medianChange;
    }

    /** Keeps how far the ends of a band are from the mean. */
    void putBand(long number, int j, int level, float toLower, float toUpper) {
        lower[level][slot(number, j)] = toLower;
        upper[level][slot(number, j)] = toUpper;
    }

    /**
     * Keeps what the bands issued at value number {@code number} are measured in.
     *
     * @param scale in usual steps, 0 where it stands on no error
     */
    void putBandScale(long number, float scale) {
        bandScales[(int) (number % origins.length)] = scale;
    }

    /** What the bands of horizon number {@code j} for value number {@code number} were measured in, in usual steps. */
    double bandScale(long number, int j) {
        return bandScales[opened(number, j)];
    }

    /** The value at which the forecast of horizon number {@code j} for value number {@code number} was issued. */
    double origin(long number, int j) {
        return origins[opened(number, j)];
    }

    /** The unit of the forecast of horizon number {@code j} for value number {@code number}, in the source's units. */
    double unit(long number, int j) {
        return SeriesForecaster.unit(usualSteps[opened(number, j)], horizons[j]);
    }

    /** Writes what the experts of horizon number {@code j} had forecast for value number {@code number}. */
    void experts(long number, int j, float[] out) {
        int slot = slot(number, j);
        out[0] = 0;
        for (int e = 1; e < Expert.count(j); e++) {
            out[e] = byExpert[e - 1][slot];
        }
    }

    double mean(long number, int j) {
        return mean[slot(number, j)];
    }

    double median(long number, int j) {
        return median[slot(number, j)];
    }

    double lowerWidth(long number, int j, int level) {
        return lower[level][slot(number, j)];
    }

    double upperWidth(long number, int j, int level) {
        return upper[level][slot(number, j)];
    }

    /** The usual step when the forecast of horizon number {@code j} for value number {@code number} was issued. */
    double usualStep(long number, int j) {
        return usualSteps[opened(number, j)];
    }

    private int opened(long number, int j) {
        return (int) ((number - horizons[j]) % origins.length);
    }

    private int slot(long number, int j) {
        return offsets[j] + (int) (number % horizons[j]);
    }

    void fields(StateFields fields) {
        fields.numbers(origins);
        fields.numbers(usualSteps);
        for (float[] expert : byExpert) {
            fields.reals(expert);
        }
        fields.reals(mean);
        fields.reals(median);
        fields.reals(bandScales);
        for (int l = 0; l < lower.length; l++) {
            fields.reals(lower[l]);
            fields.reals(upper[l]);
        }
    }
}
