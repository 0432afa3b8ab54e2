package io.streamgauge.learn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The latest readout of each of the {@link #CAPACITY} series heard of last, and the prior that they make together.
 *
 * <pre>
 *   c_k = min(count_k, LARGEST_COUNT)         c_k: weight of series k
 *   mean_i = Σ c_k w_ki / Σ c_k
 *   variance_i = Σ c_k (w_ki − mean_i)² / (Σ c_k − Σ c_k²/Σ c_k)
 * </pre>
 *
 * <p>The divisor makes the variance unbiased for weighted draws. A readout of another length than the others starts the
 * pool anew: the forecaster has got other features.
 */
final class ReadoutPool {
    /** Enough series for a mean, few enough that a checkpoint of them stays small. */
    static final int CAPACITY = 256;

    /** Fewer say nothing of how series differ. */
    static final int LEAST_SERIES = 3;

    /** A readout that fades remembers about so many values (1/(1 − .9995)); more make it no surer. */
    private static final long LARGEST_COUNT = 2_000;

    private final int capacity;
    private final LinkedHashMap<String, KeyReadout> byKey = new LinkedHashMap<>();

    ReadoutPool(int capacity, Map<String, KeyReadout> byKey) {
        this.capacity = capacity;
        this.byKey.putAll(byKey);
    }

    /** Takes what a series' readout has learned by now; leaves aside one that says nothing. */
    void take(String key, KeyReadout readout) {
        if (!readout.isUsable()) {
            return;
        }
        if (length() != readout.weights().length) {
            byKey.clear();
        }
        byKey.remove(key);
        byKey.put(key, readout);
        if (byKey.size() > capacity) {
            var leastRecent = byKey.entrySet().iterator();
            leastRecent.next();
            leastRecent.remove();
        }
    }

    /** The readouts by key, least recently heard of first, as they are now. */
    Map<String, KeyReadout> byKey() {
        return Collections.unmodifiableMap(new LinkedHashMap<>(byKey));
    }

    /** The prior, or null while there are too few series. */
    @Nullable
    SharedPrior prior() {
        if (byKey.size() < LEAST_SERIES) {
            return null;
        }
        double sum = 0;
        double squares = 0;
        double[] mean = new double[length()];
        for (KeyReadout readout : byKey.values()) {
            double count = count(readout);
            sum += count;
            squares += count * count;
            for (int i = 0; i < mean.length; i++) {
                mean[i] += count * readout.weights()[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= sum;
        }
        return new SharedPrior(rounded(mean), rounded(variance(mean, sum - squares / sum)));
    }

    private double[] variance(double[] mean, double divisor) {
        double[] variance = new double[mean.length];
        for (KeyReadout readout : byKey.values()) {
            for (int i = 0; i < mean.length; i++) {
                double distance = readout.weights()[i] - mean[i];
                variance[i] += count(readout) * distance * distance / divisor;
            }
        }
        return variance;
    }

    private int length() {
        return byKey.isEmpty() ? 0 : byKey.values().iterator().next().weights().length;
    }

    private static double count(KeyReadout readout) {
        return Math.min(readout.count(), LARGEST_COUNT);
    }

    private static float[] rounded(double[] values) {
        float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        return rounded;
    }
}
