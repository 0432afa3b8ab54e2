package io.streamgauge.app;

/**
 * An anomaly that the generator put into a series.
 *
 * @param kind name of an {@link AnomalyKind}
 * @param from time of the first event that is anomalous, or missing, in epoch milliseconds
 * @param until time of the first event that is as usual again
 */
record TrueAnomaly(String key, String kind, long from, long until) {}
