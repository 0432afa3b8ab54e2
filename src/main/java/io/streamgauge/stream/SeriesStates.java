package io.streamgauge.stream;

import io.streamgauge.anomaly.KeyState;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.wire.OtherLayoutException;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WireFormatException;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The states of a task's keys in their store. */
final class SeriesStates {

    private static final Logger LOG = LoggerFactory.getLogger(SeriesStates.class);

    private final ForecasterSpec spec;
    private final ForecastMetrics metrics;
    private final StateCodec codec;

    @SuppressWarnings("NullAway.Init") // set by open(), which comes first
    private KeyValueStore<byte[], byte[]> store;

    private boolean foreignStateReported;

    SeriesStates(ForecasterSpec spec, ForecastMetrics metrics) {
        this.spec = spec;
        this.metrics = metrics;
        codec = new StateCodec(spec);
    }

    void open(KeyValueStore<byte[], byte[]> opened) {
        store = opened;
    }

    /** The key's state; a fresh one for a key that has not been seen, or whose state is of another layout. */
    KeyState load(String key, byte[] storeKey) {
        byte @Nullable [] bytes = store.get(storeKey);
        return bytes == null ? KeyState.fresh(spec) : decode(key, bytes);
    }

    /** A state as it is stored; a fresh one where it is of another layout. */
    KeyState decode(String key, byte[] bytes) {
        try {
            return codec.decode(bytes);
        } catch (OtherLayoutException e) {
            metrics.stateReset();
            if (!foreignStateReported) {
                foreignStateReported = true;
                LOG.warn("State of key '{}' starts afresh, and so will others like it: {}", key, e.getMessage());
            }
            return KeyState.fresh(spec);
        } catch (WireFormatException e) {
            // Not to be passed over: the changelog has the state as it was written, and a new folder restores it.
            throw new IllegalStateException(
                    "the stored state of key '" + key + "' is damaged (" + e.getMessage()
                            + "); delete this instance's state.dir, it is restored from the changelog",
                    e);
        }
    }

    /** Stores a state; returns its bytes. */
    byte[] put(byte[] storeKey, KeyState state) {
        byte[] encoded = codec.encode(state);
        store.put(storeKey, encoded);
        return encoded;
    }
}
