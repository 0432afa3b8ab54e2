package io.streamgauge.stream;

import io.streamgauge.anomaly.KeyState;
import io.streamgauge.anomaly.SeriesMonitor;
import io.streamgauge.config.Intake;
import io.streamgauge.config.Late;
import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.SeriesState;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.wire.EventLayout;
import io.streamgauge.wire.EventMemory;
import io.streamgauge.wire.EventMemoryCodec;
import io.streamgauge.wire.NewerFormatException;
import io.streamgauge.wire.OtherLayoutException;
import io.streamgauge.wire.RejectedEventException;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one task: state, memory of events and their number, each with the wall-clock time at which it was written.
 * That time stands beside a state and never in it.
 */
final class SeriesStore {

    private static final Logger LOG = LoggerFactory.getLogger(SeriesStore.class);

    private final ProcessorContext<byte[], byte[]> context;
    private final ForecasterSpec spec;
    private final SeriesMonitor monitor;
    private final ForecastMetrics metrics;
    private final StateCodec codec;
    private final EventMemoryCodec memoryCodec;
    private final TimestampedKeyValueStore<byte[], byte[]> states;
    private final @Nullable TimestampedKeyValueStore<byte[], byte[]> memories;
    private final KeyCount count;
    private final KeyCache cache;
    private final BeforeCommit beforeCommit;
    private @Nullable RuntimeException failed;
    /** The state of a key that is kept no longer, to be read into. */
    private @Nullable KeyState spare;

    private boolean foreignStateReported;

    SeriesStore(ProcessorContext<byte[], byte[]> context, ForecastServices services, EventLayout layout) {
        this.context = context;
        monitor = services.monitor();
        spec = monitor.spec();
        metrics = services.metrics();
        codec = new StateCodec(spec);
        Intake intake = services.topology().intake();
        memoryCodec = new EventMemoryCodec(
                layout,
                intake.duplicateId().isPresent() ? intake.duplicateIds() : 0,
                intake.late() == Late.REORDER ? intake.lateBuffer() : 0);
        states = context.getStateStore(ForecastTopology.SERIES_STORE);
        memories = services.remembers() ? context.getStateStore(ForecastTopology.MEMORY_STORE) : null;
        count = new KeyCount(
                context.getStateStore(ForecastTopology.START_STORE),
                context.taskId().partition(),
                intake.maxKeys(),
                this::countStates);
        cache = new KeyCache(services.room(), codec.encodedBytes(true));
        beforeCommit = context.getStateStore(ForecastTopology.BEFORE_COMMIT);
        beforeCommit.write(this::writeAll);
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

    /** The states as they are written: {@link #writeAll} before they are looked through. */
    TimestampedKeyValueStore<byte[], byte[]> states() {
        return states;
    }

    @Nullable
    TimestampedKeyValueStore<byte[], byte[]> memories() {
        return memories;
    }

    boolean hasMemories() {
        return memories != null;
    }

    /** A key as it is, or afresh; a copy. */
    KeyEntry load(String key, byte[] stored) {
        write(key);
        return load(key, stored, null);
    }

    /**
     * A key as it is, or afresh, to be changed and {@link #put}. What is changed and not put is written all the same: where
     * a step fails half-way, {@link #refuse}.
     */
    KeyEntry find(String key, byte[] stored) {
        KeyCache.Kept kept = cache.get(key);
        if (kept != null) {
            return kept.entry();
        }
        KeyState into = spare;
        spare = null;
        return load(key, stored, into);
    }

    private KeyEntry load(String key, byte[] stored, @Nullable KeyState into) {
        ValueAndTimestamp<byte[]> state = StoreReads.read(context, states, stored);
        ValueAndTimestamp<byte[]> memory = memories == null ? null : StoreReads.read(context, memories, stored);
        EventMemory remembered = memory == null ? memoryCodec.fresh() : memory(key, memory.value());
        boolean known = state != null || memory != null;
        if (state == null) {
            return new KeyEntry(stored, key, known, ResetMark.FIRST, monitor.fresh(key), remembered);
        }
        try {
            KeyState decoded = codec.decode(state.value(), into);
            // A key that was labelled before its first event.
            @Nullable String reset = decoded.series().count() == 0 ? ResetMark.FIRST : null;
            return new KeyEntry(stored, key, true, reset, monitor.sampled(key, decoded), remembered);
        } catch (OtherLayoutException e) {
            report(key, e);
            StateCodec.Adopted adopted = codec.adopt(state.value());
            String reset = adopted.seriesKept() ? ResetMark.NETWORK : ResetMark.LAYOUT;
            return new KeyEntry(stored, key, true, reset, monitor.sampled(key, adopted.state()), remembered);
        } catch (NewerFormatException e) {
            throw newer("state", key, e);
        } catch (WireFormatException e) {
            throw damaged(key, e);
        }
    }

    /** A key's state, a fresh one where nothing is stored or it cannot be gone on with. */
    KeyState remembered(byte[] stored) {
        write(new String(stored, StandardCharsets.UTF_8));
        ValueAndTimestamp<byte[]> state = StoreReads.read(context, states, stored);
        if (state == null) {
            return KeyState.fresh(spec);
        }
        try {
            return codec.decode(state.value());
        } catch (OtherLayoutException e) {
            return codec.adopt(state.value()).state();
        } catch (WireFormatException e) {
            return KeyState.fresh(spec);
        }
    }

    private EventMemory memory(String key, byte[] bytes) {
        try {
            return memoryCodec.decode(bytes);
        } catch (OtherLayoutException e) {
            report(key, e);
            return memoryCodec.fresh();
        } catch (NewerFormatException e) {
            throw newer("memory of events", key, e);
        } catch (WireFormatException e) {
            throw damaged(key, e);
        }
    }

    private static IllegalStateException newer(String what, String key, NewerFormatException e) {
        return new IllegalStateException(
                "the stored " + what + " of key '" + key + "' cannot be read: " + e.getMessage()
                        + "; run that one again, or give the topology another name",
                e);
    }

    private void report(String key, OtherLayoutException e) {
        if (!foreignStateReported) {
            foreignStateReported = true;
            LOG.warn("What is stored of key '{}' is of other settings, and so is others': {}", key, e.getMessage());
        }
    }

    /** Not to be passed over: the changelog has the state as it was written, and a new folder restores it. */
    private static IllegalStateException damaged(String key, WireFormatException e) {
        return new IllegalStateException(
                "the stored state of key '" + key + "' is damaged (" + e.getMessage()
                        + "); delete this instance's state.dir, it is restored from the changelog",
                e);
    }

    /** Whether events wait in a stored memory. */
    boolean isWaiting(byte[] memory) {
        try {
            return memoryCodec.decode(memory).isWaiting();
        } catch (WireFormatException e) {
            return false;
        }
    }

    /** Event time of a stored state's last value; the earliest of all where it cannot be read or has none. */
    long lastTime(byte[] state) {
        try {
            SeriesState decoded = codec.decode(state).series();
            return decoded.count() == 0 ? Long.MIN_VALUE : decoded.lastTime();
        } catch (WireFormatException e) {
            return Long.MIN_VALUE;
        }
    }

    /** Refuses a key of which nothing is stored where there is no room for it. */
    void requireRoom(KeyEntry entry) throws RejectedEventException {
        if (!entry.known()) {
            count.requireRoom();
        }
    }

    /** Counts a key of which nothing was stored until now; to be called once, with its first put. */
    void admit(KeyEntry entry) {
        if (!entry.known()) {
            count.add(1);
        }
    }

    /** Takes a state that has changed; it is written before the task commits. */
    void put(KeyEntry entry) {
        if (ResetMark.NETWORK.equals(entry.reset()) || ResetMark.LAYOUT.equals(entry.reset())) {
            metrics.stateReset();
        }
        KeyCache.Kept dropped = cache.keep(entry.afterPut(), context.currentSystemTimeMs());
        if (dropped != null) {
            cache.write(dropped, this::write);
            spare = dropped.entry().state();
        }
    }

    /** CRC32C of a state as it is written. */
    int checksum(KeyState state) {
        return StateCodec.checksumOf(codec.encode(state));
    }

    private void write(KeyCache.Kept kept) {
        KeyEntry entry = kept.entry();
        states.put(entry.stored(), ValueAndTimestamp.make(codec.encode(entry.state()), kept.changed()));
    }

    private void write(String key) {
        KeyCache.Kept kept = cache.get(key);
        if (kept != null) {
            cache.write(kept, this::write);
        }
    }

    /** Writes all states that have changed. */
    void writeAll() {
        RuntimeException failure = failed;
        if (failure != null) {
            throw new IllegalStateException(
                    "a step has failed half-way, and nothing after it can be committed", failure);
        }
        cache.writeAll(this::write);
    }

    /** Lets nothing more be committed: a state may have been changed in part. The task has to begin anew. */
    void refuse(RuntimeException cause) {
        failed = cause;
    }

    /** Forgets what is not written; what was committed is in the stores. */
    void close() {
        beforeCommit.write(() -> {});
        cache.close();
    }

    void putMemory(KeyEntry entry) {
        if (memories != null && (entry.known() || !entry.memory().isEmpty())) {
            byte[] encoded = memoryCodec.encode(entry.memory());
            memories.put(entry.stored(), ValueAndTimestamp.make(encoded, context.currentSystemTimeMs()));
        }
    }

    /** Deletes all that is stored of a key; whether there was anything. */
    boolean erase(byte[] stored) {
        boolean found = cache.forget(new String(stored, StandardCharsets.UTF_8));
        found |= states.delete(stored) != null;
        if (memories != null) {
            found |= memories.delete(stored) != null;
        }
        if (found) {
            count.add(-1);
        }
        return found;
    }
}
