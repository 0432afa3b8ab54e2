package io.streamgauge.anomaly;

import io.streamgauge.signal.BFloat16;
import io.streamgauge.signal.StateFields;

/**
 * A step between the levels of two neighbouring stretches of a series, whatever its slope and its bend.
 *
 * <pre>
 *   B_i = a + b·x_i + ½δ·s_i + noise        means of blocks of values; x_i: place, s_i = ∓1 before and after the middle
 *   δ̂   = 2 kᵀB/kᵀk,  k = s − x·(sᵀx)/(xᵀx)     least squares
 *   Var δ̂ = 4σ²/kᵀk                         σ²: variance of a block's noise
 * </pre>
 *
 * <p>k is odd about the middle, so a parabola leaves δ̂ as it is: a series' own rise, fall or turn is no step. What is
 * left of a season is its third derivative, a fifteenth of h³·y''' for stretches of length h.
 */
final class LevelStep {

    /** Blocks on either side of the middle. */
    static final int SIDE = 8;

    private static final int BLOCKS = 2 * SIDE;
    private static final int UNKNOWN = -2;
    static final int STATES = BLOCKS - UNKNOWN;

    /** c_j = Σ_{i ≥ j} k_i, so that kᵀB = Σ c_j·(B_j − B_{j−1}). */
    private static final double[] WEIGHTS = new double[BLOCKS];

    /** √Var δ̂ in σ. */
    static final double DEVIATION = weigh();

    /** B_j − B_{j−1}, the oldest first, {@link BFloat16} each. */
    private final short[] changes = new short[BLOCKS - 1];
    /** Changes in a row that are known; below 0 so many that are none have yet to come. */
    private int known = -1;

    private static double weigh() {
        double middle = (BLOCKS - 1) / 2.0;
        double slope = 0;
        double squares = 0;
        for (int i = 0; i < BLOCKS; i++) {
            slope += Math.abs(i - middle);
            squares += (i - middle) * (i - middle);
        }
        double sum = 0;
        double norm = 0;
        for (int i = BLOCKS - 1; i >= 0; i--) {
            double k = (i < SIDE ? -1 : 1) - (i - middle) * slope / squares;
            sum += k;
            norm += k * k;
            WEIGHTS[i] = sum;
        }
        for (int i = 0; i < BLOCKS; i++) {
            WEIGHTS[i] *= 2 / norm;
        }
        return 2 / Math.sqrt(norm);
    }

    /** Takes in the next block's mean, as its distance from the one before. */
    void take(double change) {
        System.arraycopy(changes, 1, changes, 0, changes.length - 1);
        changes[changes.length - 1] = BFloat16.of(change);
        known = Math.min(changes.length, known + 1);
    }

    /** Whether as many blocks are known as it takes. */
    boolean isKnown() {
        return known == changes.length;
    }

    /** δ̂. */
    double step() {
        double step = 0;
        for (int j = 0; j < changes.length; j++) {
            step += WEIGHTS[j + 1] * BFloat16.value(changes[j]);
        }
        return step;
    }

    /** Forgets the blocks: the next value does not follow the last, which lies in the block that is under way. */
    void forget() {
        known = UNKNOWN;
    }

    /** Changes that are known and those that are to come before one is, as one number from 0 to below {@value #STATES}. */
    int known() {
        return known - UNKNOWN;
    }

    void know(int stored) {
        known = stored + UNKNOWN;
    }

    void fields(StateFields fields) {
        fields.shorts(changes);
    }
}
