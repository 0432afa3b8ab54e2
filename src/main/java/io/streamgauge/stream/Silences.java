package io.streamgauge.stream;

import io.streamgauge.anomaly.AlertRules;
import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.EpisodeChange;
import io.streamgauge.anomaly.EpisodeEvent;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.LabelKind;
import io.streamgauge.anomaly.LabelledSpan;
import io.streamgauge.anomaly.SilenceWatch;
import io.streamgauge.anomaly.Statistic;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.KeyValue;
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
    private long next = Backlog.COMMITTED;
    private boolean live;

    /**
     * @param live whether events are taken in that arrived after the first start
     */
    Silences(
            ForecastServices services,
            SeriesStore series,
            EpisodeOutput episodes,
            ProcessorContext<byte[], byte[]> context,
            boolean live) {
        this.live = live;
        this.services = services;
        this.series = series;
        this.episodes = episodes;
        this.context = context;
        open = context.getStateStore(ForecastTopology.SILENCE_STORE);
    }

    /** The task's keys. */
    SeriesStore series() {
        return series;
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
        watch.silentByEventTime().forEach(this::begin);
    }

    /** Finds the keys that are silent by the clock; looks at some of those that have not come since the start. */
    void followClock(long now) {
        lookBack(now);
        int partition = context.taskId().partition();
        if (live && services.backlog().isEmpty(partition, next)) {
            watch.silentByClock(now, true).forEach(this::begin);
        }
    }

    private void lookBack(long now) {
        byte[] from = cursor;
        if (from == null) {
            return;
        }
        int looked = 0;
        series.writeAll();
        try (KeyValueIterator<byte[], ValueAndTimestamp<byte[]>> stored =
                series.states().range(from.length == 0 ? null : from, null)) {
            while (looked < SLICE && stored.hasNext()) {
                KeyValue<byte[], ValueAndTimestamp<byte[]>> entry = stored.next();
                byte[] storeKey = entry.key;
                String key = new String(storeKey, StandardCharsets.UTF_8);
                KeyState state = series.load(key, storeKey).state();
                watch.resumed(
                        key,
                        state.series().lastTime(),
                        entry.value.timestamp(),
                        now,
                        state.series().count(),
                        state.series().interval(),
                        limit(state, services.monitor().rules(key)));
                // The next key in the order of bytes: the same with a zero behind it.
                cursor = Arrays.copyOf(storeKey, storeKey.length + 1);
                looked++;
            }
            cursor = stored.hasNext() ? cursor : null;
        }
    }

    private static double limit(KeyState state, AlertRules rules) {
        return state.alerts().silenceLimit(rules, state.series().lastTime());
    }

    private void begin(SilenceWatch.Silent silent) {
        String key = silent.key();
        long time = silent.time();
        byte[] storeKey = key.getBytes(StandardCharsets.UTF_8);
        AlertRules rules = services.monitor().rules(key);
        KeyState state = series.load(key, storeKey).state();
        if (!live || state.series().count() < rules.warmUp() || open.get(storeKey) != null) {
            return;
        }
        double interval = state.series().interval();
        if (rules.muted()) {
            // Rules may change: asked again after as long.
            watch.excuse(key, time + (long) (limit(state, rules) * interval));
            return;
        }
        OptionalLong excused = excusedTo(state, time);
        if (excused.isPresent()) {
            watch.excuse(key, excused.getAsLong());
            return;
        }
        long since = state.series().lastTime() + (long) interval;
        open.put(storeKey, since);
        double pause = Math.max(limit(state, rules), (time - state.series().lastTime()) / interval);
        EpisodeEvent begun = event(EpisodeChange.OPENED, since, pause, Statistic.SILENCE.id());
        forward(key, storeKey, state, rules, begun, Math.max(time, since));
    }

    /** The end of the labels that say of a time that nothing is to be raised. */
    private static OptionalLong excusedTo(KeyState state, long time) {
        return state.alerts().labels().stream()
                .filter(label -> label.kind() != LabelKind.ANOMALY && label.from() <= time && time <= label.to())
                .mapToLong(LabelledSpan::to)
                .max();
    }

    /**
     * Ends a silence that somebody says is none, where it reaches into the label's time; it is judged anew when that is
     * over.
     */
    void excuse(String key, byte[] storeKey, KeyState state, LabelledSpan label) {
        Long since = open.get(storeKey);
        long reached = watch.reached(key, context.currentSystemTimeMs());
        if (since == null || label.to() < since || label.from() > Math.max(since, reached)) {
            return;
        }
        open.delete(storeKey);
        watch.excuse(key, label.to());
        EpisodeEvent ended = event(EpisodeChange.CLOSED, since, 0, AnomalyResult.LABELLED_NORMAL);
        forward(key, storeKey, state, services.monitor().rules(key), ended, since);
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
