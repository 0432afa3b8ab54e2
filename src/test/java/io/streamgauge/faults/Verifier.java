package io.streamgauge.faults;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The comparison of what is committed with what the {@link Oracle} makes of the same input, record by record. */
final class Verifier {

    /** Differences that are kept to be shown. */
    private static final int EXAMPLES = 5;

    private static final Deque<Output> NONE = new ArrayDeque<>();

    private final Oracle oracle;
    private final Map<Source, List<Output>> outputs = new HashMap<>();
    private final Map<ByteBuffer, Long> generations = new HashMap<>();
    private final List<String> examples = new ArrayList<>();
    private long lost;
    private long doubled;
    private long wrong;
    private long misplaced;
    private long generationRegress;

    /** A verdict and the first differences behind it. */
    record Finding(Verdict verdict, List<String> examples) {}

    private Verifier(Oracle oracle) {
        this.oracle = oracle;
    }

    static Finding verify(CommittedLog log, Oracle oracle) {
        Verifier verifier = new Verifier(oracle);
        verifier.place(log.outputs());
        log.input().forEach(verifier::replay);
        verifier.outputs.forEach(
                (source, strays) -> verifier.countWrong("output of nothing: " + source, strays.size()));
        verifier.compareStates(log.states());
        return new Finding(verifier.verdict(log.openTransactions()), List.copyOf(verifier.examples));
    }

    private Verdict verdict(long openTransactions) {
        return new Verdict(lost, doubled, wrong, misplaced, generationRegress, openTransactions);
    }

    /** Sorts the outputs by what they came from, and looks at where they stand. */
    private void place(List<Output> found) {
        record Lane(Sink sink, int partition, int sourcePartition) {}
        Map<Lane, Long> last = new HashMap<>();
        for (Output output : found) {
            Source source = output.source();
            if (source == null) {
                countWrong("output without a source on " + output.sink(), 1);
                continue;
            }
            boolean elsewhere = output.sink().isCoPartitioned() && output.partition() != source.partition();
            Lane lane = new Lane(output.sink(), output.partition(), source.partition());
            boolean before = source.offset() < last.getOrDefault(lane, -1L);
            List<Output> siblings = outputs.computeIfAbsent(source, first -> new ArrayList<>(2));
            boolean again =
                    siblings.stream().anyMatch(sibling -> Line.of(sibling).equals(Line.of(output)));
            if (elsewhere || (before && !again)) {
                misplaced++;
                show("misplaced " + output.sink() + " of " + source + " in partition " + output.partition());
            }
            last.merge(lane, source.offset(), Math::max);
            siblings.add(output);
        }
    }

    private void replay(ConsumerRecord<byte[], byte[]> event) {
        Source source = new Source(event.partition(), event.offset());
        List<Output> siblings = outputs.remove(source);
        List<Output> all = siblings == null ? List.of() : siblings;
        Map<Line, Deque<Output>> found = new HashMap<>();
        all.forEach(output -> found.computeIfAbsent(Line.of(output), first -> new ArrayDeque<>(1))
                .add(output));
        Set<Line> expectedLines = new HashSet<>();
        for (Output expected : oracle.step(event, generation(event, all))) {
            expectedLines.add(Line.of(expected));
            Output same = found.getOrDefault(Line.of(expected), NONE).poll();
            if (same == null) {
                lost++;
                show("lost " + expected.sink() + " of " + source);
            } else if (!same.content().equals(expected.content())) {
                countWrong(expected.sink() + " of " + source + " differs", 1);
            }
        }
        found.forEach((line, left) -> {
            if (!expectedLines.contains(line)) {
                countWrong(line.sink() + " of " + source + " should not be", left.size());
            } else if (!left.isEmpty()) {
                doubled += left.size();
                show("doubled " + line.sink() + " of " + source);
            }
        });
    }

    /** What one event gives of one key on one topic, in its order; an event that closes buckets gives some of several keys. */
    private record Line(Sink sink, @Nullable ByteBuffer key) {
        static Line of(Output output) {
            return new Line(output.sink(), output.content().key());
        }
    }

    /** The generation that the event met; where that is not recorded or older than the key's last, the key's last. */
    private long generation(ConsumerRecord<byte[], byte[]> event, List<Output> found) {
        ByteBuffer key = event.key() == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(event.key());
        long last = generations.getOrDefault(key, 0L);
        OptionalLong recorded = found.stream()
                .filter(output -> output.sink() == Sink.FORECASTS)
                .findFirst()
                .map(Output::generation)
                .orElse(OptionalLong.empty());
        if (recorded.isEmpty()) {
            return last;
        }
        if (recorded.getAsLong() < last) {
            generationRegress++;
            show("generation " + recorded.getAsLong() + " after " + last + " at " + event.partition() + "/"
                    + event.offset());
            return last;
        }
        generations.put(key, recorded.getAsLong());
        return recorded.getAsLong();
    }

    private void compareStates(Map<ByteBuffer, ByteBuffer> found) {
        Map<ByteBuffer, ByteBuffer> expected = oracle.states();
        expected.forEach((key, state) -> {
            if (!state.equals(found.get(key))) {
                countWrong("final state of a key differs", 1);
            }
        });
        long strays = found.keySet().stream()
                .filter(key -> !expected.containsKey(key))
                .count();
        countWrong("state of a key that nothing made", strays);
    }

    private void countWrong(String what, long count) {
        wrong += count;
        if (count > 0) {
            show("wrong: " + what);
        }
    }

    private void show(String example) {
        if (examples.size() < EXAMPLES) {
            examples.add(example);
        }
    }
}
