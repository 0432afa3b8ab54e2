package io.streamgauge.stream;

import io.streamgauge.anomaly.AnomalyResult;
import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.anomaly.CategoryMonitor.KeyCategories;
import io.streamgauge.config.Intake;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.wire.CategoryStateCodec;
import io.streamgauge.wire.NewerFormatException;
import io.streamgauge.wire.OtherLayoutException;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The keys of one task of categories, each with the wall-clock time at which it was written; as {@link SeriesStore}. */
final class CategoryStore {

    private static final Logger LOG = LoggerFactory.getLogger(CategoryStore.class);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final ProcessorContext<byte[], byte[]> context;
    private final CategoryMonitor monitor;
    private final EpisodeOutput episodes;
    private final ForecastMetrics metrics;
    private final CategoryStateCodec codec;
    private final TimestampedKeyValueStore<byte[], byte[]> states;
    private final KeyCount count;
    private final Sweep sweep;
    private boolean foreignStateReported;

    /**
     * A key as it is stored, or afresh.
     *
     * @param stored the key's bytes
     * @param known whether anything was stored
     * @param reset the mark that its next output carries, null for none
     * @param before what holds of a stored state of other settings, null where there is none
     */
    record Entry(
            byte[] stored,
            boolean known,
            @Nullable String reset,
            @Nullable KeyCategories before,
            KeyCategories state) {}

    CategoryStore(
            ProcessorContext<byte[], byte[]> context,
            CategoryMonitor monitor,
            Intake intake,
            EpisodeOutput episodes,
            ForecastMetrics metrics) {
        this.context = context;
        this.monitor = monitor;
        this.episodes = episodes;
        this.metrics = metrics;
        codec = new CategoryStateCodec(monitor);
        states = context.getStateStore(ForecastTopology.SERIES_STORE);
        count = new KeyCount(
                context.getStateStore(ForecastTopology.START_STORE),
                context.taskId().partition(),
                intake.maxKeys(),
                this::countStates);
        sweep = new Sweep(states, LONGEST_PAUSE.toMillis());
    }

    private long countStates() {
        long found = 0;
        try (KeyValueIterator<byte[], ValueAndTimestamp<byte[]>> all = states.all()) {
            while (all.hasNext()) {
                all.next();
                found++;
            }
        }
        return found;
    }

    Entry load(String key, byte[] stored) {
        ValueAndTimestamp<byte[]> state = StoreReads.read(context, states, stored);
        if (state == null) {
            return new Entry(stored, false, ResetMark.FIRST, null, monitor.fresh(key));
        }
        try {
            return decode(key, stored, state.value());
        } catch (NewerFormatException e) {
            throw new IllegalStateException(
                    "the stored state of key '" + key + "' cannot be read: " + e.getMessage()
                            + "; run that one again, or give the topology another name",
                    e);
        } catch (WireFormatException e) {
            // Not to be passed over: the changelog has the state as it was written, and a new folder restores it.
            throw new IllegalStateException(
                    "the stored state of key '" + key + "' is damaged or not of categories (" + e.getMessage()
                            + "); delete this instance's state.dir, it is restored from the changelog, or give the"
                            + " topology another name",
                    e);
        }
    }

    private Entry decode(String key, byte[] stored, byte[] encoded) throws WireFormatException {
        try {
            return new Entry(stored, true, null, null, monitor.sampled(key, codec.decode(encoded)));
        } catch (OtherLayoutException e) {
            KeyCategories before = codec.lasting(encoded);
            report(key, e);
            metrics.stateReset();
            return new Entry(stored, true, ResetMark.LAYOUT, before, monitor.fresh(key));
        }
    }

    private void report(String key, OtherLayoutException e) {
        if (!foreignStateReported) {
            foreignStateReported = true;
            LOG.warn("What is stored of key '{}' is of other settings, and so is others': {}", key, e.getMessage());
        }
    }

    /** Refuses a key of which nothing is stored where there is no room for it. */
    void requireRoom(Entry entry) throws RejectedEventException {
        if (!entry.known()) {
            count.requireRoom();
        }
    }

    /** Writes a state; returns its checksum. */
    int put(Entry entry) {
        if (!entry.known()) {
            count.add(1);
        }
        byte[] encoded = codec.encode(entry.state());
        states.put(entry.stored(), ValueAndTimestamp.make(encoded, context.currentSystemTimeMs()));
        return StateCodec.checksumOf(encoded);
    }

    /** Deletes what is stored of a key, and closes its episode: nothing else would end it any more. */
    void erase(byte[] stored, String cause) {
        ValueAndTimestamp<byte[]> state = states.delete(stored);
        if (state != null) {
            count.add(-1);
            closeEpisode(stored, state.value(), cause);
            metrics.keyForgotten(cause);
        }
    }

    private void closeEpisode(byte[] stored, byte[] encoded, String cause) {
        try {
            Headers mark = new RecordHeaders();
            ResetMark.add(mark, cause);
            closeEpisode(stored, codec.lasting(encoded), mark);
        } catch (WireFormatException e) {
            LOG.warn("What was stored of a key that is forgotten could not be read: {}", e.getMessage());
        }
    }

    /** Closes the episode of a state that is given up, if one is open. */
    void closeEpisode(byte[] stored, KeyCategories state, Headers mark) {
        EpisodeOutput.Moment moment = new EpisodeOutput.Moment(
                new String(stored, StandardCharsets.UTF_8), state.series().lastTime(), 0, Double.NaN, Double.NaN);
        episodes.forward(
                stored,
                moment,
                EpisodeOutput.Served.of(state.series()),
                state.episode().closing(AnomalyResult.FORGOTTEN),
                null,
                mark);
    }

    /** Deletes the next slice's keys of which nothing has come for {@code limit}. */
    void expire(long now, Duration limit) {
        sweep.slice(now, (key, state) -> now - state.timestamp() > limit.toMillis())
                .forEach(key -> erase(key, ResetMark.WALL_CLOCK));
    }
}
