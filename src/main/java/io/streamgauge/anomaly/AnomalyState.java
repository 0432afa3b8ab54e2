package io.streamgauge.anomaly;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.StatePart;
import io.streamgauge.signal.StateFields;
import org.jspecify.annotations.Nullable;

/** Everything that is remembered of one key's surprises between two events; changed by {@link AnomalyScorer} alone. */
public final class AnomalyState {

    /** Number of the order of fields; raised when one of format 7 is moved or means something else. What came later is read by the format's own number. */
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
        fields(fields, true);
    }

    /**
     * The same of a state that may have been written before several targets had a joint level.
     *
     * @param withJoint whether what is remembered of several targets' joint level is among them
     */
    public void fields(StateFields fields, boolean withJoint) {
        fieldsOfTargets(fields);
        if (withJoint && joint != null) {
            fields.part(StatePart.JOINT);
            joint.fields(fields);
        }
        if (fields.version() > 7) {
            fields.part(StatePart.ANOMALY);
            surprise.fieldsOfForecasts(fields);
        }
    }

    private void fieldsOfTargets(StateFields fields) {
        surprise.fields(fields);
        runs.fields(fields);
        unchanged = fields.small(unchanged);
        held = fields.number(held);
        since = fields.integer(since);
    }
}
