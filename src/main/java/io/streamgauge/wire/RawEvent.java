package io.streamgauge.wire;

import java.util.OptionalLong;

/**
 * One of many events that become a value together.
 *
 * @param time event time in epoch milliseconds
 * @param numbers one per numeric field, NaN where it is missing
 * @param ids one per field that only has to be told apart
 */
@SuppressWarnings("ArrayRecordComponent") // made and read once per event; never compared
public record RawEvent(long time, double[] numbers, OptionalLong[] ids) {}
