package io.streamgauge.app;

import io.streamgauge.config.TopologyConfig;
import io.streamgauge.wire.RawLines;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.Rejection;
import io.streamgauge.wire.ValueKeyReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Raw events of files: each file in its own order, several merged by event time. An event's key is what the topology says, or
 * else its file's name without ending.
 *
 * @param <T> what a line is read as
 */
final class MergedLines<T> implements Iterator<MergedLines.Line<T>>, AutoCloseable {

    /** One event of a key. */
    record Line<T>(byte[] key, T event, int file) {}

    /** From a line's JSON to an event. */
    interface Reader<T> {
        T read(byte[] json) throws RejectedEventException;
    }

    private final List<RawLines> files = new ArrayList<>();
    private final List<byte[]> names = new ArrayList<>();
    private final Map<Rejection, Long> refusals = new EnumMap<>(Rejection.class);
    private final @Nullable ValueKeyReader keys;
    private final Reader<T> reader;
    private final PriorityQueue<Line<T>> heads;

    /** @param time of an event in epoch milliseconds */
    MergedLines(
            List<Path> paths,
            @Nullable Character separator,
            TopologyConfig topology,
            Reader<T> reader,
            ToLongFunction<T> time) {
        this.reader = reader;
        heads = new PriorityQueue<>(Comparator.comparingLong((Line<T> line) -> time.applyAsLong(line.event()))
                .thenComparingInt(Line::file));
        keys = topology.keys().pointers().isEmpty()
                ? null
                : new ValueKeyReader(
                        topology.keys().pointers(), topology.limits().maxEventBytes());
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
                heads.add(new Line<>(key, reader.read(line), file));
                return;
            } catch (RejectedEventException e) {
                refuse(e.reason());
            }
        }
    }

    /** Counts an event that is not taken. */
    void refuse(Rejection reason) {
        refusals.merge(reason, 1L, Long::sum);
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public Line<T> next() {
        Line<T> head = heads.poll();
        if (head == null) {
            throw new NoSuchElementException("the files have ended");
        }
        advance(head.file());
        return head;
    }

    /** What was refused so far, in words. */
    List<String> refused() {
        List<String> lines = new ArrayList<>();
        refusals.forEach((reason, count) -> lines.add("refused as " + reason.id() + ": " + count + " raw events"));
        return lines;
    }

    @Override
    public void close() {
        files.forEach(RawLines::close);
    }
}
