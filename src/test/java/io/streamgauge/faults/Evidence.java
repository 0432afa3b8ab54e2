package io.streamgauge.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the records themselves tell of the faults: that each met live traffic, and stopped it.
 *
 * <p>A fault met live traffic where events were coming in within {@link #LIVE} before it, and every partition has
 * committed forecasts from before it and from after it. How long it stopped the traffic is the longest time that a
 * partition's committed forecasts stood still, from one that was written at most {@link #REACH} after the fault to the
 * next, which was written after it.
 *
 * @param faults how many there were
 * @param live how many of them met live traffic
 * @param shortestPause the shortest of their stops
 */
record Evidence(int faults, int live, Duration shortestPause) {

    /** At 300 events a second of 8 partitions or fewer one is due every 30 ms. */
    static final Duration LIVE = Duration.ofSeconds(2);

    private static final Duration REACH = Duration.ofSeconds(15);

    /**
     * @param faults when they were done, in epoch milliseconds
     * @param events when the source's records were written, likewise
     * @param forecasts when the committed forecasts were, by partition
     */
    static Evidence of(List<Long> faults, Collection<Long> events, Map<Integer, List<Long>> forecasts) {
        int live = 0;
        long shortest = Long.MAX_VALUE;
        for (long fault : faults) {
            boolean flowing = events.stream().anyMatch(at -> at <= fault && at >= fault - LIVE.toMillis());
            boolean around = forecasts.values().stream()
                    .allMatch(written -> written.stream().anyMatch(at -> at < fault)
                            && written.stream().anyMatch(at -> at > fault));
            live += flowing && around ? 1 : 0;
            shortest = Math.min(shortest, pause(fault, forecasts.values()));
        }
        return new Evidence(faults.size(), live, Duration.ofMillis(faults.isEmpty() ? 0 : shortest));
    }

    /** Whether every fault met live traffic and stopped it for so long. */
    boolean interrupted(Duration least) {
        return faults > 0 && live == faults && shortestPause.compareTo(least) >= 0;
    }

    private static long pause(long fault, Collection<List<Long>> forecasts) {
        long longest = 0;
        for (List<Long> written : forecasts) {
            List<Long> times = new ArrayList<>(written);
            times.sort(Long::compare);
            for (int i = 1; i < times.size(); i++) {
                long from = times.get(i - 1);
                long to = times.get(i);
                if (to > fault && from < fault + REACH.toMillis()) {
                    longest = Math.max(longest, to - from);
                }
            }
        }
        return longest;
    }

    /** When records were written, by partition. */
    static final class Written {
        private final Map<Integer, List<Long>> byPartition = new TreeMap<>();

        void add(int partition, long at) {
            byPartition.computeIfAbsent(partition, first -> new ArrayList<>()).add(at);
        }

        Map<Integer, List<Long>> byPartition() {
            return byPartition;
        }
    }
}
