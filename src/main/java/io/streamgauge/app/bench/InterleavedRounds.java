package io.streamgauge.app.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Timing of several operations in turns, so that each is compared with its neighbours in time.
 *
 * <p>An operation runs in batches of about {@link #BATCH_NANOS}; a batch that the system interrupts is an outlier, and
 * the median does not see it. Every round visits every operation; a ratio is the median over the rounds of the ratio of
 * the rounds' medians.
 */
final class InterleavedRounds {
    private static final double BATCH_NANOS = 100_000;
    private static final int MAX_REPEATS = 1_000_000;
    private static final int CALIBRATION_BATCHES = 15;
    private static final int SETTLING_BATCHES = 2;

    private final Plan plan;

    /**
     * How long to measure.
     *
     * @param warmUpNanos per operation, before anything counts
     * @param batches per operation and round
     */
    record Plan(long warmUpNanos, int rounds, int batches) {}

    /**
     * One operation's times.
     *
     * @param nanos median over all batches of the time of one operation
     * @param ratio median over the rounds of this operation's median ÷ the first operation's
     */
    record Timing(double nanos, double ratio) {}

    InterleavedRounds(Plan plan) {
        this.plan = plan;
    }

    /** The times of the given operations, in their order; ratios are to the first. */
    List<Timing> measure(List<Runnable> operations) {
        // In passes, so that the code is compiled with all of the operations seen.
        int[] repeats = new int[operations.size()];
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < repeats.length; i++) {
                repeats[i] = warmUp(operations.get(i), plan.warmUpNanos / 2);
            }
        }
        double[][] medians = new double[operations.size()][plan.rounds];
        double[][] all = new double[operations.size()][plan.rounds * plan.batches];
        for (int round = 0; round < plan.rounds; round++) {
            for (int i = 0; i < repeats.length; i++) {
                double[] times = batches(operations.get(i), repeats[i], plan.batches);
                System.arraycopy(times, 0, all[i], round * plan.batches, plan.batches);
                medians[i][round] = median(times);
            }
        }
        List<Timing> timings = new ArrayList<>();
        for (int i = 0; i < repeats.length; i++) {
            timings.add(new Timing(median(all[i]), medianRatio(medians[i], medians[0])));
        }
        return timings;
    }

    /** Runs for the given time, at least once; how many repeats make a batch. */
    private static int warmUp(Runnable operation, long nanos) {
        long end = System.nanoTime() + nanos;
        int repeats = 1;
        do {
            repeats = repeats(time(operation, repeats));
        } while (System.nanoTime() < end);
        return repeats(median(batches(operation, repeats, CALIBRATION_BATCHES)));
    }

    private static double[] batches(Runnable operation, int repeats, int count) {
        for (int i = 0; i < SETTLING_BATCHES; i++) {
            time(operation, repeats);
        }
        double[] times = new double[count];
        for (int i = 0; i < count; i++) {
            times[i] = time(operation, repeats);
        }
        return times;
    }

    private static double time(Runnable operation, int repeats) {
        long begin = System.nanoTime();
        for (int i = 0; i < repeats; i++) {
            operation.run();
        }
        return (double) (System.nanoTime() - begin) / repeats;
    }

    private static int repeats(double nanos) {
        return (int) Math.max(1, Math.min(MAX_REPEATS, BATCH_NANOS / Math.max(1, nanos)));
    }

    private static double medianRatio(double[] ours, double[] base) {
        double[] ratios = new double[ours.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ours[i] / base[i];
        }
        return median(ratios);
    }

    /** The middle value, the mean of the two middle ones where their number is even; the argument is not modified. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
