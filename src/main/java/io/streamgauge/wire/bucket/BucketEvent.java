package io.streamgauge.wire.bucket;

import java.util.OptionalLong;

/**
 * An event as its bucket takes it in.
 *
 * @param time event time in epoch milliseconds
 * @param numbers one per target, NaN where there is none
 * @param ids one per target, of what only has to be told apart
 */
@SuppressWarnings("ArrayRecordComponent") // made and read once per event; never compared
public record BucketEvent(long time, double[] numbers, OptionalLong[] ids) {}
