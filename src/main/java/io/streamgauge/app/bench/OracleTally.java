package io.streamgauge.app.bench;

import io.streamgauge.app.bench.NoisyAutomaton.Event;
import java.util.Arrays;
import java.util.Comparator;

/**
 * What the best of all detectors finds of one key's faults: it knows the true distribution of every event, and its score is
 * {@code −log₁₀ p} over a threshold that is chosen afterwards. What it does not find the process does not show.
 */
final class OracleTally {

    private static final int THRESHOLDS = 24;
    /** Digits from one threshold to the next. */
    private static final double STEP = .25;

    private final FaultTally[] tallies = new FaultTally[THRESHOLDS];

    OracleTally() {
        Arrays.setAll(tallies, i -> new FaultTally());
    }

    void add(Event event, boolean isKnown) {
        double digits = -Math.log10(event.probability());
        for (int i = 0; i < THRESHOLDS; i++) {
            tallies[i].add(event.fault(), digits / ((i + 1) * STEP), isKnown);
        }
    }

    void add(OracleTally other) {
        for (int i = 0; i < THRESHOLDS; i++) {
            tallies[i].add(other.tallies[i]);
        }
    }

    /** At the threshold with the highest F1. */
    FaultTally best() {
        return Arrays.stream(tallies)
                .max(Comparator.comparingDouble(FaultTally::f1))
                .orElseThrow();
    }
}
