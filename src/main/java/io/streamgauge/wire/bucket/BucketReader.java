package io.streamgauge.wire.bucket;

import io.streamgauge.wire.EventLayout;
import io.streamgauge.wire.EventReader;
import io.streamgauge.wire.RawEvent;
import io.streamgauge.wire.RejectedEventException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The reader of raw events: of each target the number, or what has to be told apart. Not thread-safe. */
public final class BucketReader {

    private static final int NOWHERE = -1;

    private final EventReader reader;
    private final int[] numbers;
    private final int[] ids;

    /**
     * @param time JSON pointer of the event time
     * @param maxBytes longest event
     */
    public BucketReader(String time, BucketSpec spec, int maxBytes) {
        List<String> numeric = pointers(spec, true);
        List<String> distinct = pointers(spec, false);
        reader = new EventReader(
                new EventLayout(time, numeric, List.of(), List.of(), Set.of(), 2, true), distinct, maxBytes);
        numbers = IntStream.range(0, spec.fields().size())
                .map(target -> spec.aggregates().get(target).takesNumbers()
                        ? numeric.indexOf(spec.fields().get(target))
                        : NOWHERE)
                .toArray();
        ids = IntStream.range(0, spec.fields().size())
                .map(target -> spec.aggregates().get(target) == Aggregate.DISTINCT
                        ? distinct.indexOf(spec.fields().get(target))
                        : NOWHERE)
                .toArray();
    }

    private static List<String> pointers(BucketSpec spec, boolean numeric) {
        return IntStream.range(0, spec.fields().size())
                .filter(target -> numeric
                        ? spec.aggregates().get(target).takesNumbers()
                        : spec.aggregates().get(target) == Aggregate.DISTINCT)
                .mapToObj(spec.fields()::get)
                .distinct()
                .toList();
    }

    public BucketEvent read(byte @Nullable [] bytes) throws RejectedEventException {
        RawEvent event = reader.readRaw(bytes);
        double[] number = new double[numbers.length];
        OptionalLong[] id = new OptionalLong[ids.length];
        for (int target = 0; target < numbers.length; target++) {
            number[target] = numbers[target] == NOWHERE ? Double.NaN : event.numbers()[numbers[target]];
            id[target] = ids[target] == NOWHERE ? OptionalLong.empty() : event.ids()[ids[target]];
        }
        return new BucketEvent(event.time(), number, id);
    }
}
