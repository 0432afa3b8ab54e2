package io.streamgauge.signal;

/**
 * The running scale of a series: how far a value usually moves in one step, and where it usually stands.
 *
 * <pre>
 *   ρ  ← ρ + a·(min(|Δy|, 6ρ) − ρ)    a  = max(.005, 1/k)    usual step
 *   σ² ← σ² + d·(min(Δy², 400σ²) − σ²) d = max(.002, 1/k)   mean square of a move
 *   m  ← m + b·(y − m)                b  = max(.02,  1/n)    slow mean
 *   m' ← m' + c·(y − m')              c  = max(.002, 1/n)    slower mean
 * </pre>
 *
 * <p>n counts the values, k the moves: a value that equals the one before teaches ρ and σ nothing, or a series that mostly
 * rests would shrink its own unit to nothing. The first {@value #UNCLIPPED_MOVES} moves are not clipped. Everything is causal: nothing but values already seen goes in. All scale with the input, so that multiplying
 * a series by a constant changes no scaled quantity. The clip keeps one wild value from widening ρ or σ for long.
 */
public final class RunningScale {

    private static final double STEP_RATE = .005;
    private static final double MEAN_RATE = .02;
    private static final double SLOW_MEAN_RATE = .002;
    private static final double STEP_CLIP = 6;
    private static final double SQUARE_RATE = .002;
    private static final double SQUARE_CLIP = 400;
    private static final int UNCLIPPED_MOVES = 8;
    /** A series that has never moved still has a scale: this share of its level. */
    private static final double SHARE_OF_LEVEL = 1e-9;

    private int values;
    private int moves;
    private double last;
    private double previous;
    private double beforePrevious;
    private double step;
    private double square;
    private double mean;
    private double slowMean;

    /** Takes in the next value. */
    public void update(double value) {
        values = Math.min(values, Integer.MAX_VALUE - 1) + 1;
        if (values == 1) {
            beforePrevious = value;
            previous = value;
            last = value;
            mean = value;
            slowMean = value;
            return;
        }
        if (value != last) {
            move(Math.abs(value - last));
        }
        mean += Math.max(MEAN_RATE, 1.0 / values) * (value - mean);
        slowMean += Math.max(SLOW_MEAN_RATE, 1.0 / values) * (value - slowMean);
        shift(value);
    }

    /** Lets {@code value} stand for one that is missing; nothing is learned from it. */
    public void impute(double value) {
        shift(value);
    }

    /** Whether no value has come yet. */
    public boolean isEmpty() {
        return values == 0;
    }

    private void shift(double value) {
        beforePrevious = previous;
        previous = last;
        last = value;
    }

    private void move(double change) {
        moves = Math.min(moves, Integer.MAX_VALUE - 1) + 1;
        double clipped = moves > UNCLIPPED_MOVES ? Math.min(change, STEP_CLIP * step) : change;
        step += Math.max(STEP_RATE, 1.0 / moves) * (clipped - step);
        double squared = change * change;
        double bounded = moves > UNCLIPPED_MOVES ? Math.min(squared, SQUARE_CLIP * square) : squared;
        square += Math.max(SQUARE_RATE, 1.0 / moves) * (bounded - square);
    }

    /** ρ: the usual absolute change from one value to the next, always positive. */
    public double usualStep() {
        return Math.max(moves > 0 ? step : SHARE_OF_LEVEL * Math.abs(last), Double.MIN_NORMAL);
    }

    /** σ: the root of the mean square of a move, which wild moves count in; 0 while there was none. */
    public double deviation() {
        return Math.sqrt(square);
    }

    public double last() {
        return last;
    }

    /** The last change, y_t − y_{t−1}; 0 for the first value. */
    public double lastChange() {
        return last - previous;
    }

    /** The change before the last, y_{t−1} − y_{t−2}; 0 for the first two values. */
    public double previousChange() {
        return previous - beforePrevious;
    }

    public double mean() {
        return mean;
    }

    public double slowMean() {
        return slowMean;
    }

    /** Passes every field through {@code fields}. */
    public void fields(StateFields fields) {
        values = fields.count(values);
        moves = fields.count(moves);
        last = fields.number(last);
        previous = fields.number(previous);
        beforePrevious = fields.number(beforePrevious);
        step = fields.number(step);
        square = fields.number(square);
        mean = fields.number(mean);
        slowMean = fields.number(slowMean);
    }
}
