package io.streamgauge.anomaly;

import io.streamgauge.signal.StateFields;

/**
 * Everything that is remembered of one key's surprisals between two events, and the score made of them.
 *
 * <pre>
 *   d     = −log₁₀ p                    digits of the event's improbability under what was issued before it
 *   score = d/x*                        x*: {@link AlarmThreshold}
 * </pre>
 *
 * <p>Of a network that is right, at most one event in {@code 10^d/categories} has {@code d} digits or more, whatever the
 * process: the exponential tail that the threshold goes on with beyond what the key has shown. Where the network is less
 * sure of itself than it might be, or surer, the key's own past corrects it. The scale is that of {@link AnomalyScorer}:
 * the score passes 1 as often as the user allows, is held likewise, and the alert score is its {@link Onset}.
 */
public final class CategorySurprise {

    /** Fewer surprisals say nothing of what is usual. */
    private static final int WARM_UP = 100;

    private static final double NATS_PER_DIGIT = 2.302585;

    private final AlarmThreshold threshold = new AlarmThreshold();
    private final Onset onset = new Onset();
    private double held;
    private long since;
    private int count;

    /**
     * Scores one event's surprisal.
     *
     * @param surprisal in nats; NaN where nothing had been issued
     * @param time of the event in epoch milliseconds
     * @param allowedPerValue false alarms
     * @param out overwritten
     */
    void score(double surprisal, long time, double allowedPerValue, CategoryScore out) {
        double score = 0;
        if (!Double.isNaN(surprisal)) {
            double digits = surprisal / NATS_PER_DIGIT;
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
