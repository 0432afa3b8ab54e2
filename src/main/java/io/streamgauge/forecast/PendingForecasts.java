package io.streamgauge.forecast;

import io.streamgauge.signal.Half;
import io.streamgauge.signal.StateFields;

/**
 * Forecasts whose values have not come yet.
 *
 * <p>The next value's is kept as it was issued. Of the others, which would be most of a key's state, those are kept that
 * are learned from: the network's of one step of two ({@link HorizonReadouts#PACE}), and all else of one of four
 * ({@link #PACE}). Every horizon has a ring of its own ({@link Pace#slots}).
 *
 * <p>Changes are relative to the value at which they were issued. Changes and distances are in the unit of their horizon at
 * that value, which lets a half hold them however large or small the source's own units are. A step at which nothing could
 * be issued has no usual step. Horizons are counted from 0, the first one's number.
 */
final class PendingForecasts {

    /** Steps whose forecasts of the further horizons are scored, and learned from by all but the readouts. */
    static final Pace PACE = Pace.FOUR;

    private static final int READOUT = 0;
    private static final int MEAN = 1;
    private static final int SEASONAL = 2;
    private static final int USUAL = 3;
    /** Then the lower ends by level, then the upper ones. */
    private static final int ENDS = 4;

    private final int[] horizons;
    /** The first slot of each further horizon, by pace. */
    private final int[] learned;

    private final int[] calibrated;

    // The next value's forecast.
    private final float[] nextExperts = new float[Expert.ALL.size() - 1];
    private final float[] nextMean = new float[1];
    /** Lower ends by level, then upper ones. */
    private final float[] nextEnds;

    // Those of the further horizons.
    private final double[] origins;
    private final double[] usualSteps;
    /** In usual steps. */
    private final float[] bandScales;

    private final short[] network;
    /** [readout, mean, seasonal, usual, ends][slots]. */
    private final short[][] issued;

    PendingForecasts(int[] horizons, int levels) {
        this.horizons = horizons;
        nextEnds = new float[2 * levels];
        learned = new int[horizons.length];
        calibrated = new int[horizons.length];
        int networkSlots = 0;
        int slots = 0;
        for (int j = 1; j < horizons.length; j++) {
            learned[j] = networkSlots;
            networkSlots += HorizonReadouts.PACE.slots(horizons[j]);
            calibrated[j] = slots;
            slots += PACE.slots(horizons[j]);
        }
        int last = horizons.length - 1;
        origins = new double[last == 0 ? 0 : HorizonReadouts.PACE.slots(horizons[last])];
        usualSteps = new double[origins.length];
        bandScales = new float[last == 0 ? 0 : PACE.slots(horizons[last])];
        network = new short[networkSlots];
        issued = new short[ENDS + 2 * levels][slots];
    }

    /** Keeps the value of step number {@code number}, one that is learned from, and the usual step at it. */
    void open(long number, double value, double usualStep) {
        if (origins.length > 0) {
            int slot = opened(number);
            origins[slot] = value;
            usualSteps[slot] = usualStep;
        }
    }

    /** Whether anything was forecast at step number {@code origin}. */
    boolean isIssued(long origin) {
        return usualStep(origin) > 0;
    }

    /** The value of step number {@code origin}. */
    double value(long origin) {
        return origins[opened(origin)];
    }

    /** The usual step at step number {@code origin}. */
    double usualStep(long origin) {
        return usualSteps[opened(origin)];
    }

    private int opened(long origin) {
        return HorizonReadouts.PACE.slot(origin, origins.length);
    }

    /**
     * Keeps what the bands issued at step number {@code number} are measured in.
     *
     * @param scale in usual steps, 0 where it stands on no error
     */
    void putBandScale(long number, float scale) {
        if (bandScales.length > 0) {
            bandScales[PACE.slot(number, bandScales.length)] = scale;
        }
    }

    /** What the bands issued at step number {@code origin} were measured in, in usual steps. */
    double bandScale(long origin) {
        return bandScales[PACE.slot(origin, bandScales.length)];
    }

    /** Keeps what experts and mean forecast of the next value. */
    void putNext(float[] experts, float mean) {
        System.arraycopy(experts, 1, nextExperts, 0, nextExperts.length);
        nextMean[0] = mean;
    }

    /** Keeps how far the ends of the next value's band are from the mean. */
    void putNextBand(int level, float toLower, float toUpper) {
        nextEnds[level] = toLower;
        nextEnds[nextEnds.length / 2 + level] = toUpper;
    }

    /** Writes what the experts had forecast of the next value. */
    void nextExperts(float[] out) {
        out[0] = 0;
        System.arraycopy(nextExperts, 0, out, 1, nextExperts.length);
    }

    double nextMean() {
        return nextMean[0];
    }

    double nextLowerWidth(int level) {
        return nextEnds[level];
    }

    double nextUpperWidth(int level) {
        return nextEnds[nextEnds.length / 2 + level];
    }

    /** Keeps what the network forecasts of horizon number {@code j} at step number {@code number}. */
    void putNetwork(long number, int j, float change) {
        network[learned[j] + slot(number, j, HorizonReadouts.PACE)] = Half.of(change);
    }

    /** What the network had forecast of horizon number {@code j} at step number {@code origin}. */
    float network(long origin, int j) {
        return Half.value(network[learned[j] + slot(origin, j, HorizonReadouts.PACE)]);
    }

    /** Keeps what readout, mean, last season and usual level forecast of horizon number {@code j} at step number {@code number}. */
    void put(long number, int j, float readout, float mean, float seasonal, float usual) {
        int slot = calibrated[j] + slot(number, j, PACE);
        issued[READOUT][slot] = Half.of(readout);
        issued[MEAN][slot] = Half.of(mean);
        issued[SEASONAL][slot] = Half.of(seasonal);
        issued[USUAL][slot] = Half.of(usual);
    }

    /** Keeps how far the ends of a band are from the mean. */
    void putBand(long number, int j, int level, float toLower, float toUpper) {
        int slot = calibrated[j] + slot(number, j, PACE);
        issued[ENDS + level][slot] = Half.of(toLower);
        issued[ENDS + nextEnds.length / 2 + level][slot] = Half.of(toUpper);
    }

    float readout(long origin, int j) {
        return issued(READOUT, origin, j);
    }

    float seasonal(long origin, int j) {
        return issued(SEASONAL, origin, j);
    }

    float usual(long origin, int j) {
        return issued(USUAL, origin, j);
    }

    double mean(long origin, int j) {
        return issued(MEAN, origin, j);
    }

    double lowerWidth(long origin, int j, int level) {
        return issued(ENDS + level, origin, j);
    }

    double upperWidth(long origin, int j, int level) {
        return issued(ENDS + nextEnds.length / 2 + level, origin, j);
    }

    private float issued(int what, long origin, int j) {
        return Half.value(issued[what][calibrated[j] + slot(origin, j, PACE)]);
    }

    private int slot(long number, int j, Pace pace) {
        return pace.slot(number, pace.slots(horizons[j]));
    }

    void fields(StateFields fields) {
        fields.reals(nextExperts);
        fields.reals(nextMean);
        fields.reals(nextEnds);
        fields.numbers(origins);
        fields.numbers(usualSteps);
        fields.reals(bandScales);
        fields.shorts(network);
        for (short[] values : issued) {
            fields.shorts(values);
        }
    }
}
