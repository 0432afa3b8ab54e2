package io.streamgauge.app;

import io.streamgauge.anomaly.Statistic;
import io.streamgauge.wire.ForecastRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The anomaly episodes in a run's records, and how they compare with the anomalies that are known. */
final class EpisodeTally {

    /** An episode that opens so long after an anomaly's end still counts as its discovery. */
    private static final Duration TOLERANCE = Duration.ofMinutes(30);

    private static final double MONTH_MILLIS = Duration.ofDays(30).toMillis();
    private static final Set<String> KINDS =
            Statistic.ALL.stream().map(Statistic::id).collect(Collectors.toSet());

    private record Episode(String key, long since) {}

    /**
     * The comparison.
     *
     * @param known true anomalies that ended within the run
     * @param found those in which an episode opened
     * @param byKind share found of each kind
     * @param falsePerKeyAndMonth episodes that met no true anomaly, per key and 30 days of event time
     */
    record Score(int known, int found, Map<String, Double> byKind, double falsePerKeyAndMonth) {}

    private final List<Episode> episodes = new ArrayList<>();
    private final Map<String, long[]> spans = new HashMap<>();

    /**
     * @param records by time
     */
    EpisodeTally(List<ForecastRecord> records) {
        Map<String, Boolean> open = new HashMap<>();
        for (ForecastRecord record : records) {
            long[] span = spans.computeIfAbsent(record.key(), key -> new long[] {record.time(), record.time()});
            span[1] = Math.max(span[1], record.time());
            boolean isOpen = KINDS.contains(record.reason());
            Boolean wasOpen = open.put(record.key(), isOpen);
            if (isOpen && !Boolean.TRUE.equals(wasOpen)) {
                episodes.add(new Episode(record.key(), record.time()));
            }
        }
    }

    int episodes() {
        return episodes.size();
    }

    Score score(List<TrueAnomaly> truth) {
        Set<Episode> explained = new HashSet<>();
        Map<String, int[]> kinds = new TreeMap<>();
        int known = 0;
        int found = 0;
        for (TrueAnomaly anomaly : truth) {
            List<Episode> met = episodes.stream()
                    .filter(episode -> episode.key().equals(anomaly.key())
                            && episode.since() >= anomaly.from()
                            && episode.since() <= anomaly.until() + TOLERANCE.toMillis())
                    .toList();
            explained.addAll(met);
            long[] span = spans.get(anomaly.key());
            if (span == null || anomaly.until() + TOLERANCE.toMillis() > span[1]) {
                continue;
            }
            known++;
            found += met.isEmpty() ? 0 : 1;
            int[] kind = kinds.computeIfAbsent(anomaly.kind(), name -> new int[2]);
            kind[0]++;
            kind[1] += met.isEmpty() ? 0 : 1;
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        kinds.forEach((name, counts) -> shares.put(name, counts[1] / (double) counts[0]));
        double months = spans.values().stream()
                .mapToDouble(span -> (span[1] - span[0]) / MONTH_MILLIS)
                .sum();
        return new Score(known, found, shares, (episodes.size() - explained.size()) / months);
    }
}
