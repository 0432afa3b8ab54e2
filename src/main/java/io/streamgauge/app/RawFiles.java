package io.streamgauge.app;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.StreamInputs;
import io.streamgauge.wire.RawLines;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import io.streamgauge.wire.SourceEvent;
import io.streamgauge.wire.ValueKeyReader;
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
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the raw events of files come to: the topology's buckets, closed as those of one partition. Each file is read in its
 * own order, several are merged by event time.
 */
final class RawFiles implements InputEvents {

    private static final double[] NO_COVARIATES = {};

    private record Head(byte[] key, BucketEvent event, int file) {}

    private final List<RawLines> files = new ArrayList<>();
    private final List<byte[]> names = new ArrayList<>();
    private final PriorityQueue<Head> heads = new PriorityQueue<>(
            Comparator.comparingLong((Head head) -> head.event().time()).thenComparingInt(Head::file));
    private final Deque<SourceEvent> closed = new ArrayDeque<>();
    private final Map<Rejection, Long> refusals = new EnumMap<>(Rejection.class);
    private final BucketReader reader;
    private final @Nullable ValueKeyReader keys;
    private final boolean total;
    private final Aggregator aggregator;
    private long offset;

    RawFiles(List<Path> paths, @Nullable Character separator, TopologyConfig topology) {
        BucketSpec spec = StreamInputs.buckets(topology);
        int maxBytes = topology.limits().maxEventBytes();
        reader = new BucketReader(topology.source().time(), spec, maxBytes);
        keys = topology.keys().pointers().isEmpty()
                ? null
                : new ValueKeyReader(topology.keys().pointers(), maxBytes);
        total = topology.keys().total();
        aggregator = new Aggregator(spec, new MemoryShelf(), topology.intake().maxKeys(), () -> {});
        for (Path path : paths) {
            String name = String.valueOf(path.getFileName());
            int dot = name.lastIndexOf('.');
            names.add((dot > 0 ? name.substring(0, dot) : name).getBytes(StandardCharsets.UTF_8));
            files.add(RawLines.open(path, separator));
            advance(files.size() - 1);
        }
    }

    private void advance(int file) {
        RawLines lines = files.get(file);
        while (lines.hasNext()) {
            byte[] line = lines.next();
            try {
                byte[] key = keys == null ? names.get(file) : keys.read(line);
                heads.add(new Head(key, reader.read(line), file));
                return;
            } catch (RejectedEventException e) {
                refusals.merge(e.reason(), 1L, Long::sum);
            }
        }
    }

    @Override
    public boolean hasNext() {
        while (closed.isEmpty() && !heads.isEmpty()) {
            Head head = heads.remove();
            advance(head.file());
            take(head.key(), head.event());
            if (total) {
                take(TopologyConfig.Keys.TOTAL.getBytes(StandardCharsets.UTF_8), head.event());
            }
        }
        return !closed.isEmpty();
    }

    private void take(byte[] key, BucketEvent event) {
        try {
            aggregator.take(0, key, event, offset++);
        } catch (RejectedEventException e) {
            refusals.merge(e.reason(), 1L, Long::sum);
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
        List<String> lines = new ArrayList<>();
        lines.add("raw events: " + offset);
        refusals.forEach((reason, count) -> lines.add("refused as " + reason.id() + ": " + count + " raw events"));
        return lines;
    }

    @Override
    public void close() {
        files.forEach(RawLines::close);
    }
}
