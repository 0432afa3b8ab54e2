package io.streamgauge.wire.bucket;

import io.streamgauge.wire.EventLayout;
import io.streamgauge.wire.EventWriter;
import io.streamgauge.wire.SourceEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What buckets come to as events of one value each, which take the path of any other event from there on. */
public final class ClosedBucketWriter {

    /** No such event is longer: a time and as many numbers as a topology can have targets. */
    public static final int MOST_BYTES = 4_096;

    private static final double[] NO_COVARIATES = {};

    private final EventWriter writer;

    public ClosedBucketWriter(BucketSpec spec) {
        writer = new EventWriter(layout(spec));
    }

    /** The events' fields; they do not go by the targets' names, of which one may lie inside another. */
    public static EventLayout layout(BucketSpec spec) {
        List<String> targets = IntStream.range(0, spec.aggregates().size())
                .mapToObj(target -> "/value" + target)
                .toList();
        return new EventLayout("/time", targets, List.of(), List.of(), Set.of(), 2, spec.withoutValues());
    }

    public byte[] write(ClosedBucket bucket) {
        return writer.write(new SourceEvent("", bucket.time(), "", bucket.values(), NO_COVARIATES, List.of()));
    }
}
