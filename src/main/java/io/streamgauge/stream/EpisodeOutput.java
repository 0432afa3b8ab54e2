package io.streamgauge.stream;

import io.streamgauge.anomaly.AlertRules;
import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.EpisodeEvent;
import io.streamgauge.anomaly.KeyState;
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
     * @param y value of the most surprising target
     * @param expected what had been forecast for it
     */
    record Moment(String key, long time, double score, double y, double expected) {}

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
        long now = context.currentSystemTimeMs();
        List<EpisodeRecord> open = new ArrayList<>();
        for (EpisodeEvent event : stillOpen(state, rules, silence)) {
            open.add(record(latest(event, anomaly), moment, state));
        }
        byte @Nullable [] value = open.isEmpty() ? null : open.get(0).encode(open.subList(1, open.size()));
        context.forward(new Record<byte[], byte @Nullable []>(key, value, now, headers), ForecastTopology.EPISODES);
    }

    /** Writes changes to the anomalies alone: for a key of whose episodes somebody else tells what is open. */
    void announce(byte[] key, Moment moment, KeyState state, List<EpisodeEvent> changes, Headers headers) {
        for (EpisodeEvent change : changes) {
            byte[] json = record(change, moment, state).encode();
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
    private static EpisodeEvent latest(EpisodeEvent open, AnomalyResult anomaly) {
        return anomaly.changes.stream()
                .filter(change -> change.isOf(open))
                .reduce((first, second) -> second)
                .orElse(open);
    }

    private static EpisodeRecord record(EpisodeEvent event, Moment moment, KeyState state) {
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
                state.series().generation(),
                state.series().version());
    }
}
