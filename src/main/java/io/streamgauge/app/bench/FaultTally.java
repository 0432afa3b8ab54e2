package io.streamgauge.app.bench;

import io.streamgauge.app.bench.NoisyAutomaton.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the score found of the faults of one key.
 *
 * <p>A fault is found if the score is above 1 at its event or one of the {@value #LATE} after it. A stretch of scores above 1
 * is a false alarm if no fault lies in it or up to {@value #AFTER} events before it.
 */
final class FaultTally {

    private static final int LATE = 3;
    private static final int AFTER = 12;

    private final Map<Fault, int[]> found = new EnumMap<>(Fault.class);
    private int falseAlarms;
    private long events;

    private @Nullable Fault open;
    private int sinceFault = Integer.MAX_VALUE / 2;
    private boolean alarmed;
    private @Nullable Fault before;

    /** Takes in one event of the key. */
    void add(@Nullable Fault fault, double score) {
        events++;
        boolean alarm = score > 1;
        sinceFault++;
        if (fault != null && before == null) {
            miss();
            open = fault;
            sinceFault = 0;
        }
        before = fault;
        if (open != null && alarm) {
            counts(open)[0]++;
            counts(open)[1]++;
            open = null;
        }
        if (open != null && sinceFault >= LATE) {
            miss();
        }
        if (alarm && !alarmed && sinceFault > AFTER) {
            falseAlarms++;
        }
        alarmed = alarm;
    }

    private void miss() {
        if (open != null) {
            counts(open)[1]++;
            open = null;
        }
    }

    private int[] counts(Fault fault) {
        return found.computeIfAbsent(fault, unseen -> new int[2]);
    }

    /** Adds another key's. */
    void add(FaultTally other) {
        other.found.forEach((fault, counts) -> {
            counts(fault)[0] += counts[0];
            counts(fault)[1] += counts[1];
        });
        falseAlarms += other.falseAlarms;
        events += other.events;
    }

    private int sum(int which) {
        return found.values().stream().mapToInt(counts -> counts[which]).sum();
    }

    double recall() {
        return sum(0) / (double) Math.max(1, sum(1));
    }

    double precision() {
        return sum(0) / (double) Math.max(1, sum(0) + falseAlarms);
    }

    /** The harmonic mean of precision and recall. */
    double f1() {
        return 2 * precision() * recall() / Math.max(Double.MIN_NORMAL, precision() + recall());
    }

    List<String> table() {
        List<String> lines = new ArrayList<>();
        found.forEach((fault, counts) -> lines.add(String.format(
                Locale.ROOT,
                "%-20s %5d of %d found",
                fault.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                counts[0],
                counts[1])));
        lines.add(String.format(Locale.ROOT, "%-20s %5d in %,d events", "false alarms", falseAlarms, events));
        return lines;
    }

    List<String> results() {
        return List.of(
                String.format(Locale.ROOT, "RESULT precision %.4f share", precision()),
                String.format(Locale.ROOT, "RESULT recall %.4f share", recall()),
                String.format(Locale.ROOT, "RESULT f1 %.4f share", f1()),
                String.format(Locale.ROOT, "RESULT false_alarms %d alarms", falseAlarms));
    }
}
