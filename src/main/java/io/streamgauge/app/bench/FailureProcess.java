package io.streamgauge.app.bench;

import java.util.Arrays;
import java.util.Random;

/**
 * A machine that wears, warns and fails, of which only a noisy value is seen; the probability that it fails in time is known
 * exactly.
 *
 * <p>Its state is a stage of wear and what the value warns of, a Markov chain of {@value #STAGES} × {@value #PHASES} states:
 *
 * <pre>
 *   failure    with the hazard of its stage, and with probability {@value #WARNED} when a warning's {@value #LAG} steps are over;
 *              then it is repaired: stage 0, no warning
 *   wear       one stage more with probability {@value #WEAR} a step
 *   warning    begins with probability {@value #WARNING} a step: the value jumps up, and down at the next step
 *   decoy      as often: down first, then up; nothing follows
 *   value      {@value #LEVEL} + {@value #UNIT}·({@value #RISE}·stage ± {@value #JUMP} in a jump + noise), noise Gaussian of deviation 1
 * </pre>
 *
 * <p>With the state s known, {@code P(failure within n steps) = 1 − v_n(s)}, {@code v_0 = 1}, {@code v_{n+1}(s) = Σ P(s → s' without
 * failure)·v_n(s')}. Of the values alone it is {@code Σ_s b(s)·(1 − v_n(s))}, where the belief b is the chain's forward filter
 * (Rabiner 1989): nobody who sees the values and nothing else can say it better.
 */
final class FailureProcess {
    private static final int STAGES = 5;
    /** Steps from a warning to its failure. */
    private static final int LAG = 20;
    /** None, {@value #LAG} to 1 steps left of a warning, and two of a decoy. */
    private static final int PHASES = LAG + 3;

    private static final int DECOY = LAG + 1;
    private static final double[] HAZARD = {0, 0, .005, .02, .08};
    private static final double WARNED = .8;
    private static final double WEAR = .03;
    private static final double WARNING = .004;
    private static final double LEVEL = 50;
    private static final double UNIT = 2;
    private static final double RISE = 2;
    private static final double JUMP = 6;
    private static final int STATES = STAGES * PHASES;

    /**
     * One step.
     *
     * @param failed whether it failed before this value
     * @param probability of a failure within the steps to come, given the values so far
     * @param informed the same, given the state
     */
    record Step(double value, boolean failed, double probability, double informed) {}

    private final Random random;
    private final double[] failing;
    private double[] belief = new double[STATES];
    private double[] next = new double[STATES];
    private int stage;
    private int phase;

    /** @param within steps in which a failure is forecast */
    FailureProcess(int within, long seed) {
        random = new Random(seed);
        failing = failing(within);
        belief[0] = 1;
    }

    Step next() {
        boolean failed = move();
        double value = LEVEL + UNIT * (mean(stage, phase) + random.nextGaussian());
        double probability = filter((value - LEVEL) / UNIT);
        return new Step(value, failed, probability, failing[stage * PHASES + phase]);
    }

    private boolean move() {
        if (random.nextDouble() < hazard(stage, phase)) {
            stage = 0;
            phase = 0;
            return true;
        }
        if (random.nextDouble() < WEAR) {
            stage = Math.min(stage + 1, STAGES - 1);
        }
        if (phase == 0) {
            double draw = random.nextDouble();
            phase = draw < WARNING ? LAG : draw < 2 * WARNING ? DECOY : 0;
        } else {
            phase = after(phase);
        }
        return false;
    }

    private static double hazard(int stage, int phase) {
        return phase == 1 ? 1 - (1 - HAZARD[stage]) * (1 - WARNED) : HAZARD[stage];
    }

    /** The phase after one that is not none. */
    private static int after(int phase) {
        if (phase == DECOY) {
            return DECOY + 1;
        }
        return phase > DECOY ? 0 : phase - 1;
    }

    private static double mean(int stage, int phase) {
        double jump = phase == LAG || phase == DECOY + 1 ? JUMP : phase == LAG - 1 || phase == DECOY ? -JUMP : 0;
        return RISE * stage + jump;
    }

    /** 1 − v_n of every state. */
    private static double[] failing(int within) {
        double[] surviving = new double[STATES];
        Arrays.fill(surviving, 1);
        for (int n = 0; n < within; n++) {
            double[] longer = new double[STATES];
            for (int s = 0; s < STATES; s++) {
                double[] weights = surviving;
                int from = s;
                forEachMove(s, (to, p) -> longer[from] += p * weights[to]);
            }
            surviving = longer;
        }
        for (int s = 0; s < STATES; s++) {
            surviving[s] = 1 - surviving[s];
        }
        return surviving;
    }

    private interface Move {
        void accept(int to, double probability);
    }

    /** The moves without a failure. */
    private static void forEachMove(int state, Move move) {
        int stage = state / PHASES;
        int phase = state % PHASES;
        double surviving = 1 - hazard(stage, phase);
        for (int worn = 0; worn <= 1; worn++) {
            int row = Math.min(stage + worn, STAGES - 1) * PHASES;
            double p = surviving * (worn == 1 ? WEAR : 1 - WEAR);
            if (phase == 0) {
                move.accept(row, p * (1 - 2 * WARNING));
                move.accept(row + LAG, p * WARNING);
                move.accept(row + DECOY, p * WARNING);
            } else {
                move.accept(row + after(phase), p);
            }
        }
    }

    /** Takes a value into the belief; the probability of a failure under it. */
    private double filter(double seen) {
        double[] ahead = next;
        Arrays.fill(ahead, 0);
        for (int s = 0; s < STATES; s++) {
            double weight = belief[s];
            if (weight > 0) {
                ahead[0] += weight * hazard(s / PHASES, s % PHASES);
                forEachMove(s, (to, p) -> ahead[to] += weight * p);
            }
        }
        double sum = 0;
        double probability = 0;
        for (int s = 0; s < STATES; s++) {
            double error = seen - mean(s / PHASES, s % PHASES);
            ahead[s] *= StrictMath.exp(-error * error / 2);
            sum += ahead[s];
            probability += ahead[s] * failing[s];
        }
        for (int s = 0; s < STATES; s++) {
            ahead[s] /= sum;
        }
        next = belief;
        belief = ahead;
        return probability / sum;
    }
}
