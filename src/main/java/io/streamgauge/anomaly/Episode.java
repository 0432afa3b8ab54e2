package io.streamgauge.anomaly;

/**
 * An anomaly that is going on.
 *
 * @param sign as in {@link Surprise}
 * @param since event time of its onset in epoch milliseconds
 * @param peak its highest score so far
 */
public record Episode(Statistic statistic, int sign, long since, double peak) {

    Episode raised(double score) {
        return new Episode(statistic, sign, since, Math.max(peak, score));
    }
}
