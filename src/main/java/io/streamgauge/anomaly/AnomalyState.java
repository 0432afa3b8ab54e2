package io.streamgauge.anomaly;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.StatePart;
import io.streamgauge.signal.StateFields;
import org.jspecify.annotations.Nullable;

/** Everything that is remembered of one key's surprises between two events; changed by {@link AnomalyScorer} alone. */
public final class AnomalyState {

    /** Number of the order of fields; raised when one of format 7 is moved or means something else. What came later is read by the format's own number. */
    public static final int LAYOUT = 6;

    /** The format since which states hold the joint level of several targets, and tails of forecasts. */
    private static final int JOINT_SINCE = 8;

    final KeySurprise surprise;
    /** So many equal values are told apart from no more. */
    static final int MOST_UNCHANGED = Short.MAX_VALUE;

    /** Values in a row that equal the one before, at most {@value #MOST_UNCHANGED}. */
    int unchanged;
    /** Lengths of past runs of equal values. */
    final TailHistogram runs = new TailHistogram();

    double held;
    /** Event time at which the score that is held left what is usual. */
    long since;

    /** Of a key with several targets. */
    final @Nullable JointLevel joint;

    public AnomalyState(ForecasterSpec spec) {
        surprise = new KeySurprise(spec);
        int targets = spec.targets().size();
        joint = targets > 1 ? new JointLevel(targets) : null;
    }

    /** Passes every field through {@code fields}. */
    public void fields(StateFields fields) {
        surprise.fields(fields);
        runs.fields(fields);
        unchanged = fields.isShorter() ? fields.tiny(unchanged) : Math.min(MOST_UNCHANGED, fields.small(unchanged));
        held = fields.number(held);
        since = fields.integer(since);
        if (fields.version() < JOINT_SINCE) {
            return;
        }
        if (joint != null) {
            fields.part(StatePart.JOINT);
            joint.fields(fields);
        }
        fields.part(StatePart.ANOMALY);
        surprise.fieldsOfForecasts(fields);
    }
}
