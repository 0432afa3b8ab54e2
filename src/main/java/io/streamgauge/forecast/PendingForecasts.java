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
    private final float[] networkChange;
    private final float[] scaledChange;
    private final float[] change;
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
        networkChange = new float[slots];
        scaledChange = new float[slots];
        change = new float[slots];
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

    void put(long number, int j, float network, float scaled, float mixed) {
        int slot = slot(number, j);
        networkChange[slot] = network;
        scaledChange[slot] = scaled;
        change[slot] = mixed;
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

    double networkChange(long number, int j) {
        return networkChange[slot(number, j)];
    }

    double scaledChange(long number, int j) {
        return scaledChange[slot(number, j)];
    }

    double change(long number, int j) {
        return change[slot(number, j)];
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
        fields.reals(networkChange);
        fields.reals(scaledChange);
        fields.reals(change);
        for (float[] level : halfWidths) {
            fields.reals(level);
        }
    }
}
