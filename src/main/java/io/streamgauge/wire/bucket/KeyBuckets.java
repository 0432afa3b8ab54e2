package io.streamgauge.wire.bucket;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The open buckets of one key. Mutable.
 *
 * <p>{@code first} is the beginning of the first bucket that the key is to be told of, {@code last} that of the latest
 * closed one with an event, and before there is one that of its first event.
 */
final class KeyBuckets {

    final TreeMap<Long, List<Accumulator>> open = new TreeMap<>();
    long first;
    long last;

    /** A key whose first event falls into the bucket that begins then. */
    KeyBuckets(long first, long last) {
        this.first = first;
        this.last = last;
    }

    void add(BucketSpec spec, long start, BucketEvent event) {
        first = Math.min(first, start);
        List<Accumulator> accumulators = open.computeIfAbsent(start, opened -> fresh(spec));
        for (int target = 0; target < accumulators.size(); target++) {
            accumulators.get(target).add(event.numbers()[target], event.ids()[target]);
        }
    }

    private static List<Accumulator> fresh(BucketSpec spec) {
        List<Accumulator> accumulators = new ArrayList<>();
        spec.aggregates().forEach(aggregate -> accumulators.add(Accumulator.of(aggregate)));
        return accumulators;
    }
}
