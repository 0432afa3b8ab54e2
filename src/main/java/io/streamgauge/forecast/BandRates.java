package io.streamgauge.forecast;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.IntStream;

/**
 * The numbers of a {@link ConformalBand} that follow from its levels and its horizon h alone; the bands of all keys share
 * them.
 *
 * <pre>
 *   p  = (1 − level)/2      g = h^−.2 · max(1, (p/.05)^−.5)      rise = exp(g·γ·(1 − p))      fall = exp(−g·γ·p)
 * </pre>
 */
final class BandRates {

    private static final double HORIZON_POWER = -.2;
    private static final double TAIL_POWER = -.5;
    private static final double REFERENCE_TAIL = .05;

    private static final ConcurrentMap<Settings, List<BandRates>> KNOWN = new ConcurrentHashMap<>();

    private record Settings(List<Double> levels, List<Integer> horizons, double rate) {}

    /** g, [levels]. */
    private final double[] gains;
    /** p, [levels]. */
    private final double[] tails;

    private final double[] settledRise;
    private final double[] settledFall;
    private final float[] firstQuantiles;
    private final int[] order;
    private final float firstSize;

    private BandRates(List<Double> levels, int horizon, double settledRate) {
        int count = levels.size();
        tails = new double[count];
        gains = new double[count];
        settledRise = new double[count];
        settledFall = new double[count];
        firstQuantiles = new float[count];
        firstSize = (float) Math.sqrt(horizon);
        order = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparing(levels::get))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int l = 0; l < count; l++) {
            tails[l] = (1 - levels.get(l)) / 2;
            gains[l] = StrictMath.pow(horizon, HORIZON_POWER)
                    * Math.max(1, StrictMath.pow(tails[l] / REFERENCE_TAIL, TAIL_POWER));
            settledRise[l] = rise(l, settledRate);
            settledFall[l] = fall(l, settledRate);
            firstQuantiles[l] = (float) heavyTailed(tails[l]);
        }
    }

    /**
     * Student's t with four degrees of freedom, whose mean magnitude is 1 (Shaw 2006): what lies above it with
     * probability p, at most 1/2.
     *
     * <pre>
     *   a = 4p(1 − p)      t = 2·√(cos(arccos(√a)/3)/√a − 1)
     * </pre>
     */
    private static double heavyTailed(double p) {
        double root = Math.sqrt(4 * p * (1 - p));
        return 2 * Math.sqrt(StrictMath.cos(StrictMath.acos(root) / 3) / root - 1);
    }

    /**
     * The rates of each horizon.
     *
     * @param settledRate γ once it has settled
     */
    static List<BandRates> of(List<Double> levels, List<Integer> horizons, double settledRate) {
        Settings settings = new Settings(levels, horizons, settledRate);
        List<BandRates> known = KNOWN.get(settings);
        return known != null
                ? known
                : KNOWN.computeIfAbsent(
                        settings,
                        missing -> horizons.stream()
                                .map(horizon -> new BandRates(levels, horizon, settledRate))
                                .toList());
    }

    /** Number of levels. */
    int levels() {
        return tails.length;
    }

    /** Positions of the levels, the innermost band first. */
    int level(int rank) {
        return order[rank];
    }

    /** c of a random walk. */
    float firstSize() {
        return firstSize;
    }

    /** The quantiles of Student's t with four degrees of freedom, [levels]. */
    float[] firstQuantiles() {
        return Arrays.copyOf(firstQuantiles, firstQuantiles.length);
    }

    double settledRise(int level) {
        return settledRise[level];
    }

    double settledFall(int level) {
        return settledFall[level];
    }

    /** What a miss multiplies q by. */
    double rise(int level, double rate) {
        return StrictMath.exp(gains[level] * rate * (1 - tails[level]));
    }

    /** What a value within the band multiplies q by. */
    double fall(int level, double rate) {
        return StrictMath.exp(-gains[level] * rate * tails[level]);
    }
}
