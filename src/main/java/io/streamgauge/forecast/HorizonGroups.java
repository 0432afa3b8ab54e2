package io.streamgauge.forecast;

import java.util.Arrays;
import java.util.List;

/**
 * Horizons that share what is learned of them: the first one is alone, of the others two that are a step apart go
 * together.
 *
 * <p>Errors and weights of neighbouring horizons are nearly the same but for their size: that of changes is taken to grow
 * with √h, as a random walk's does, that of errors as the groups' own do ({@link FurtherHorizons}); so each step that is learned from ({@link Pace}) teaches a pair by one of the two, in turns. Horizons are
 * counted from 0, the first one's number, and so are groups.
 */
final class HorizonGroups {

    private final int[] horizons;
    /** [horizons]. */
    private final int[] groups;
    /** Number of its first horizon, [groups]. */
    private final int[] first;
    /** √h, [horizons]. */
    private final double[] roots;
    /** √(h/h₀), h₀ the first of the group, [horizons]. */
    private final double[] ratios;

    /** @param horizons in steps, rising, the first of them 1 */
    HorizonGroups(int[] horizons) {
        this.horizons = horizons;
        groups = new int[horizons.length];
        roots = new double[horizons.length];
        int[] starts = new int[horizons.length];
        int count = 1;
        boolean open = false;
        for (int j = 0; j < horizons.length; j++) {
            roots[j] = SeriesForecaster.unit(1, horizons[j]);
            if (j > 0) {
                open = !open || horizons[j] != horizons[j - 1] + 1;
                if (open) {
                    starts[count++] = j;
                }
            }
            groups[j] = count - 1;
        }
        first = Arrays.copyOf(starts, count);
        ratios = new double[horizons.length];
        for (int j = 0; j < horizons.length; j++) {
            ratios[j] = roots[j] / roots[first[groups[j]]];
        }
    }

    /** Groups, that of the first horizon included. */
    int count() {
        return first.length;
    }

    /** Horizons, the first included. */
    int horizons() {
        return horizons.length;
    }

    /** Horizon number {@code j} in steps. */
    int steps(int j) {
        return horizons[j];
    }

    /** The group of horizon number {@code j}. */
    int of(int j) {
        return groups[j];
    }

    /** Number of a group's first horizon. */
    int first(int group) {
        return first[group];
    }

    /** Whether it is its group's first. */
    boolean isFirst(int j) {
        return first[groups[j]] == j;
    }

    /** The first horizon of each group, in steps. */
    List<Integer> firstSteps() {
        return Arrays.stream(first).mapToObj(j -> horizons[j]).toList();
    }

    /** A group's furthest horizon in steps. */
    int furthest(int group) {
        return horizons[group + 1 < first.length ? first[group + 1] - 1 : horizons.length - 1];
    }

    /** √h. */
    double root(int j) {
        return roots[j];
    }

    /** Size of a change of horizon number {@code j} in that of its group's first. */
    double ratio(int j) {
        return ratios[j];
    }

    /** Where horizon number {@code j} stands from its group's first, 0, to the next group's first, 1. */
    double between(int j) {
        int from = horizons[first[groups[j]]];
        return (horizons[j] - from) / (double) (horizons[first[groups[j] + 1]] - from);
    }

    /** Whether what is forecast of horizon number {@code j} ≥ 1 at step number {@code number} is learned from. */
    boolean keeps(long number, int j) {
        int group = groups[j];
        int start = first[group];
        int size = (group + 1 < first.length ? first[group + 1] : horizons.length) - start;
        return Pace.takes(number) && (size == 1 || Pace.turn(number) == j - start);
    }

    /** Whether what comes of step number {@code number} teaches through that group what all groups share. */
    boolean leads(long number, int group) {
        return number / Pace.EVERY % (first.length - 1) == group - 1;
    }
}
