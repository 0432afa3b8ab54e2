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
    private static final int CALIBRATION_BATCHES = 9;
    private static final int SETTLING_BATCHES = 2;
    private static final int LEAST_ROUNDS = 5;
    private static final int PASSES = 3;

    private final Plan plan;

    /**
     * How long to measure.
     *
     * @param warmUpNanos per operation, before anything counts
     * @param rounds at most, fewer where the time is up
     * @param batches per operation and round
     * @param nanos for all rounds of all operations; five rounds are taken in any case
     */
    record Plan(long warmUpNanos, int rounds, int batches, long nanos) {}

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
        for (int pass = 0; pass < PASSES; pass++) {
            for (int i = 0; i < repeats.length; i++) {
                repeats[i] = warmUp(operations.get(i), plan.warmUpNanos / PASSES);
            }
        }
        List<double[][]> rounds = rounds(operations, repeats);
        List<Timing> timings = new ArrayList<>();
        for (int i = 0; i < repeats.length; i++) {
            timings.add(timing(rounds, i));
        }
        return timings;
    }

    /** The times of the batches [operation][batch], round by round. */
    private List<double[][]> rounds(List<Runnable> operations, int[] repeats) {
        List<double[][]> rounds = new ArrayList<>();
        long end = System.nanoTime() + plan.nanos;
        while (rounds.size() < LEAST_ROUNDS || rounds.size() < plan.rounds && System.nanoTime() < end) {
            double[][] times = new double[repeats.length][];
            for (int i = 0; i < repeats.length; i++) {
                times[i] = batches(operations.get(i), repeats[i], plan.batches);
            }
            rounds.add(times);
        }
        return rounds;
    }

    private static Timing timing(List<double[][]> rounds, int operation) {
        double[] all = rounds.stream()
                .flatMapToDouble(round -> Arrays.stream(round[operation]))
                .toArray();
        double[] ratios = rounds.stream()
                .mapToDouble(round -> median(round[operation]) / median(round[0]))
                .toArray();
        return new Timing(median(all), median(ratios));
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
        // An operation that is a batch by itself finds its data in no cache anyway.
        for (int i = 0; repeats > 1 && i < SETTLING_BATCHES; i++) {
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

    /** The middle value, the mean of the two middle ones where their number is even; the argument is not modified. */
    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
