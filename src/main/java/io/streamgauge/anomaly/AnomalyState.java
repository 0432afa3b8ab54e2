package io.streamgauge.anomaly;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.StatePart;
import io.streamgauge.signal.StateFields;
import org.jspecify.annotations.Nullable;

/** Everything that is remembered of one key's surprises between two events; changed by {@link AnomalyScorer} alone. */
public final class AnomalyState {

    /** Number of the order of fields; raised when a field is added, moved or means something else. */
    public static final int LAYOUT = 6;

    final KeySurprise surprise;
    /** Values in a row that equal the one before. */
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
        fieldsOfTargets(fields);
        if (joint != null) {
            fields.part(StatePart.JOINT);
            joint.fields(fields);
        }
    }

    /** Passes the fields through {@code fields} that a key has without what is remembered of its targets' joint level. */
    void fieldsOfTargets(StateFields fields) {
        surprise.fields(fields);
        runs.fields(fields);
        unchanged = fields.small(unchanged);
        held = fields.number(held);
        since = fields.integer(since);
    }
}
