package io.streamgauge.wire.bucket;

import java.util.List;

/**
 * How raw events become a series.
 *
 * @param every length of a bucket in milliseconds
 * @param grace event time in milliseconds that a bucket waits for late events
 * @param fill event time in milliseconds for which a quiet key still has buckets
 * @param aggregates one per target
 * @param fields JSON pointers, one per target, to what is aggregated
 * @param withoutValues whether a value without any number is worth telling of
 */
public record BucketSpec(
        long every, long grace, long fill, List<Aggregate> aggregates, List<String> fields, boolean withoutValues) {

    public BucketSpec {
        aggregates = List.copyOf(aggregates);
        fields = List.copyOf(fields);
        if (every < 1 || grace < 0 || fill < 0) {
            throw new IllegalArgumentException("every is " + every + ", grace " + grace + ", fill " + fill
                    + " ms, expected every above 0 and none of them negative");
        }
        if (aggregates.isEmpty() || fields.size() != aggregates.size()) {
            throw new IllegalArgumentException(
                    aggregates.size() + " aggregates of " + fields.size() + " fields, expected one each per target");
        }
    }

    /** Bytes of a key with buckets at most, without the key. */
    public long mostBytes() {
        long targets = aggregates.stream().mapToLong(Aggregate::mostBytes).sum();
        long open = grace / every + 2;
        return KeyBucketsCodec.FIXED_BYTES + open * (Long.BYTES + targets);
    }

    /** Beginning of the bucket that a time falls into. */
    long bucketOf(long time) {
        return Math.floorDiv(time, every) * every;
    }

    /**
     * The bucket before which all are closed: s + every + grace ≤ t for every earlier beginning s.
     *
     * @param t the newest event time
     */
    long closedBefore(long t) {
        return bucketOf(t - grace);
    }

    /** Whether a bucket without events has a value that is worth telling of. */
    boolean tellsOfEmpty() {
        return withoutValues || aggregates.stream().anyMatch(aggregate -> !Double.isNaN(aggregate.empty()));
    }
}
