package io.streamgauge.stream;

import io.streamgauge.anomaly.AlertRules;
import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.EpisodeEvent;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.forecast.CategoryState;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.wire.EpisodeRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The writer of a key's episodes: every change to the anomalies, what is open after it to the episodes, a tombstone where
 * nothing is.
 */
final class EpisodeOutput {

    private final ProcessorContext<byte[], byte[]> context;
    private final ForecastMetrics metrics;

    EpisodeOutput(ProcessorContext<byte[], byte[]> context, ForecastMetrics metrics) {
        this.context = context;
        this.metrics = metrics;
    }

    /**
     * What an episode's record tells beside the episode.
     *
     * @param key as text
     * @param time event time of the change in epoch milliseconds
     * @param y value of the most surprising target; NaN of a category
     * @param expected what had been forecast for it; NaN of a category
     */
    record Moment(String key, long time, double score, double y, double expected) {}

    /** The weights that a key's last step was made with. */
    record Served(long generation, long version) {

        static Served of(CategoryState series) {
            return new Served(series.generation(), series.version());
        }

        private static Served of(KeyState state) {
            return new Served(state.series().generation(), state.series().version());
        }
    }

    /**
     * Writes changes of the one episode that a key of categories may have.
     *
     * @param key as it stands in records
     * @param open what is open after them; null for nothing
     */
    void forward(
            byte[] key,
            Moment moment,
            Served served,
            List<EpisodeEvent> changes,
            @Nullable EpisodeEvent open,
            Headers headers) {
        if (!changes.isEmpty()) {
            announce(key, moment, served, changes, headers);
            settle(key, open == null ? List.of() : List.of(record(changed(open, changes), moment, served)), headers);
        }
    }

    /**
     * Writes the changes that {@code anomaly} holds.
     *
     * @param key as it stands in records
     * @param silence the key's silence that is open, null for none
     */
    void forward(
            byte[] key,
            Moment moment,
            KeyState state,
            AlertRules rules,
            AnomalyResult anomaly,
            @Nullable EpisodeEvent silence,
            Headers headers) {
        if (anomaly.changes.isEmpty()) {
            return;
        }
        announce(key, moment, state, anomaly.changes, headers);
        List<EpisodeRecord> open = new ArrayList<>();
        for (EpisodeEvent event : stillOpen(state, rules, silence)) {
            open.add(record(changed(event, anomaly.changes), moment, Served.of(state)));
        }
        settle(key, open, headers);
    }

    /** Writes what is open of a key. */
    private void settle(byte[] key, List<EpisodeRecord> open, Headers headers) {
        byte @Nullable [] value = open.isEmpty() ? null : open.get(0).encode(open.subList(1, open.size()));
        context.forward(
                new Record<byte[], byte @Nullable []>(key, value, context.currentSystemTimeMs(), headers),
                ForecastTopology.EPISODES);
    }

    /** Writes changes to the anomalies alone: for a key of whose episodes somebody else tells what is open. */
    void announce(byte[] key, Moment moment, KeyState state, List<EpisodeEvent> changes, Headers headers) {
        announce(key, moment, Served.of(state), changes, headers);
    }

    /** The same of a key by what served it. */
    void announce(byte[] key, Moment moment, Served served, List<EpisodeEvent> changes, Headers headers) {
        for (EpisodeEvent change : changes) {
            byte[] json = record(change, moment, served).encode();
            context.forward(
                    new Record<>(key, json, context.currentSystemTimeMs(), headers), ForecastTopology.ANOMALIES);
            switch (change.change()) {
                case OPENED -> metrics.episodeOpened(change.kind());
                case CLOSED -> metrics.episodeClosed(change.kind());
                case UPDATED, NONE -> {
                    // Neither more nor fewer are open.
                }
            }
        }
    }

    private static List<EpisodeEvent> stillOpen(KeyState state, AlertRules rules, @Nullable EpisodeEvent silence) {
        List<EpisodeEvent> open = new ArrayList<>();
        if (silence != null) {
            open.add(silence);
        }
        open.addAll(state.alerts().open(rules.forecasts()));
        return open;
    }

    /** The event as it has just changed, where it has. */
    private static EpisodeEvent changed(EpisodeEvent open, List<EpisodeEvent> changes) {
        return changes.stream()
                .filter(change -> change.isOf(open))
                .reduce((first, second) -> second)
                .orElse(open);
    }

    private static EpisodeRecord record(EpisodeEvent event, Moment moment, Served served) {
        String rule = event.rule();
        return new EpisodeRecord(
                moment.key(),
                event.change().name().toLowerCase(Locale.ROOT),
                event.kind(),
                event.direction(),
                rule == null ? "" : rule,
                event.reason(),
                event.since(),
                moment.time(),
                moment.score(),
                event.peak(),
                moment.y(),
                moment.expected(),
                served.generation(),
                served.version());
    }
}
