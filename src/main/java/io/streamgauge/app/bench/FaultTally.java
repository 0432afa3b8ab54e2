package io.streamgauge.app.bench;

import io.streamgauge.app.bench.NoisyAutomaton.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a score found of the faults of one key, by episodes.
 *
 * <p>A fault is found if the score is above 1 at its event or one of the {@value #LATE} after it, and counts once, however
 * many events it has. A stretch of scores above 1, short or long, is one false alarm if it begins where no fault lies up to
 * {@value #AFTER} events before: a fault's own consequences, half a cycle of the process, are no alarms of their own, and
 * none that a fault ends is forgiven. Normal events that raise no alarm have no part in precision, recall and F1.
 */
final class FaultTally {

    private static final int LATE = 3;
    private static final int AFTER = 12;

    private final Map<Fault, int[]> found = new EnumMap<>(Fault.class);
    private int falseOfKnown;
    private int falseOfUnknown;
    private long events;

    private @Nullable Fault open;
    private int sinceFault = Integer.MAX_VALUE / 2;
    private boolean alarmed;
    private @Nullable Fault before;

    /**
     * Takes in one event of the key.
     *
     * @param isKnown whether its category has a class
     */
    void add(@Nullable Fault fault, double score, boolean isKnown) {
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
            falseOfKnown += isKnown ? 1 : 0;
            falseOfUnknown += isKnown ? 0 : 1;
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
        falseOfKnown += other.falseOfKnown;
        falseOfUnknown += other.falseOfUnknown;
        events += other.events;
    }

    private int sum(int which) {
        return found.values().stream().mapToInt(counts -> counts[which]).sum();
    }

    int falseAlarms() {
        return falseOfKnown + falseOfUnknown;
    }

    double recall() {
        return sum(0) / (double) Math.max(1, sum(1));
    }

    double precision() {
        return sum(0) / (double) Math.max(1, sum(0) + falseAlarms());
    }

    /** The harmonic mean of precision and recall. */
    double f1() {
        return 2 * precision() * recall() / Math.max(Double.MIN_NORMAL, precision() + recall());
    }

    /** Of the faults of one kind. */
    double recall(Fault fault) {
        return counts(fault)[0] / (double) Math.max(1, counts(fault)[1]);
    }

    /**
     * Of the alarms that may be of one kind: a false alarm at an event without a class might be an unknown event, one at any
     * other a wrong order as well as a missing step, and counts against both.
     */
    double precision(Fault fault) {
        int wrong = fault == Fault.UNKNOWN_EVENT ? falseOfUnknown : falseOfKnown;
        return counts(fault)[0] / (double) Math.max(1, counts(fault)[0] + wrong);
    }

    List<String> table() {
        List<String> lines = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-20s %5d of %d found",
                    fault.text().replace('_', ' '),
                    counts(fault)[0],
                    counts(fault)[1]));
        }
        lines.add(String.format(Locale.ROOT, "%-20s %5d in %,d events", "false alarms", falseAlarms(), events));
        return lines;
    }
}
