package io.streamgauge.anomaly;

/**
 * A stretch of surprising values of one kind, as a label may later speak of it.
 *
 * @param sign of the deviation: −1 below, 1 above, 0 where there is no side
 * @param since event time of its first value in epoch milliseconds
 * @param until event time of its last value so far
 * @param peak its highest score; of a silence its length in usual intervals
 * @param size its largest deviation from what was expected, in the source's units
 * @param loud whether it was worth an alert
 */
public record Surprise(Statistic statistic, int sign, long since, long until, double peak, double size, boolean loud) {

    boolean isLike(Statistic other, int otherSign) {
        return SurpriseClass.same(statistic, other) && sign == otherSign;
    }

    boolean overlaps(long from, long to) {
        return since <= to && until >= from;
    }

    Surprise grown(long time, double score, double deviation, boolean nowLoud) {
        return new Surprise(
                statistic, sign, since, time, Math.max(peak, score), Math.max(size, deviation), loud || nowLoud);
    }
}
