package io.streamgauge.anomaly;

import java.util.ArrayList;
import java.util.List;

/** How surprising one value was. Overwritten by every step. */
public final class AnomalyResult {

    /** No alert: too few values so far. */
    public static final String WARM_UP = "warm_up";
    /** No alert: the value is as usual. */
    public static final String WITHIN_MARGIN = "within_margin";
    /** No alert: the value is from before the first start. */
    public static final String BACKFILL = "backfill";

    /** No alert: the value is missing, whatever stands in for it. */
    public static final String IMPUTED = "imputed";

    /** No alert: the key is muted, or somebody said that this time is of no interest. */
    public static final String MUTED = "muted";
    /** No alert: the last one ended a short time ago. */
    public static final String COOLDOWN = "cooldown";
    /** No alert: somebody said that such a surprise is normal. */
    public static final String LABELLED_NORMAL = "labelled_normal";
    /** The end of a silence: the key is heard of again. */
    public static final String RESUMED = "resumed";
    /** The end of an alert: its rule is no more. */
    public static final String RULE_GONE = "rule_gone";

    /** Above 1 is anomalous; stays up while the anomaly lasts. */
    public double score;

    /** The same scale, above 0 only where the score rises. */
    public double alertScore;

    /** 0 to 1; above 0 where the score is above 1. */
    public double grade;

    /** Why there is, or is no, alert. */
    public String reason = WARM_UP;

    /** The most surprising statistic. */
    public Statistic loudest = Statistic.SPIKE;

    /** What became of the key's anomaly. */
    public EpisodeChange change = EpisodeChange.NONE;

    /** Every change of one of the key's episodes, forecast alerts included. */
    public final List<EpisodeEvent> changes = new ArrayList<>();
}
