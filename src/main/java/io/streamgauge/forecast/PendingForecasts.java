package io.streamgauge.forecast;

import io.streamgauge.signal.Half;
import io.streamgauge.signal.HalfDouble;
import io.streamgauge.signal.ShortFloat;
import io.streamgauge.signal.StateFields;

/**
 * Forecasts whose values have not come yet.
 *
 * <p>The next value's is kept as it was issued. Of the others, which would be most of a key's state, those are kept that
 * are learned from ({@link HorizonGroups#keeps}), in a ring for every group. Of a band it is kept what it was measured in;
 * its quantiles are those of the value's time.
 *
 * <p>Changes are relative to the value at which they were issued, in the unit of their horizon at that value, which lets a
 * half hold them however large or small the source's own units are. A step at which nothing could be issued has no usual
 * step. Horizons are counted from 0, the first one's number.
 */
final class PendingForecasts {

    private static final int SEASONAL = 0;
    private static final int READOUT = 1;
    private static final int NETWORK = 2;
    private static final int MEAN = 3;
    private static final int KEPT = 4;

    private final HorizonGroups groups;
    /** The first slot of each group. */
    private final int[] starts;

    // The next value's forecast.
    private final float[] nextExperts = new float[Expert.ALL.size() - 1];
    private final float[] nextMean = new float[1];
    /** Lower ends by level, then upper ones. */
    private final float[] nextEnds;

    // Those of the further horizons.
    private final double[] origins;
    /** {@link HalfDouble}s. */
    private final int[] usualSteps;

    /** In usual steps. */
    private final float[] bandScales;

    /** [seasonal, readout, network, mean][slots]. */
    private final short[][] issued;

    PendingForecasts(HorizonGroups groups, int levels) {
        this.groups = groups;
        nextEnds = new float[2 * levels];
        starts = new int[groups.count()];
        int slots = 0;
        for (int g = 1; g < starts.length; g++) {
            starts[g] = slots;
            slots += Pace.slots(groups.furthest(g));
        }
        int last = groups.count() - 1;
        origins = new double[last == 0 ? 0 : Pace.slots(groups.furthest(last))];
        usualSteps = new int[origins.length];
        bandScales = new float[origins.length];
        issued = new short[KEPT][slots];
    }

    /**
     * Keeps the value of step number {@code number}, one that is learned from.
     *
     * @param usualStep at it
     * @param bandScale what the bands issued at it are measured in, in usual steps; 0 where it stands on no error
     */
    void open(long number, double value, double usualStep, float bandScale) {
        if (origins.length > 0) {
            int slot = opened(number);
            origins[slot] = value;
            usualSteps[slot] = HalfDouble.of(usualStep);
            bandScales[slot] = ShortFloat.of(bandScale);
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
        return HalfDouble.value(usualSteps[opened(origin)]);
    }

    /** What the bands issued at step number {@code origin} were measured in, in usual steps. */
    double bandScale(long origin) {
        return bandScales[opened(origin)];
    }

    private int opened(long origin) {
        return Pace.slot(origin, origins.length);
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

    /**
     * Keeps what was forecast of horizon number {@code j} at step number {@code number}.
     *
     * @param changes of the experts
     */
    void put(long number, int j, float[] changes, float mean) {
        int slot = slot(number, j);
        issued[SEASONAL][slot] = Half.of(changes[Expert.SEASONAL_NAIVE.ordinal()]);
        issued[READOUT][slot] = Half.of(changes[Expert.READOUT.ordinal()]);
        issued[NETWORK][slot] = Half.of(changes[Expert.NETWORK.ordinal()]);
        issued[MEAN][slot] = Half.of(mean);
    }

    /** Writes what the experts had forecast of horizon number {@code j} at step number {@code origin}. */
    void experts(long origin, int j, float[] out) {
        int slot = slot(origin, j);
        out[Expert.PERSISTENCE.ordinal()] = 0;
        out[Expert.SEASONAL_NAIVE.ordinal()] = Half.value(issued[SEASONAL][slot]);
        out[Expert.READOUT.ordinal()] = Half.value(issued[READOUT][slot]);
        out[Expert.NETWORK.ordinal()] = Half.value(issued[NETWORK][slot]);
    }

    double mean(long origin, int j) {
        return Half.value(issued[MEAN][slot(origin, j)]);
    }

    private int slot(long number, int j) {
        int group = groups.of(j);
        return starts[group] + Pace.slot(number, Pace.slots(groups.furthest(group)));
    }

    void fields(StateFields fields) {
        fields.reals(nextExperts);
        fields.reals(nextMean);
        fields.reals(nextEnds);
        if (fields.version() < 9) {
            passVersion8(fields);
            return;
        }
        fields.numbers(origins);
        for (int i = 0; i < usualSteps.length; i++) {
            usualSteps[i] = fields.small(usualSteps[i]);
        }
        fields.shortFloats(bandScales);
        for (short[] values : issued) {
            fields.shorts(values);
        }
    }

    /** Reads over what was kept of other steps; nothing is learned from it. */
    private void passVersion8(StateFields fields) {
        int last = groups.count() - 1;
        if (last == 0) {
            return;
        }
        int ofTwo = 0;
        int ofFour = 0;
        for (int j = 1; j < groups.horizons(); j++) {
            ofTwo += groups.steps(j) + 2 >> 1;
            ofFour += Pace.slots(groups.steps(j));
        }
        int furthest = groups.furthest(last);
        fields.numbers(new double[furthest + 2 >> 1]);
        fields.numbers(new double[furthest + 2 >> 1]);
        fields.reals(new float[Pace.slots(furthest)]);
        fields.shorts(new short[ofTwo]);
        fields.shorts(new short[(4 + nextEnds.length) * ofFour]);
    }
}
