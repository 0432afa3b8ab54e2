package io.streamgauge.http;

import io.streamgauge.wire.ForecastRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The recent past of the most recently active keys, filled from the forecasts as they are emitted.
 *
 * <p>Bounded both ways: at most {@code perKey} points for each of at most {@code maxKeys} keys, some 200 bytes a point
 * and 20 for each of its horizons; the key that was longest neither written nor looked at goes first. Every change gets the next revision number, by which a
 * reader asks for what is new since it last looked.
 */
public final class History {
    /** Anomalous keys first, the highest score on top; then by name, so that a quiet list stands still. */
    private static final Comparator<KeySummary> ORDER = Comparator.comparingDouble(
                    (KeySummary summary) -> summary.anomalous() ? -summary.anomalyScore() : 0)
            .thenComparing(KeySummary::key);

    private final int maxKeys;
    private final int perKey;
    private final LinkedHashMap<String, KeyHistory> keys = new LinkedHashMap<>(16, 0.75f, true);
    private long revision;

    public History(int maxKeys, int perKey) {
        if (maxKeys < 1 || perKey < 1) {
            throw new IllegalArgumentException(
                    "history of %d keys with %d points each, expected at least 1 of both".formatted(maxKeys, perKey));
        }
        this.maxKeys = maxKeys;
        this.perKey = perKey;
    }

    /** Adds a forecast; one that is not later than its key's last is a repetition and changes nothing. */
    public synchronized void record(ForecastRecord forecast) {
        KeyHistory held = keys.get(forecast.key());
        if (held == null) {
            evictOneIfFull();
            held = new KeyHistory(perKey);
            keys.put(forecast.key(), held);
        }
        if (held.append(forecast, revision + 1)) {
            revision++;
        }
    }

    /** The number of the last change; 0 before the first. */
    public synchronized long revision() {
        return revision;
    }

    /** Most keys first that need looking at, at most {@code limit} of those whose name contains {@code search}. */
    public Overview overview(String search, int limit) {
        List<KeySummary> all = summaries();
        String wanted = search.toLowerCase(Locale.ROOT);
        List<KeySummary> matching = new ArrayList<>();
        int anomalous = 0;
        for (KeySummary summary : all) {
            if (summary.anomalous()) {
                anomalous++;
            }
            if (summary.key().toLowerCase(Locale.ROOT).contains(wanted)) {
                matching.add(summary);
            }
        }
        matching.sort(ORDER);
        return new Overview(
                all.size(),
                anomalous,
                matching.size(),
                List.copyOf(matching.subList(0, Math.min(limit, matching.size()))));
    }

    /** Everything held of one key. */
    public Optional<Series> series(String key) {
        return seriesSince(key, 0);
    }

    /** One key's latest forecast and those of its points that came after {@code revision}. */
    public synchronized Optional<Series> seriesSince(String key, long revision) {
        return Optional.ofNullable(keys.get(key)).map(held -> held.since(revision));
    }

    /** The last forecast of one key, as it was emitted. */
    public synchronized Optional<ForecastRecord> latest(String key) {
        return Optional.ofNullable(keys.get(key)).map(KeyHistory::latest);
    }

    /** What was forecast at that event time, if the point is still held. */
    public synchronized Optional<Fan> fan(String key, long time) {
        return Optional.ofNullable(keys.get(key)).flatMap(held -> held.fan(time));
    }

    private synchronized List<KeySummary> summaries() {
        List<KeySummary> summaries = new ArrayList<>(keys.size());
        keys.values().forEach(held -> summaries.add(KeySummary.of(held.latest())));
        return summaries;
    }

    private void evictOneIfFull() {
        if (keys.size() == maxKeys) {
            Map.Entry<String, KeyHistory> eldest = keys.entrySet().iterator().next();
            keys.remove(eldest.getKey());
        }
    }

    /**
     * One line of the overview: how a key stands after its last event.
     *
     * @param progress share of the warm-up done
     */
    public record KeySummary(
            String key,
            long time,
            double y,
            double anomalyScore,
            double alertScore,
            String status,
            double progress,
            long generation) {

        static KeySummary of(ForecastRecord latest) {
            return new KeySummary(
                    latest.key(),
                    latest.time(),
                    latest.y(),
                    latest.anomalyScore(),
                    latest.alertScore(),
                    latest.status(),
                    latest.progress(),
                    latest.generation());
        }

        boolean anomalous() {
            return anomalyScore > 1;
        }
    }

    /** The forecasts made at one event time, an entry per horizon. */
    public record Fan(
            String key,
            long time,
            double y,
            long[] targetTime,
            double[] yhat,
            double[] yhatLower,
            double[] yhatUpper) {}

    /**
     * The keys held, the part of them that was asked for first.
     *
     * @param total keys held
     * @param anomalous how many of them are anomalous now
     * @param matching how many of them match the search
     */
    public record Overview(int total, int anomalous, int matching, List<KeySummary> keys) {}

    /**
     * One key's points, oldest first, and its latest forecast.
     *
     * @param revision to ask with for what comes next
     * @param capacity most points ever held of a key
     */
    public record Series(String key, long revision, int capacity, Points points, ForecastRecord latest) {}

    /**
     * Parallel columns: each value with the one-step forecast that had been made for it and how surprising it was. NaN
     * stands where there was no forecast.
     */
    public record Points(
            long[] time,
            double[] y,
            double[] yhat,
            double[] yhatLower,
            double[] yhatUpper,
            double[] anomalyScore,
            double[] alertScore) {

        public int size() {
            return time.length;
        }
    }
}
