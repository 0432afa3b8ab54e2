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
    /** The end of an alert or a silence: its key is forgotten. */
    public static final String FORGOTTEN = "forgotten";
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

    /** The target that surprised most, by its number in the specification. */
    public int target;

    /** What had been expected of that target's value, in its own unit; NaN if nothing was. */
    public double expected = Double.NaN;

    /** Ends of the band around what had been expected; NaN if nothing was. */
    public double lower = Double.NaN;

    public double upper = Double.NaN;

    /** Event time at which the score left what is usual, in epoch milliseconds; meaningful while it is above 1. */
    public long since;

    /** Each target's share of the surprise [targets]; they sum to 1. */
    public double[] shares = {1};

    /** What the step needs of the series before it; of no use after it. */
    final SeriesBefore before = new SeriesBefore();

    /** Makes room for so many targets; sets nothing aside once it has it. */
    void makeRoom(int targets) {
        if (shares.length != targets) {
            shares = new double[targets];
        }
    }

    /** What became of the key's anomaly. */
    public EpisodeChange change = EpisodeChange.NONE;

    /** Every change of one of the key's episodes, forecast alerts included. */
    public final List<EpisodeEvent> changes = new ArrayList<>();
}
