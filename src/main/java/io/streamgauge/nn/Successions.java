package io.streamgauge.nn;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often each category has followed the two before it: what a network of categories is mixed with, since it allows for
 * every lawful successor, however seldom, where a network that has learned well allows for hardly any but the expected one.
 *
 * <pre>
 *   p_l(c) = (n_l(c) + d_l·p_{l−1}(c))/(N_l + d_l)     n_l: counts after the last l categories, l = 0 … 2,
 *                                                     N_l: their sum, d_l: how many differ
 *   p_{−1} = 1/classes
 * </pre>
 *
 * <p>Witten and Bell 1991. Once a context has been followed {@value #MEMORY} times its counts are halved, so that what no
 * longer holds is forgotten, and what came once is; all are where there are more than {@value #MOST_COUNTS}.
 *
 * <p>Not safe for several threads while it learns.
 */
public final class Successions {

    /** Of no category: where nothing came before. */
    public static final int NONE = -1;

    /** Numbers of {@link #counts} per count: context, class, how often. */
    public static final int WIDTH = 3;

    /** Counts that are kept at most. */
    public static final int MOST_COUNTS = 8_192;

    private static final int MEMORY = 4_096;
    /** More classes than any network has. */
    private static final int BASE = 1_025;
    /** Contexts of the last two categories are numbered from here on, those of one from 1. */
    private static final int PAIRS = 1 + BASE;

    private final Map<Integer, Row> rows = new HashMap<>();
    private int size;

    /** What followed one context. */
    private static final class Row {
        private int[] classes = new int[4];
        private int[] counts = new int[4];
        private int size;
        private int sum;

        /** Counts {@code times} more; whether it is the first time. */
        boolean add(int category, int times) {
            sum += times;
            for (int i = 0; i < size; i++) {
                if (classes[i] == category) {
                    counts[i] += times;
                    return false;
                }
            }
            if (size == classes.length) {
                classes = Arrays.copyOf(classes, 2 * size);
                counts = Arrays.copyOf(counts, 2 * size);
            }
            classes[size] = category;
            counts[size] = times;
            size++;
            return true;
        }

        /** Halves every count; those that were 1 are gone. */
        void fade() {
            int kept = 0;
            sum = 0;
            for (int i = 0; i < size; i++) {
                int half = counts[i] / 2;
                if (half > 0) {
                    classes[kept] = classes[i];
                    counts[kept] = half;
                    sum += half;
                    kept++;
                }
            }
            size = kept;
        }
    }

    /**
     * Counts as {@link #counts} gave them.
     *
     * @param classes of the network
     * @throws IllegalArgumentException where they are none
     */
    public static Successions of(int[] counts, int classes) {
        if (counts.length % WIDTH != 0 || counts.length / WIDTH > MOST_COUNTS) {
            throw new IllegalArgumentException("there are " + counts.length + " numbers, expected " + WIDTH
                    + " for each of at most " + MOST_COUNTS);
        }
        Successions read = new Successions();
        for (int i = 0; i < counts.length; i += WIDTH) {
            int context = counts[i];
            int category = counts[i + 1];
            boolean fits = context >= 0 && context < PAIRS + BASE * BASE && category >= 0 && category < classes;
            if (!fits || counts[i + 2] < 1 || counts[i + 2] > MEMORY) {
                throw new IllegalArgumentException(
                        "count " + i / WIDTH + " is " + counts[i + 2] + " of class " + category + " after " + context
                                + ", expected 1 to " + MEMORY + " of one of " + classes + " classes");
            }
            if (!read.count(context, category, counts[i + 2])) {
                throw new IllegalArgumentException("class " + category + " stands twice after " + context);
            }
        }
        return read;
    }

    /** Every count with its context and class, [n × {@value #WIDTH}], by context. */
    public int[] counts() {
        int[] flat = new int[size * WIDTH];
        int at = 0;
        for (Map.Entry<Integer, Row> entry : new TreeMap<>(rows).entrySet()) {
            Row row = entry.getValue();
            for (int i = 0; i < row.size; i++) {
                flat[at++] = entry.getKey();
                flat[at++] = row.classes[i];
                flat[at++] = row.counts[i];
            }
        }
        return flat;
    }

    /** The same counts, apart from these. */
    public Successions copy() {
        Successions copy = new Successions();
        rows.forEach((context, row) -> {
            for (int i = 0; i < row.size; i++) {
                copy.count(context, row.classes[i], row.counts[i]);
            }
        });
        return copy;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    private boolean count(int context, int category, int times) {
        boolean isNew = rows.computeIfAbsent(context, unseen -> new Row()).add(category, times);
        size += isNew ? 1 : 0;
        return isNew;
    }

    /**
     * Counts what followed.
     *
     * @param beforeLast category before the last one, or {@link #NONE}
     * @param last category
     */
    public void learn(int beforeLast, int last, int next) {
        for (int length = 0; length <= length(beforeLast, last); length++) {
            int context = context(length, beforeLast, last);
            count(context, next, 1);
            Row row = rows.get(context);
            if (row != null && row.sum >= MEMORY) {
                fade(context, row);
            }
        }
        while (size > MOST_COUNTS) {
            for (Map.Entry<Integer, Row> entry : Map.copyOf(rows).entrySet()) {
                fade(entry.getKey(), entry.getValue());
            }
        }
    }

    private void fade(int context, Row row) {
        size -= row.size;
        row.fade();
        size += row.size;
        if (row.size == 0) {
            rows.remove(context);
        }
    }

    /** Counts what followed in a window of categories: inputs and targets are classes. */
    public void learn(Window window) {
        float[] inputs = window.inputs();
        for (int t = 0; t < window.steps(); t++) {
            if (window.mask()[t] != 0) {
                learn(t == 0 ? NONE : (int) inputs[t - 1], (int) inputs[t], (int) window.targets()[t]);
            }
        }
    }

    /**
     * The probabilities of what follows.
     *
     * @param beforeLast category before the last one, or {@link #NONE}
     * @param out p of each class from 0 on, as many as there are [classes]
     */
    public void probabilities(int beforeLast, int last, int classes, double[] out) {
        Arrays.fill(out, 0, classes, 1.0 / classes);
        for (int length = 0; length <= length(beforeLast, last); length++) {
            Row row = rows.get(context(length, beforeLast, last));
            if (row == null) {
                continue;
            }
            double total = row.sum + row.size;
            for (int c = 0; c < classes; c++) {
                out[c] *= row.size / total;
            }
            for (int i = 0; i < row.size; i++) {
                if (row.classes[i] < classes) {
                    out[row.classes[i]] += row.counts[i] / total;
                }
            }
        }
    }

    private static int length(int beforeLast, int last) {
        return last == NONE ? 0 : beforeLast == NONE ? 1 : 2;
    }

    private static int context(int length, int beforeLast, int last) {
        return length == 0 ? 0 : length == 1 ? 1 + last : PAIRS + BASE * beforeLast + last;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Successions that && Arrays.equals(counts(), that.counts());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts());
    }

    @Override
    public String toString() {
        return "Successions[" + size + " counts]";
    }
}
