package io.streamgauge.wire;

/**
 * One measurement of one series.
 *
 * @param time event time in epoch milliseconds
 * @param timeText the event time as it stood in the input
 */
public record SourceEvent(String key, long time, String timeText, double value) {}
