package io.streamgauge.forecast;

import io.streamgauge.signal.StateFields;

/**
 * Forecasts whose values have not come yet.
 *
 * <p>For horizon h a ring of h slots: the forecast issued at value number n stands in slot n mod h, where value number
 * n + h finds it before the next one takes its place. Changes are relative to the value at which they were issued.
 * Changes and half-widths are in the unit of their horizon at that value, which lets a float hold them however large or
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
    /** [levels][slots]. */
    private final float[][] halfWidths;

    private final double[] usualSteps;

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
        byExpert = new float[Expert.ALL.size() - 1][slots];
        byExpert[Expert.STACK.ordinal() - 1] = new float[1];
        mean = new float[slots];
        median = new float[slots];
        halfWidths = new float[levels][slots];
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

    void putHalfWidth(long number, int j, int level, float width) {
        halfWidths[level][slot(number, j)] = width;
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

    double halfWidth(long number, int j, int level) {
        return halfWidths[level][slot(number, j)];
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
        for (float[] level : halfWidths) {
            fields.reals(level);
        }
    }
}
