package io.streamgauge.anomaly;

import io.streamgauge.signal.StateFields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key's episode of surprising categories: what is remembered of it between two events, and what opens and closes it.
 *
 * <p>It opens where the alert score passes 1, and closes once the score is calm again, as episodes of numbers do ({@link
 * AlertPolicy}) under rules that nobody has changed.
 */
public final class CategoryEpisode {

    /** The only kind of episode that categories have. */
    public static final String KIND = "surprising";

    private static final String NO_SIDE = "none";

    private boolean open;
    private long since;
    private double peak;

    /**
     * Judges one scored event.
     *
     * @param score of the event; its reason and changes are overwritten, and an alert score that is no reason to alert is 0
     * @param against why nothing may open now; null for no reason
     */
    void judge(long time, @Nullable String against, CategoryScore score) {
        score.changes.clear();
        if (open) {
            follow(score);
        } else if (against == null && score.alertScore > 1) {
            open = true;
            since = time;
            peak = score.alertScore;
            score.changes.add(event(EpisodeChange.OPENED, KIND));
        }
        score.reason = against != null ? against : score.score > 1 ? KIND : AnomalyResult.WITHIN_MARGIN;
        score.alertScore = against == null ? score.alertScore : 0;
    }

    private void follow(CategoryScore score) {
        if (score.score < AnomalyScorer.CALM_BELOW) {
            open = false;
            score.changes.add(event(EpisodeChange.CLOSED, AnomalyResult.WITHIN_MARGIN));
        } else if (score.score > peak) {
            peak = score.score;
            score.changes.add(event(EpisodeChange.UPDATED, KIND));
        }
    }

    private EpisodeEvent event(EpisodeChange change, String reason) {
        return new EpisodeEvent(change, KIND, NO_SIDE, since, peak, null, reason);
    }

    /** What is open, as an event; null for nothing. */
    public @Nullable EpisodeEvent opened() {
        return open ? event(EpisodeChange.OPENED, KIND) : null;
    }

    /** The end of what is open, where something is; changes nothing. */
    public List<EpisodeEvent> closing(String reason) {
        return open ? List.of(event(EpisodeChange.CLOSED, reason)) : List.of();
    }

    /** Passes every field through {@code fields}. */
    public void fields(StateFields fields) {
        open = fields.small(open ? 1 : 0) != 0;
        since = fields.integer(since);
        peak = fields.number(peak);
    }
}
