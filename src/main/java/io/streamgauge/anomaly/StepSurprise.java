package io.streamgauge.anomaly;

import io.streamgauge.signal.Half;
import io.streamgauge.signal.StateFields;

/**
 * How unlikely a step of a series' level is, as its last blocks of values show it ({@link LevelStep}).
 *
 * <pre>
 *   z     = δ̂/(σ/√n·√Var)               σ: usual error of a value's forecast, n: values of a block
 *   v     = z²/(2 max(1, r))            r: running mean of z², rate 1/{@value #MEMORY}, each no more than {@value #LEAN_CLIP} max(1, r)
 *   score = digits(v)/digits*           digits: {@link PeaksOverThreshold}; digits* where the allowed share is reached
 * </pre>
 *
 * <p>A forecaster that adapts has a new level for the usual one after a few values, so its errors hardly show a small step;
 * the means before and after do, for as long as both are remembered. Means are nearly normal whatever the values are, so
 * the tail is taken for a light one over a wider range than that of single errors.
 *
 * <p>Nothing is told for {@value #AFTERMATH} blocks after any alarm: a step then is a part of the same anomaly, or its end.
 * The first {@value #SHELTER} of them teach nothing, which is less than a fifth of all. Levels change where weekends begin and
 * end: nothing is told or learned of such a step. As many values in a row that are missing as a block has are a pause. A step of more than thrice the noise shows first, a third as large, to the other side.
 */
final class StepSurprise {

    /** Blocks beyond the limit for each alarm that is allowed: neighbours share most of their values. */
    private static final double BLOCKS_PER_ALARM = 3;
    /** More than one block in twenty is no exception. */
    private static final double MOST_ALLOWED = .05;

    private static final double LEAST_SHAPE = .03;
    private static final double MOST_SHAPE = .1;
    private static final double MOST_SHARE = .09;
    private static final double MOST_MEAN = 1.5;

    private static final double Z_CLIP = 20;
    private static final double LEAN_CLIP = 4;
    private static final int MEMORY = 100;
    private static final int AFTERMATH = 150;
    private static final int SHELTER = 24;

    private final LevelStep level = new LevelStep();
    private final PeaksOverThreshold tail = new PeaksOverThreshold(LEAST_SHAPE, MOST_SHAPE, MOST_SHARE, MOST_MEAN);
    /** r. */
    private float lean = 1;
    /** Blocks since the last alarm. */
    private int alarmed = AFTERMATH;

    /** Values in a row that are missing, less than a block has. */
    private int missing;

    /** Of the last value only: v, NaN where it ended no block or nothing can be said of it. */
    private double rarity = Double.NaN;

    /** δ̂. */
    double step;

    /** Whether its record lets it speak. */
    boolean isLight() {
        return tail.isLight();
    }

    /**
     * Takes in the mean of a block that has ended.
     *
     * @param change from the mean of the one before
     * @param deviation usual one of a value from its forecast; 0 where there is none yet
     * @param weekend whether a step may be that of a weekend
     */
    void block(double change, double deviation, boolean weekend) {
        level.take(change);
        alarmed = Math.min(alarmed, AFTERMATH - 1) + 1;
        if (!level.isKnown() || !(deviation > 0) || weekend) {
            return;
        }
        step = level.step();
        double z = step / (deviation * LevelStep.DEVIATION / Math.sqrt(TargetSurprise.BLOCK));
        rarity = Math.min(Z_CLIP * Z_CLIP, z * z) / (2 * Math.max(1, lean));
    }

    /** The score of the block that the last value ended, else 0. */
    double score(double allowedPerValue) {
        if (alarmed < AFTERMATH || !(rarity > PeaksOverThreshold.THRESHOLD)) {
            return 0;
        }
        double allowed = Math.min(MOST_ALLOWED, BLOCKS_PER_ALARM * TargetSurprise.BLOCK * allowedPerValue);
        return tail.digits(rarity) / TailHistogram.digits(allowed);
    }

    /**
     * Learns of the block that the last value ended, if it ended one.
     *
     * @param blocks before it
     */
    void learn(long blocks) {
        if (Double.isNaN(rarity) || alarmed < SHELTER) {
            return;
        }
        tail.learn(rarity, blocks);
        double least = Math.max(1, lean);
        double square = Math.min(2 * rarity * least, LEAN_CLIP * least);
        double rate = Math.max(1.0 / MEMORY, 1.0 / (blocks + 1));
        lean = Half.value(Half.of(lean + rate * (square - lean)));
    }

    /** Ends a value: the next one ends no block unless it is said. */
    void pass() {
        rarity = Double.NaN;
        missing = 0;
    }

    /** A value is missing. */
    void missing() {
        rarity = Double.NaN;
        missing++;
        if (missing >= TargetSurprise.BLOCK) {
            missing = 0;
            forget();
        }
    }

    /** An alarm has been raised, by whatever. */
    void alarmed() {
        alarmed = 0;
    }

    /** Forgets the levels: the next value does not follow the last. */
    void forget() {
        level.forget();
    }

    void fields(StateFields fields) {
        level.fields(fields);
        tail.fields(fields);
        lean = Half.value((short) fields.tiny(Half.of(lean)));
        // Below 2¹⁵. States of format 10 may hold no values that are missing.
        int all = fields.tiny((missing * (AFTERMATH + 1) + alarmed) * LevelStep.STATES + level.known());
        missing = all / LevelStep.STATES / (AFTERMATH + 1);
        alarmed = all / LevelStep.STATES % (AFTERMATH + 1);
        level.know(all % LevelStep.STATES);
    }
}
