package io.streamgauge.anomaly;

import java.util.ArrayList;
import java.util.List;

/** How surprising one event's category was, on the scale of {@link AnomalyResult}. Overwritten by every step. */
public final class CategoryScore {

    /** Above 1 is anomalous; stays up for some events after. */
    public double score;

    /** The same scale, above 0 only where the score rises. */
    public double alertScore;

    /** 0 to 1; above 0 where the score is above 1. */
    public double grade;

    /** Event time at which the score left what is usual, in epoch milliseconds; meaningful while it is above 1. */
    public long since;

    /** Why there is, or is no, alert. */
    public String reason = AnomalyResult.WITHIN_MARGIN;

    /** What the event did to its key's episode. */
    public final List<EpisodeEvent> changes = new ArrayList<>();

    /** Whether an episode opened. */
    public boolean hasOpened() {
        return changes.stream().anyMatch(change -> change.change() == EpisodeChange.OPENED);
    }
}
