package io.streamgauge.anomaly;

/**
 * A forecast alert that is going on.
 *
 * @param rule {@link ForecastRule#id}
 * @param since event time at which it was first forecast, in epoch milliseconds
 * @param peak its highest probability so far
 */
public record ForecastEpisode(int rule, long since, double peak) {}
