package io.streamgauge.metrics;

/**
 * What is exported of a watched key after an event; NaN where there is nothing.
 *
 * @param value the value that came
 * @param expected what had been forecast for it
 * @param lower lower end of the band for it
 * @param upper upper end of the band
 * @param forecast what is forecast for the next value
 * @param score its anomaly score
 * @param outcome probability of the labelled outcome
 */
public record Watched(
        double value, double expected, double lower, double upper, double forecast, double score, double outcome) {
    static final Watched NOTHING =
            new Watched(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
}
