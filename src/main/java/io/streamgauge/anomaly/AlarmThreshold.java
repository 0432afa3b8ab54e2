package io.streamgauge.anomaly;

import io.streamgauge.signal.Elementary;
import io.streamgauge.signal.StateFields;

/**
 * The surprise that a key exceeds as often as its user allows, learned from the key's own past.
 *
 * <pre>
 *   M      = largest surprise of {@value #BLOCK} values
 *   P(M &gt; x) = share of past blocks                            up to u, beyond which {@value #TAIL_SHARE} of the blocks lie
 *   P(M &gt; x) = P(M &gt; u)·exp(−(x − u)/β)                         beyond u
 *   β      = (Σ (M_i − u) + n₀β₀)/(n + n₀)                      over past blocks beyond u
 *   x*       such that P(M &gt; x*) = {@value #BLOCK}·p*                 p*: allowed alarms per value
 * </pre>
 *
 * <p>Maxima of blocks, because neighbouring surprises are one alarm (Fisher and Tippett 1928; Coles 2001, chapter 5).
 * Surprises are sums of negative logarithms of probabilities, whence the exponential tail. A block's maximum counts in
 * full even where it is an alarm: what comes back is no alarm for long.
 */
final class AlarmThreshold {

    static final int BLOCK = 16;

    private static final int BINS = 32;
    private static final double BIN = .25;
    /** Blocks that are remembered of a key of numbers. */
    private static final int MEMORY = 4_000;

    private static final double TAIL_SHARE = .05;
    private static final int PRIOR_BLOCKS = 600;
    /** β₀, and where the prior's blocks lie. */
    private static final double PRIOR_EXCESS = .45;

    private static final double PRIOR_FROM = 1;
    private static final double LEAST = .5;

    private final Counts maxima;
    /** n₀. */
    private final int priorBlocks;

    private float largest;
    private int inBlock;

    AlarmThreshold() {
        this(MEMORY, PRIOR_BLOCKS);
    }

    /**
     * @param memory blocks that are remembered
     * @param priorBlocks what β₀ weighs, in blocks, and how many of the prior's the memory begins with
     */
    AlarmThreshold(int memory, int priorBlocks) {
        this.priorBlocks = priorBlocks;
        maxima = new Counts(BINS, memory);
        double left = priorBlocks;
        int bin = (int) (PRIOR_FROM / BIN);
        while (left * Counts.UNIT >= 1) {
            double stays = left * StrictMath.exp(-BIN / PRIOR_EXCESS);
            maxima.add(bin, (int) Math.round((left - stays) * Counts.UNIT), bin);
            bin++;
            left = stays;
        }
    }

    /**
     * Takes in the next surprise.
     *
     * @param number of the surprise, another one each time
     */
    void learn(double surprise, long number) {
        largest = Math.max(largest, (float) surprise);
        inBlock++;
        if (inBlock == BLOCK) {
            maxima.add((int) Math.min(BINS - 1, largest / BIN), number);
            inBlock = 0;
            largest = 0;
        }
    }

    /** x*, at least {@value #LEAST}. */
    double at(double allowedPerValue) {
        double allowed = Math.min(1, BLOCK * allowedPerValue);
        double total = maxima.total();
        int edge = BINS;
        double beyond = 0;
        double excess = 0;
        while (edge > 1 && beyond + maxima.units(edge - 1) < Math.max(TAIL_SHARE, allowed) * total) {
            edge--;
            excess += beyond + .5 * maxima.units(edge);
            beyond += maxima.units(edge);
        }
        double prior = (double) priorBlocks * Counts.UNIT;
        double mean = (excess * BIN + prior * PRIOR_EXCESS) / (beyond + prior);
        if (allowed >= TAIL_SHARE) {
            return Math.max(LEAST, edge * BIN);
        }
        double share = Math.max(beyond, 1) / total;
        return Math.max(LEAST, edge * BIN + mean * Math.max(0, Elementary.log(share / allowed)));
    }

    void fields(StateFields fields) {
        surprises(fields);
        inBlock = fields.small(inBlock);
    }

    /**
     * The same in four bytes less.
     *
     * @param learned surprises so far
     */
    void fewerFields(StateFields fields, int learned) {
        surprises(fields);
        inBlock = learned % BLOCK;
    }

    private void surprises(StateFields fields) {
        maxima.fields(fields);
        largest = Float.intBitsToFloat(fields.small(Float.floatToRawIntBits(largest)));
    }
}
