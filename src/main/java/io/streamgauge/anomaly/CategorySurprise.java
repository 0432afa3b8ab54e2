package io.streamgauge.anomaly;

import io.streamgauge.forecast.CategoryForecast;
import io.streamgauge.signal.StateFields;

/**
 * Everything that is remembered of one key's surprises between two events, and the score made of them.
 *
 * <pre>
 *   d     = −log₁₀ Σ_c min(p_c, p)      p: probability of the event, p_c: of every class, as issued before it
 *   score = d/x*                        x*: {@link AlarmThreshold}, over the last {@value #MEMORY_BLOCKS} blocks at most
 * </pre>
 *
 * <p>Of a network that is right, at most one event in {@code 10^d} has {@code d} digits or more, whatever the process
 * ({@link CategoryForecast#usual}): the exponential tail that the threshold goes on with beyond what the key has shown. Not
 * the event's own {@code p}, since one of a hundred equally probable events is no surprise. Where the network is less sure of
 * itself than it might be, or surer, the key's own past corrects it; a short one, since a network that still learns, or
 * learns anew, surprises itself as it will not do later.
 *
 * <p>The scale is that of {@link AnomalyScorer}: the score passes 1 as often as the user allows, is held likewise, and the
 * alert score is its {@link Onset}.
 */
public final class CategorySurprise {

    /** Fewer surprises say nothing of what is usual. */
    private static final int WARM_UP = 100;

    private static final int MEMORY_BLOCKS = 256;
    private static final int PRIOR_BLOCKS = 64;

    private final AlarmThreshold threshold = new AlarmThreshold(MEMORY_BLOCKS, PRIOR_BLOCKS);
    private final Onset onset = new Onset();
    private double held;
    private long since;
    private int count;

    /**
     * Scores one event.
     *
     * @param usual how usual it was, {@code Σ_c min(p_c, p)}; NaN where nothing had been issued
     * @param time of the event in epoch milliseconds
     * @param allowedPerValue false alarms
     * @param out overwritten
     */
    void score(double usual, long time, double allowedPerValue, CategoryScore out) {
        double score = 0;
        if (!Double.isNaN(usual)) {
            double digits = Math.max(0, -StrictMath.log10(usual));
            score = count >= WARM_UP ? digits / threshold.at(allowedPerValue) : 0;
            threshold.learn(digits, count);
            count = Math.min(count, Integer.MAX_VALUE - 1) + 1;
        }
        out.alertScore = onset.of(score);
        since = held < AnomalyScorer.CALM_BELOW ? time : since;
        held = Math.max(score, AnomalyScorer.HOLD * held);
        out.score = held;
        out.since = since;
        out.grade = AnomalyScorer.grade(held);
    }

    /** Passes every field through {@code fields}. */
    public void fields(StateFields fields) {
        threshold.fields(fields);
        onset.fields(fields);
        held = fields.number(held);
        since = fields.integer(since);
        count = fields.small(count);
    }
}
