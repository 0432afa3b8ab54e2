package io.streamgauge.wire.bucket;

/**
 * What a key's bucket has come to; nothing more is added to it.
 *
 * @param key the record key's bytes
 * @param time the bucket's beginning in epoch milliseconds
 * @param values one per target, NaN where it has none
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once; never compared
public record ClosedBucket(byte[] key, long time, double[] values) {}
