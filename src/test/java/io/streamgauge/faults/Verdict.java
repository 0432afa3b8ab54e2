package io.streamgauge.faults;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The six counters that exactly once keeps at zero.
 *
 * @param lost outputs that an event should have and has not
 * @param doubled outputs that stand there once more
 * @param wrong outputs and final states that differ from the replay's, and outputs of nothing that was sent
 * @param misplaced outputs in another partition than their source's, or out of its order
 * @param generationRegress forecasts by older weights than the key's last one
 * @param openTransactions transactions that nobody will end, and partitions whose readers one holds up
 */
record Verdict(long lost, long doubled, long wrong, long misplaced, long generationRegress, long openTransactions) {

    static final Verdict CLEAN = new Verdict(0, 0, 0, 0, 0, 0);

    Verdict plus(Verdict other) {
        return new Verdict(
                lost + other.lost,
                doubled + other.doubled,
                wrong + other.wrong,
                misplaced + other.misplaced,
                generationRegress + other.generationRegress,
                openTransactions + other.openTransactions);
    }

    /** The counters by the names that reports use. */
    Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("lost", lost);
        counters.put("doubled", doubled);
        counters.put("wrong", wrong);
        counters.put("misplaced", misplaced);
        counters.put("generation_regress", generationRegress);
        counters.put("open_transactions", openTransactions);
        return counters;
    }
}
