package io.streamgauge.stream;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WireFormatException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The weights that this process forecasts with.
 *
 * <p>Fed with the records of the weights topic in their order. What cannot be read, does not match its checksum or would
 * take the generation back is counted, logged and left aside; the last good version stays in charge. Nothing thrown
 * leaves {@link #offer}, since an exception there would end the whole client.
 *
 * <p>Thread-safe: one writer, any number of readers.
 */
public final class ModelHolder {

    private static final Logger LOG = LoggerFactory.getLogger(ModelHolder.class);

    /** Why a record may be left aside; the label of its counter. */
    public static final List<String> REJECTIONS = List.of("malformed", "generation", "unknown_version", "checksum");

    /** Versions kept decoded, so that the pointer can go back to one: more than stand on the topic at any time. */
    private static final int VERSIONS_KEPT = 32;

    private final ModelTask task;
    private final String model;
    private final String championKey;
    private final ForecastMetrics metrics;
    private final Consumer<ModelInfo> listener;
    private final Map<String, Candidate> versions = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Candidate> eldest) {
            return size() > VERSIONS_KEPT;
        }
    };
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile ModelSnapshot current;
    private @Nullable ChampionPointer champion;

    private record Candidate(String sha256, WeightsRecord weights) {}

    /**
     * @param spec whose network the weights must fit
     * @param model first part of the keys on the weights topic
     * @param untrained generation 0
     * @param listener told of every version that takes charge
     */
    public ModelHolder(
            ForecasterSpec spec,
            String model,
            ModelSnapshot untrained,
            ForecastMetrics metrics,
            Consumer<ModelInfo> listener) {
        task = ModelTask.of(spec);
        this.model = model;
        this.championKey = WeightsRecord.championKey(model);
        this.metrics = metrics;
        this.listener = listener;
        current = untrained;
    }

    public ModelSnapshot current() {
        return current;
    }

    /** Takes in one record of the weights topic. */
    public void offer(@Nullable String key, byte @Nullable [] value) {
        if (key == null) {
            reject("malformed", "", "the record has no key");
            return;
        }
        if (value == null) {
            versions.remove(key);
            return;
        }
        try {
            if (key.equals(championKey)) {
                take(ChampionPointer.decode(value));
            } else {
                keep(key, value);
            }
        } catch (WireFormatException | RuntimeException e) {
            reject("malformed", key, String.valueOf(e.getMessage()));
        }
    }

    private void keep(String key, byte[] value) throws WireFormatException {
        WeightsRecord weights = WeightsRecord.decode(value, task);
        String expected = WeightsRecord.key(model, weights.info().version());
        if (key.equals(expected)) {
            versions.put(key, new Candidate(WeightsRecord.sha256(value), weights));
        } else {
            reject("malformed", key, "the record belongs under key '" + expected + "'");
        }
    }

    private void take(ChampionPointer pointer) {
        if (pointer.equals(champion)) {
            return;
        }
        Candidate candidate = versions.get(WeightsRecord.key(model, pointer.version()));
        if (pointer.generation() <= current.generation()) {
            reject(
                    "generation",
                    championKey,
                    "generation is " + pointer.generation() + ", expected more than " + current.generation());
        } else if (candidate == null) {
            reject("unknown_version", championKey, "no valid version " + pointer.version());
        } else if (!candidate.sha256().equals(pointer.sha256())) {
            reject(
                    "checksum",
                    championKey,
                    "version " + pointer.version() + " has SHA-256 " + candidate.sha256() + ", expected "
                            + pointer.sha256());
        } else {
            champion = pointer;
            install(pointer, candidate.weights());
        }
    }

    private void install(ChampionPointer pointer, WeightsRecord weights) {
        ModelSnapshot next = weights.snapshot(pointer.generation());
        lock.lock();
        try {
            current = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        metrics.weightsLoaded(next.generation(), next.version());
        LOG.debug("Generation {} takes charge with version {}", next.generation(), next.version());
        listener.accept(weights.info());
    }

    private void reject(String reason, String key, String detail) {
        metrics.weightsRejected(reason);
        LOG.warn("Weights record '{}' left aside ({}): {}", key, reason, detail);
    }

    /**
     * The weights of at least that generation, waited for as long as {@code patience} lasts.
     *
     * @throws StaleModelException if they do not come in time
     */
    public ModelSnapshot atLeast(long generation, Duration patience) {
        ModelSnapshot snapshot = current;
        return snapshot.generation() >= generation ? snapshot : await(generation, patience);
    }

    private ModelSnapshot await(long generation, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (current.generation() < generation) {
                if (left <= 0) {
                    throw new StaleModelException(generation, current.generation());
                }
                left = changed.awaitNanos(left);
            }
            return current;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StaleModelException(generation, current.generation());
        } finally {
            lock.unlock();
        }
    }
}
