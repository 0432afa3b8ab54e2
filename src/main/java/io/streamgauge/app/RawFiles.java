package io.streamgauge.app;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.StreamInputs;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.SourceEvent;
import io.streamgauge.wire.bucket.Aggregator;
import io.streamgauge.wire.bucket.BucketEvent;
import io.streamgauge.wire.bucket.BucketReader;
import io.streamgauge.wire.bucket.BucketSpec;
import io.streamgauge.wire.bucket.ClosedBucket;
import io.streamgauge.wire.bucket.MemoryShelf;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** What the raw events of files come to: the topology's buckets, closed as those of one partition. */
final class RawFiles implements InputEvents {

    private static final double[] NO_COVARIATES = {};

    private final MergedLines<BucketEvent> lines;
    private final Deque<SourceEvent> closed = new ArrayDeque<>();
    private final boolean total;
    private final Aggregator aggregator;
    private long offset;

    RawFiles(List<Path> paths, @Nullable Character separator, TopologyConfig topology) {
        BucketSpec spec = StreamInputs.buckets(topology);
        BucketReader reader = new BucketReader(
                topology.source().time(), spec, topology.limits().maxEventBytes());
        total = topology.keys().total();
        aggregator = new Aggregator(spec, new MemoryShelf(), topology.intake().maxKeys(), () -> {});
        lines = new MergedLines<>(paths, separator, topology, reader::read, BucketEvent::time);
    }

    @Override
    public boolean hasNext() {
        while (closed.isEmpty() && lines.hasNext()) {
            MergedLines.Line<BucketEvent> line = lines.next();
            take(line.key(), line.event());
            if (total) {
                take(TopologyConfig.Keys.TOTAL.getBytes(StandardCharsets.UTF_8), line.event());
            }
        }
        return !closed.isEmpty();
    }

    private void take(byte[] key, BucketEvent event) {
        try {
            aggregator.take(0, key, event, offset++);
        } catch (RejectedEventException e) {
            lines.refuse(e.reason());
        }
        aggregator.close(0, Integer.MAX_VALUE, bucket -> closed.add(event(bucket)));
    }

    private static SourceEvent event(ClosedBucket bucket) {
        return new SourceEvent(
                new String(bucket.key(), StandardCharsets.UTF_8),
                bucket.time(),
                Instant.ofEpochMilli(bucket.time()).toString(),
                bucket.values(),
                NO_COVARIATES,
                List.of());
    }

    @Override
    public SourceEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return closed.remove();
    }

    @Override
    public long size() {
        return UNKNOWN;
    }

    @Override
    public long skippedCells() {
        return 0;
    }

    @Override
    public List<String> refused() {
        List<String> text = new ArrayList<>();
        text.add("raw events: " + offset);
        text.addAll(lines.refused());
        return text;
    }

    @Override
    public void close() {
        lines.close();
    }
}
