package io.streamgauge.stream;

import io.streamgauge.anomaly.AlertRules;
import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.EpisodeChange;
import io.streamgauge.anomaly.EpisodeEvent;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.anomaly.SilenceWatch;
import io.streamgauge.anomaly.Statistic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * The silences of a task's keys: found while they last, by the other keys' event time or by the clock, and closed when
 * the key resumes. What is open stands in a store of its own, so that a key's state depends on its events alone.
 */
final class Silences {

    /** States looked at in one go for keys that stopped before this task began. */
    private static final int SLICE = 500;

    private final ForecastServices services;
    private final SeriesStore series;
    private final EpisodeOutput episodes;
    private final ProcessorContext<byte[], byte[]> context;
    private final KeyValueStore<byte[], Long> open;
    private final SilenceWatch watch = new SilenceWatch();
    private final AnomalyResult changes = new AnomalyResult();
    private byte @Nullable [] cursor = new byte[0];
    private long next;
    private boolean live;

    Silences(
            ForecastServices services,
            SeriesStore series,
            EpisodeOutput episodes,
            ProcessorContext<byte[], byte[]> context) {
        this.services = services;
        this.series = series;
        this.episodes = episodes;
        this.context = context;
        open = context.getStateStore(ForecastTopology.SILENCE_STORE);
    }

    /** Takes note of a record of the source topic, whatever becomes of it. */
    void read(long offset) {
        next = Math.max(next, offset + 1);
    }

    /**
     * Takes note of a value; ends the silence that it ends.
     *
     * @param interrupted event time of the value before it
     * @param anomaly the end is added to its changes
     */
    void arrived(KeyEntry entry, AlertRules rules, long interrupted, AnomalyResult anomaly) {
        KeyState state = entry.state();
        long time = state.series().lastTime();
        Long since = open.get(entry.stored());
        if (since != null) {
            open.delete(entry.stored());
            double pause = (time - interrupted) / Math.max(1, state.series().interval());
            anomaly.changes.add(event(EpisodeChange.CLOSED, since, pause, AnomalyResult.RESUMED));
        }
        live = rules.live();
        watch.arrived(
                entry.key(), time, context.currentSystemTimeMs(), state.series().interval(), limit(state, rules));
    }

    /** Forgets a key. */
    void forget(byte[] stored) {
        open.delete(stored);
        watch.forget(new String(stored, StandardCharsets.UTF_8));
    }

    /** Finds the keys that are silent by what the others have reached. */
    void followEventTime() {
        List<String> silent = watch.silentByEventTime();
        if (!silent.isEmpty()) {
            silent.forEach(key -> begin(key, watch.eventTime()));
        }
    }

    /** Finds the keys that are silent by the clock; looks at some of those that have not come since the start. */
    void followClock(long now) {
        lookBack();
        int partition = context.taskId().partition();
        if (live && services.backlog().isEmpty(partition, next)) {
            watch.silentByClock(now, true).forEach(key -> begin(key, watch.eventTime()));
        }
    }

    private void lookBack() {
        byte[] from = cursor;
        if (from == null) {
            return;
        }
        int looked = 0;
        try (KeyValueIterator<byte[], ValueAndTimestamp<byte[]>> stored =
                series.states().range(from.length == 0 ? null : from, null)) {
            while (looked < SLICE && stored.hasNext()) {
                byte[] storeKey = stored.next().key;
                String key = new String(storeKey, StandardCharsets.UTF_8);
                KeyState state = series.load(key, storeKey).state();
                watch.resumed(
                        key,
                        state.series().lastTime(),
                        state.series().interval(),
                        limit(state, services.monitor().rules(key)));
                cursor = storeKey;
                looked++;
            }
            cursor = stored.hasNext() ? cursor : null;
        }
    }

    private static double limit(KeyState state, AlertRules rules) {
        return state.alerts().silenceLimit(rules, state.series().lastTime());
    }

    private void begin(String key, long time) {
        byte[] storeKey = key.getBytes(StandardCharsets.UTF_8);
        AlertRules rules = services.monitor().rules(key);
        KeyState state = series.load(key, storeKey).state();
        double interval = state.series().interval();
        long since = state.series().lastTime() + (long) interval;
        boolean excused = rules.muted()
                || state.series().count() < rules.warmUp()
                || state.alerts().isLabelled(time, LabelKind.IGNORE)
                || state.alerts().isLabelled(time, LabelKind.NORMAL);
        if (!live || excused || open.get(storeKey) != null) {
            return;
        }
        open.put(storeKey, since);
        double pause = Math.max(limit(state, rules), (time - state.series().lastTime()) / interval);
        EpisodeEvent begun = event(EpisodeChange.OPENED, since, pause, Statistic.SILENCE.id());
        forward(key, storeKey, state, rules, begun, Math.max(time, since));
    }

    /** Ends a silence that somebody says is none. */
    void excuse(String key, byte[] storeKey, KeyState state) {
        Long since = open.get(storeKey);
        if (since != null) {
            open.delete(storeKey);
            EpisodeEvent ended = event(EpisodeChange.CLOSED, since, 0, AnomalyResult.LABELLED_NORMAL);
            forward(key, storeKey, state, services.monitor().rules(key), ended, since);
        }
    }

    private void forward(String key, byte[] storeKey, KeyState state, AlertRules rules, EpisodeEvent event, long time) {
        changes.changes.clear();
        changes.changes.add(event);
        EpisodeOutput.Moment moment = new EpisodeOutput.Moment(
                key, time, 0, Double.NaN, state.series().lastValue());
        episodes.forward(storeKey, moment, state, rules, changes, opened(storeKey), new RecordHeaders());
    }

    /** The key's silence that is open; null for none. */
    @Nullable
    EpisodeEvent opened(byte[] storeKey) {
        Long since = open.get(storeKey);
        return since == null ? null : event(EpisodeChange.OPENED, since, 0, Statistic.SILENCE.id());
    }

    private static EpisodeEvent event(EpisodeChange change, long since, double pause, String reason) {
        return new EpisodeEvent(change, Statistic.SILENCE.id(), "none", since, pause, null, reason);
    }
}
