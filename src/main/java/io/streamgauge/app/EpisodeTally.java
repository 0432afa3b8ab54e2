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

    /**
     * An episode.
     *
     * @param since event time at which it opened, in epoch milliseconds
     */
    record Episode(String key, long since) {}

    /** How many anomalies of one kind are known, and in how many of them an episode opened. */
    record Recall(int known, int found) {

        double share() {
            return found / (double) known;
        }
    }

    /**
     * The comparison.
     *
     * @param known true anomalies that ended within the run
     * @param found those in which an episode opened
     * @param byKind the same of each kind
     * @param falseEpisodes those that met no true anomaly
     * @param keyMonths 30 days of event time of one key
     */
    record Score(int known, int found, Map<String, Recall> byKind, int falseEpisodes, double keyMonths) {

        double falsePerKeyAndMonth() {
            return falseEpisodes / keyMonths;
        }
    }

    private final List<Episode> episodes = new ArrayList<>();
    /** Event times of each key's first record and its last. */
    private final Map<String, long[]> spans = new HashMap<>();

    /** Of a run that is told value by value. */
    EpisodeTally() {}

    /**
     * @param records by time
     */
    EpisodeTally(List<ForecastRecord> records) {
        Map<String, Boolean> open = new HashMap<>();
        for (ForecastRecord record : records) {
            seen(record.key(), record.time());
            boolean isOpen = KINDS.contains(record.reason());
            Boolean wasOpen = open.put(record.key(), isOpen);
            if (isOpen && !Boolean.TRUE.equals(wasOpen)) {
                opened(record.key(), record.time());
            }
        }
    }

    /** Takes note of a value. */
    void seen(String key, long time) {
        long[] span = spans.computeIfAbsent(key, unseen -> new long[] {time, time});
        span[1] = Math.max(span[1], time);
    }

    /** Takes note of an episode. */
    void opened(String key, long time) {
        episodes.add(new Episode(key, time));
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
        Map<String, Recall> recalls = new LinkedHashMap<>();
        kinds.forEach((name, counts) -> recalls.put(name, new Recall(counts[0], counts[1])));
        double months = spans.values().stream()
                .mapToDouble(span -> (span[1] - span[0]) / MONTH_MILLIS)
                .sum();
        return new Score(known, found, recalls, episodes.size() - explained.size(), months);
    }
}
