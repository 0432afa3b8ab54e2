package io.streamgauge.stream;

import io.streamgauge.forecast.ForecasterSpec;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.wire.ChampionPointer;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.ModelTask;
import io.streamgauge.wire.RefusedWeightsException;
import io.streamgauge.wire.WeightsRecord;
import io.streamgauge.wire.WeightsRefusal;
import io.streamgauge.wire.WeightsSeal;
import io.streamgauge.wire.WireFormatException;
import java.time.Duration;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The weights that this process forecasts with.
 *
 * <p>Fed with the records of the weights topic in their order, live and on restore. What is unsigned where a signature is
 * asked for, cannot be read, does not match its checksum or would take the generation back is counted, logged and kept
 * apart; the last good version stays in charge. Nothing thrown leaves {@link #offer}, since an exception there would end
 * the whole client.
 *
 * <p>A pointer whose version cannot be used still raises the generation: all instances then serve the last good weights
 * under it, and none waits for what nobody can serve. An instance that has restored nothing else takes the version that the
 * pointer names for this case.
 *
 * <p>Thread-safe: one writer, any number of readers.
 */
public final class ModelHolder {

    private static final Logger LOG = LoggerFactory.getLogger(ModelHolder.class);

    /** Why a record may be left aside; the label of its counter. */
    public static final List<String> REJECTIONS =
            Stream.of(WeightsRefusal.values()).map(WeightsRefusal::id).toList();

    /**
     * How long a key waits for weights as new as those that served it last. Where the brokers abort the transaction that
     * is open meanwhile, the tasks begin again with what is committed.
     */
    static final Duration PATIENCE = Duration.ofSeconds(8);

    /** Versions kept decoded, so that the pointer can go back to one: more than stand on the topic at any time. */
    private static final int VERSIONS_KEPT = 32;
    /** Records kept apart that are remembered, the latest ones. */
    private static final int QUARANTINED_KEPT = 32;
    /** A message may quote a whole header. */
    private static final int LONGEST_TEXT = 300;

    private final ModelTask task;
    private final WeightsSeal seal;
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
    private final Deque<Quarantined> quarantined = new ConcurrentLinkedDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile ModelSnapshot current;
    private @Nullable ChampionPointer champion;

    private record Candidate(String sha256, WeightsRecord weights) {}

    /** A record that is not used: its key and what is wrong with it. */
    public record Quarantined(String key, WeightsRefusal reason, String detail) {}

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
        this(spec, model, untrained, metrics, listener, WeightsSeal.none(""));
    }

    /**
     * @param seal how every record must be signed
     */
    public ModelHolder(
            ForecasterSpec spec,
            String model,
            ModelSnapshot untrained,
            ForecastMetrics metrics,
            Consumer<ModelInfo> listener,
            WeightsSeal seal) {
        this(ModelTask.of(spec), model, untrained, metrics, listener, seal);
    }

    /**
     * @param task that the weights must be for
     * @param seal how every record must be signed
     */
    public ModelHolder(
            ModelTask task,
            String model,
            ModelSnapshot untrained,
            ForecastMetrics metrics,
            Consumer<ModelInfo> listener,
            WeightsSeal seal) {
        this.seal = seal;
        this.task = task;
        this.model = model;
        this.championKey = WeightsRecord.championKey(model);
        this.metrics = metrics;
        this.listener = listener;
        current = untrained;
    }

    public ModelSnapshot current() {
        return current;
    }

    /** The latest records that were kept apart, oldest first. */
    public List<Quarantined> quarantined() {
        return List.copyOf(quarantined);
    }

    /** Takes in one record of the weights topic that carries no signature. */
    public void offer(@Nullable String key, byte @Nullable [] value) {
        offer(key, value, null);
    }

    /** Takes in one record of the weights topic. */
    public void offer(@Nullable String key, byte @Nullable [] value, byte @Nullable [] signature) {
        if (key == null) {
            reject(WeightsRefusal.MALFORMED, "", "the record has no key");
            return;
        }
        try {
            if (value != null && value.length > WeightsRecord.MAX_BYTES) {
                throw new RefusedWeightsException(
                        WeightsRefusal.SIZE,
                        "the record has " + value.length + " bytes, expected at most " + WeightsRecord.MAX_BYTES);
            }
            seal.require(key, value, signature);
            if (value == null) {
                versions.remove(key);
            } else if (key.equals(championKey)) {
                take(ChampionPointer.decode(value));
            } else {
                keep(key, value);
            }
        } catch (WireFormatException | RuntimeException e) {
            reject(RefusedWeightsException.of(e), key, String.valueOf(e.getMessage()));
        }
    }

    private void keep(String key, byte[] value) throws WireFormatException {
        WeightsRecord weights = WeightsRecord.decode(value, task);
        String expected = WeightsRecord.key(model, weights.info().version());
        if (key.equals(expected)) {
            versions.put(key, new Candidate(WeightsRecord.sha256(value), weights));
        } else {
            reject(WeightsRefusal.MALFORMED, key, "the record belongs under key '" + expected + "'");
        }
    }

    private void take(ChampionPointer pointer) {
        if (pointer.equals(champion)) {
            return;
        }
        if (pointer.generation() <= current.generation()) {
            reject(
                    WeightsRefusal.GENERATION,
                    championKey,
                    "generation is " + pointer.generation() + ", expected more than " + current.generation());
            return;
        }
        champion = pointer;
        Candidate candidate = versions.get(WeightsRecord.key(model, pointer.version()));
        if (candidate == null) {
            reject(WeightsRefusal.UNKNOWN_VERSION, championKey, "no valid version " + pointer.version());
            serveLastGood(pointer);
        } else if (!candidate.sha256().equals(pointer.sha256())) {
            reject(
                    WeightsRefusal.CHECKSUM,
                    championKey,
                    "version " + pointer.version() + " has SHA-256 " + candidate.sha256() + ", expected "
                            + pointer.sha256());
            serveLastGood(pointer);
        } else {
            install(pointer, candidate.weights());
        }
    }

    private void serveLastGood(ChampionPointer pointer) {
        ChampionPointer.Target target = pointer.fallback();
        Candidate named = target == null ? null : versions.get(WeightsRecord.key(model, target.version()));
        if (current.version() == 0
                && target != null
                && named != null
                && named.sha256().equals(target.sha256())) {
            install(pointer, named.weights());
        } else {
            replace(new ModelSnapshot(
                    pointer.generation(), current.version(), current.network(), current.prior(), current.vocabulary()));
        }
        LOG.warn("Generation {} is served with version {}, the last good one", current.generation(), current.version());
    }

    private void install(ChampionPointer pointer, WeightsRecord weights) {
        ModelSnapshot next = weights.snapshot(pointer.generation());
        replace(next);
        LOG.debug("Generation {} takes charge with version {}", next.generation(), next.version());
        listener.accept(weights.numbered(next.generation(), next.version()).info());
    }

    private void replace(ModelSnapshot next) {
        lock.lock();
        try {
            current = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        metrics.weightsLoaded(next.generation(), next.version());
    }

    private void reject(WeightsRefusal reason, String key, String detail) {
        Quarantined apart = new Quarantined(shortened(key), reason, shortened(detail));
        quarantined.addLast(apart);
        while (quarantined.size() > QUARANTINED_KEPT) {
            quarantined.removeFirst();
        }
        metrics.weightsRejected(reason.id());
        LOG.warn("Weights record '{}' left aside ({}): {}", apart.key(), reason.id(), apart.detail());
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
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
