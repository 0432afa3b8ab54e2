package io.streamgauge.anomaly;

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
}
