package io.streamgauge.app;

import io.streamgauge.wire.CsvSource;
import io.streamgauge.wire.SourceEvent;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Several files as one stream of events: each in its own order, merged by event time. */
final class InputFiles implements InputEvents {

    private record Head(SourceEvent event, int file) {}

    private final List<CsvSource> sources;
    private final PriorityQueue<Head> heads = new PriorityQueue<>(
            Comparator.comparingLong((Head head) -> head.event().time()).thenComparingInt(Head::file));

    InputFiles(List<CsvSource> sources) {
        this.sources = sources;
        for (int file = 0; file < sources.size(); file++) {
            advance(file);
        }
    }

    @Override
    public long size() {
        return sources.stream()
                .mapToLong(source -> source.rows() * source.keys().size())
                .sum();
    }

    @Override
    public long skippedCells() {
        return sources.stream().mapToLong(CsvSource::skippedCells).sum();
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public SourceEvent next() {
        Head head = heads.poll();
        if (head == null) {
            throw new NoSuchElementException("the files have ended");
        }
        advance(head.file());
        return head.event();
    }

    private void advance(int file) {
        CsvSource source = sources.get(file);
        if (source.hasNext()) {
            heads.add(new Head(source.next(), file));
        }
    }

    @Override
    public void close() {
        sources.forEach(CsvSource::close);
    }
}
