package io.streamgauge.anomaly;

import java.util.List;

/**
 * What a label does to its key.
 *
 * <ul>
 *   <li>{@code normal}: surprises of the kind and side of those that it covers raise no alert any more, up to a quarter
 *       more of their score and half as much again of their deviation; an alert that it covers closes.
 *   <li>{@code anomaly}: such surprises raise an alert from a tenth below their score on.
 *   <li>{@code ignore}: nothing is raised while it lasts; an alert that it covers closes.
 * </ul>
 *
 * <p>A label may come after its time or before it: what is left of its time is kept and judged as it comes. So the same
 * labels and events end in the same bars, whichever of them is read first.
 */
public final class Feedback {

    private static final double MORE_SCORE = 1.25;
    private static final double MORE_SIZE = 1.5;
    private static final double LESS_SCORE = .9;
    /** Lower would make an alert of every fiftieth value or so. */
    private static final double LOWEST = .5;

    private Feedback() {}

    /**
     * Takes in a label.
     *
     * @param state the key's alerts; changed
     * @param lastTime event time of the key's last value, {@link Long#MIN_VALUE} where there is none
     * @param out its changes are overwritten
     */
    static void take(AlertState state, LabelledSpan label, long lastTime, AnomalyResult out) {
        out.change = EpisodeChange.NONE;
        out.changes.clear();
        for (Surprise surprise : List.copyOf(state.surprises)) {
            if (surprise.overlaps(label.from(), label.to())) {
                teach(state, surprise, label.kind());
            }
        }
        if (label.to() > lastTime) {
            state.put(label);
        }
        Episode open = state.open;
        boolean covered = open != null && open.since() <= label.to() && lastTime >= label.from();
        if (open != null && covered && label.kind() != LabelKind.ANOMALY) {
            String reason = label.kind() == LabelKind.NORMAL ? AnomalyResult.LABELLED_NORMAL : AnomalyResult.MUTED;
            AlertPolicy.close(state, open, lastTime, reason, out);
        }
    }

    /** Lets a surprise teach that comes while a label's time lasts. */
    static void teachWithin(AlertState state, Surprise surprise) {
        for (LabelledSpan label : state.labels) {
            if (surprise.overlaps(label.from(), label.to())) {
                teach(state, surprise, label.kind());
            }
        }
    }

    private static void teach(AlertState state, Surprise surprise, LabelKind kind) {
        switch (kind) {
            case NORMAL -> {
                Bar old = state.bar(surprise.statistic(), surprise.sign());
                Bar least =
                        old != null && old.normal() ? old : new Bar(surprise.statistic(), surprise.sign(), true, 0, 0);
                state.put(least.raised(MORE_SCORE * surprise.peak(), MORE_SIZE * surprise.size()));
            }
            case ANOMALY ->
                state.put(new Bar(
                        surprise.statistic(),
                        surprise.sign(),
                        false,
                        Math.max(LOWEST, Math.min(1, LESS_SCORE * surprise.peak())),
                        0));
            case IGNORE -> {
                // Says nothing about other times.
            }
        }
    }
}
