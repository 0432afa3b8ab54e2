package io.streamgauge.learn;

import java.util.List;

/**
 * What people have said of one key's outcomes, and what follows of an event at time t:
 *
 * <pre>
 *   yes      an outcome begins in (t, t + within]
 *   unknown  t is inside an outcome, from its beginning to before its end
 *   no       otherwise, if [t, t + within] is inside a stretch labelled as without, or silence means no
 * </pre>
 *
 * @param within milliseconds of event time
 */
public record OutcomeLabels(List<Label> labels, long within) {
    /**
     * A label.
     *
     * @param from event time in epoch milliseconds
     * @param to likewise, not before
     * @param happened whether it is an outcome; else there was none in it
     */
    public record Label(long from, long to, boolean happened) {}

    public OutcomeLabels {
        labels = List.copyOf(labels);
    }

    /** Whether an outcome begins in time after an event at {@code time}. */
    public boolean isYes(long time) {
        for (Label label : labels) {
            if (label.happened() && time < label.from() && label.from() - time <= within) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether it is known if one does.
     *
     * @param silenceIsNo whether an event of which nobody has said anything had none
     */
    public boolean isKnown(long time, boolean silenceIsNo) {
        boolean without = silenceIsNo;
        for (Label label : labels) {
            if (label.happened() && label.from() <= time && time < label.to()) {
                return false;
            }
            without |= !label.happened() && label.from() <= time && label.to() - time >= within;
        }
        return without || isYes(time);
    }
}
