package io.streamgauge.anomaly;

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

    public EpisodeChange change = EpisodeChange.NONE;
}
