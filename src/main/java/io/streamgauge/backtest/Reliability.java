package io.streamgauge.backtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How good probabilities of a yes or no are.
 *
 * <pre>
 *   Brier score        Σ (p − y)²/n                                          (Brier 1950)
 *   calibration error  Σ_b n_b/n · |mean of p in b − share of yes in b|       b: ten bins of equal count, by p
 * </pre>
 */
public final class Reliability {
    private static final int BINS = 10;

    private float[] probabilities = new float[1_024];
    private boolean[] outcomes = new boolean[1_024];
    private int count;
    private int yes;

    /**
     * Forecasts of about the same probability.
     *
     * @param forecast mean probability
     * @param observed share of yes
     */
    public record Bin(int count, double forecast, double observed) {}

    public void add(double probability, boolean outcome) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability is " + probability + ", expected from 0 to 1");
        }
        if (count == probabilities.length) {
            probabilities = Arrays.copyOf(probabilities, 2 * count);
            outcomes = Arrays.copyOf(outcomes, 2 * count);
        }
        probabilities[count] = (float) probability;
        outcomes[count++] = outcome;
        yes += outcome ? 1 : 0;
    }

    public int count() {
        return count;
    }

    /** The share of yes; NaN of nothing, as all figures are. */
    public double baseRate() {
        return yes / (double) count;
    }

    public double brier() {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double error = probabilities[i] - (outcomes[i] ? 1 : 0);
            sum += error * error;
        }
        return sum / count;
    }

    /** The Brier score of the share of yes itself, forecast throughout. */
    public double brierOfBaseRate() {
        return baseRate() * (1 - baseRate());
    }

    public double calibrationError() {
        double sum = 0;
        for (Bin bin : bins()) {
            sum += bin.count() * Math.abs(bin.forecast() - bin.observed());
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** The bins, rising; fewer than ten where there are fewer forecasts. */
    public List<Bin> bins() {
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> probabilities[i]));
        List<Bin> bins = new ArrayList<>();
        for (int b = 0; b < BINS; b++) {
            int from = (int) ((long) count * b / BINS);
            int to = (int) ((long) count * (b + 1) / BINS);
            if (to > from) {
                bins.add(bin(order, from, to));
            }
        }
        return bins;
    }

    private Bin bin(Integer[] order, int from, int to) {
        double sum = 0;
        int happened = 0;
        for (int i = from; i < to; i++) {
            sum += probabilities[order[i]];
            happened += outcomes[order[i]] ? 1 : 0;
        }
        int size = to - from;
        return new Bin(size, sum / size, happened / (double) size);
    }
}
