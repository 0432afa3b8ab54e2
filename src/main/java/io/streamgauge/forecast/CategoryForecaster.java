package io.streamgauge.forecast;

import io.streamgauge.nn.Exponential;
import io.streamgauge.nn.Scratch;
import io.streamgauge.nn.Successions;
import java.util.Arrays;
import java.util.List;

/**
 * The forecaster of one key's categories, one event at a time.
 *
 * <pre>
 *   s_t     = −ln p_{t−1}(c_t)                  surprisal under what was issued before the event
 *   a_t     = Σ_c min(p_{t−1}(c), p_{t−1}(c_t))    how usual the event was: 1 where all are equally probable
 *   h_t     = cell(E[c_t], h_{t−1})             E: a learnt vector per class
 *   q_t(c)  = e^(o_c) / Σ_{c' ≤ |V|} e^(o_c')       o = log-softmax(W h_t + b); classes that no category has yet take no share
 *   p_t(c)  = (1 − s)·q_t(c) + s·r(c | c_t, c_{t−1})   r: {@link Successions}, s = {@value #SHARE}
 * </pre>
 *
 * <p>As {@link SeriesForecaster}: predict first, learn after; deterministic, and nothing is changed but state, workspace
 * and result. The network is the shared one of {@link ModelSnapshot}, the {@link Vocabulary} the one published with it.
 */
public final class CategoryForecaster {

    /** No logarithm of a probability is lower: half precision holds it, and no sum of some loses the others. */
    private static final float LEAST = -60;

    /** s: so little that the network decides, so much that what lawfully follows is never all but impossible. */
    private static final double SHARE = .1;

    private final CategorySpec spec;

    public CategoryForecaster(CategorySpec spec) {
        this.spec = spec;
    }

    public CategorySpec spec() {
        return spec;
    }

    /** Room for one step's intermediate results; one per thread. */
    public static final class Workspace {
        private final float[] input = new float[1];
        private final Scratch network;
        private final double[] followed;

        public Workspace(CategorySpec spec) {
            network = new Scratch(spec.network());
            followed = new double[spec.classes()];
        }
    }

    /**
     * Takes in one event and issues the next one's distribution.
     *
     * @param state the key so far; changed
     * @param time of the event, not before the last one's, in epoch milliseconds
     * @param category of the event
     * @param model weights and vocabulary to use
     * @param workspace overwritten
     * @param out overwritten
     */
    public void step(
            CategoryState state,
            long time,
            String category,
            ModelSnapshot model,
            Workspace workspace,
            CategoryForecast out) {
        if (state.count() > 0 && time < state.lastTime()) {
            throw new IllegalArgumentException("event at " + time + " is before the last one at " + state.lastTime());
        }
        Vocabulary vocabulary = model.vocabulary();
        out.name = spec.name(category);
        out.index = spec.classOf(out.name, vocabulary);
        // A version that somebody has gone back to may know fewer categories than the one that issued.
        out.expected = state.likeliest() <= vocabulary.size() ? state.likeliest() : Vocabulary.UNKNOWN;
        out.logProbability = state.hasIssued() ? state.issued(out.index) : Double.NaN;
        out.usual = state.hasIssued() ? state.usual(out.index) : Double.NaN;
        if (out.index == Vocabulary.UNKNOWN) {
            state.meetUnknown(out.name);
        } else {
            out.name = vocabulary.name(out.index);
        }
        CategoryWindows windows = state.windows();
        if (windows != null) {
            windows.put(state.count(), time, out.index, state.hidden.values());
        }
        stepNetwork(state, model, workspace, out);
        settle(out.next, vocabulary.size());
        mix(state.last(), out.index, vocabulary, workspace.followed, out.next);
        out.known = vocabulary.size();
        state.issue(out.next, vocabulary.size());
        state.advance(time, out.index, model);
        cutWindow(state, out);
    }

    private static void stepNetwork(
            CategoryState state, ModelSnapshot model, Workspace workspace, CategoryForecast out) {
        workspace.input[0] = out.index;
        model.network().step(workspace.input, state.hidden, workspace.network, out.next);
        if (!allFinite(out.next) || !allFinite(state.hidden.values())) {
            // A rectified network can run away; its state must not stay lost.
            state.hidden.clear();
            Arrays.fill(out.next, 0);
        }
    }

    private static boolean allFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Shares among the known classes and the unknown one what the others have of the probability. */
    private static void settle(float[] next, int known) {
        float largest = next[0];
        for (int c = 1; c <= known; c++) {
            largest = Math.max(largest, next[c]);
        }
        double sum = 0;
        for (int c = 0; c <= known; c++) {
            sum += Exponential.of(next[c] - largest);
        }
        double shift = largest + StrictMath.log(sum);
        for (int c = 0; c <= known; c++) {
            next[c] = Math.max(LEAST, (float) (next[c] - shift));
        }
        Arrays.fill(next, known + 1, next.length, Float.NEGATIVE_INFINITY);
    }

    /** p = (1 − s)·p_network + s·p_successions, over the known classes and the unknown one. */
    private static void mix(int beforeLast, int last, Vocabulary vocabulary, double[] followed, float[] next) {
        if (vocabulary.successions().isEmpty()) {
            return;
        }
        int classes = vocabulary.size() + 1;
        vocabulary.successions().probabilities(beforeLast, last, classes, followed);
        double sum = 0;
        for (int c = 0; c < classes; c++) {
            sum += followed[c];
        }
        for (int c = 0; c < classes; c++) {
            double mixed = (1 - SHARE) * Exponential.of(next[c]) + SHARE * followed[c] / sum;
            next[c] = Math.max(LEAST, (float) StrictMath.log(mixed));
        }
    }

    private static void cutWindow(CategoryState state, CategoryForecast out) {
        long newest = state.count() - 1;
        CategoryWindows windows = state.windows();
        if (windows != null && windows.isDue(newest)) {
            out.window = windows.cut(newest);
            out.windowFrom = windows.firstTime(newest);
            out.unknown = state.tellUnknown();
        } else {
            out.window = null;
            out.unknown = List.of();
        }
    }
}
