package io.streamgauge.stream;

import io.streamgauge.config.StoreKind;
import io.streamgauge.config.TopicNames;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;

/**
 * The forecaster as a Kafka Streams topology: a source and a processor each for events and for what people say of
 * them, which share the keys' states; one sink per kind of output, and the weights as a global store.
 */
public final class ForecastTopology {

    /** Store of every key's state. */
    public static final String SERIES_STORE = "series";
    /**
     * Store of the offset per partition at which the first start found the source topic's end, and, at the partition's
     * complement, of its number of keys.
     */
    public static final String START_STORE = "start";
    /** Store of the event time since when a key is silent, of the keys that are. */
    public static final String SILENCE_STORE = "silences";
    /** Store of ids and of events that wait; there only where the topology file asks for either, or has done so. */
    public static final String MEMORY_STORE = "memory";
    /** Store of what raw events have added up to; there only where the topology file asks for it. */
    public static final String BUCKET_STORE = "buckets";
    /** Where a task's processor is told that a commit comes. */
    public static final String BEFORE_COMMIT = "before-commit";
    /** Global store behind the weights topic. */
    public static final String WEIGHTS_STORE = "weights";

    static final String FORECASTS = "forecasts";
    static final String ANOMALIES = "anomalies";
    static final String EPISODES = "episodes";
    static final String WINDOWS = "windows";
    static final String DEAD_LETTERS = "dead-letters";

    static final String KEYED = "keyed";
    static final String REFUSED = "refused";

    private static final String RAW = "raw";
    private static final String KEY = "key";
    private static final String EVENTS = "events";
    private static final String BUCKET = "bucket";
    static final String FORECAST = "forecast";
    private static final String LABELS = "labels";
    private static final String LABEL = "label";

    private ForecastTopology() {}

    /**
     * Builds the topology.
     *
     * @param sourceTopic where events come from
     * @param topics names of what is written
     * @param services what every task's processor is made with
     */
    public static Topology build(String sourceTopic, TopicNames topics, ForecastServices services) {
        return build(sourceTopic, topics, services, StoreKind.ROCKSDB);
    }

    /** Builds the topology with the keys' states held elsewhere than RocksDB. */
    public static Topology build(String sourceTopic, TopicNames topics, ForecastServices services, StoreKind store) {
        ByteArrayDeserializer read = new ByteArrayDeserializer();
        ByteArraySerializer write = new ByteArraySerializer();
        Topology topology = new Topology();
        // Outputs carry the time at which they are written, since retention goes by it and brokers refuse times far
        // ahead;
        // the event time stands in their values. A source record's own timestamp may be negative, years old or wrong.
        boolean rekeys = services.topology().keys().change();
        if (rekeys) {
            topology.addSource(
                    AutoOffsetReset.earliest(), RAW, new WallclockTimestampExtractor(), read, read, sourceTopic);
            topology.addProcessor(KEY, () -> new KeyProcessor(services), RAW);
            topology.addSink(KEYED, topics.keyed(), write, write, KEY);
        }
        topology.addSource(
                AutoOffsetReset.earliest(),
                EVENTS,
                new WallclockTimestampExtractor(),
                read,
                read,
                rekeys ? topics.keyed() : sourceTopic);
        if (services.categories() != null) {
            forecastCategories(topology, topics, services, store);
        } else {
            forecastValues(topology, topics, services, store);
        }
        if (rekeys) {
            // Of its own: a sink would join the parts of the topology, and the source need not have as many partitions.
            topology.addSink(REFUSED, topics.deadLetters(), write, write, KEY);
        }
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(WEIGHTS_STORE), Serdes.ByteArray(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                "weights-source",
                read,
                read,
                topics.weights(),
                "weights-reader",
                () -> new WeightsProcessor(services.models(), services.metrics()));
        return topology;
    }

    private static void forecastCategories(
            Topology topology, TopicNames topics, ForecastServices services, StoreKind store) {
        ByteArraySerializer write = new ByteArraySerializer();
        topology.addProcessor(FORECAST, () -> new CategoryProcessor(services), EVENTS);
        topology.addStateStore(keyStore(SERIES_STORE, store), FORECAST);
        topology.addStateStore(startStore(), FORECAST);
        topology.addSink(FORECASTS, topics.forecasts(), write, write, FORECAST);
        topology.addSink(ANOMALIES, topics.anomalies(), write, write, FORECAST);
        topology.addSink(EPISODES, topics.episodes(), write, write, FORECAST);
        topology.addSink(WINDOWS, topics.windows(), write, write, FORECAST);
        topology.addSink(DEAD_LETTERS, topics.deadLetters(), write, write, FORECAST);
    }

    private static void forecastValues(
            Topology topology, TopicNames topics, ForecastServices services, StoreKind store) {
        ByteArrayDeserializer read = new ByteArrayDeserializer();
        ByteArraySerializer write = new ByteArraySerializer();
        TaskSilences silences = new TaskSilences();
        if (services.topology().buckets().isOn()) {
            topology.addProcessor(BUCKET, () -> new BucketProcessor(services, silences), EVENTS);
            topology.addStateStore(bucketStore(), BUCKET);
            topology.addProcessor(FORECAST, () -> new ForecastProcessor(services, silences), BUCKET);
        } else {
            topology.addProcessor(FORECAST, () -> new ForecastProcessor(services, silences), EVENTS);
        }
        topology.addSource(
                AutoOffsetReset.earliest(), LABELS, new WallclockTimestampExtractor(), read, read, topics.labels());
        topology.addProcessor(LABEL, () -> new LabelProcessor(services, silences), LABELS);
        // Its keys are kept by SeriesStore, decoded; a record cache before it would keep their bytes as well.
        topology.addStateStore(keyStore(SERIES_STORE, store).withCachingDisabled(), FORECAST, LABEL);
        topology.addStateStore(BeforeCommit.builder(BEFORE_COMMIT), FORECAST, LABEL);
        topology.addStateStore(silenceStore(), FORECAST, LABEL);
        if (services.remembers()) {
            topology.addStateStore(keyStore(MEMORY_STORE, store), FORECAST, LABEL);
        }
        topology.addStateStore(startStore(), FORECAST, LABEL);
        topology.addSink(FORECASTS, topics.forecasts(), write, write, FORECAST);
        topology.addSink(ANOMALIES, topics.anomalies(), write, write, FORECAST, LABEL);
        topology.addSink(EPISODES, topics.episodes(), write, write, FORECAST, LABEL);
        String[] teaching =
                services.topology().outcomes().isOn() ? new String[] {FORECAST, LABEL} : new String[] {FORECAST};
        topology.addSink(WINDOWS, topics.windows(), write, write, teaching);
        String[] refusing = services.topology().buckets().isOn()
                ? new String[] {BUCKET, FORECAST, LABEL}
                : new String[] {FORECAST, LABEL};
        topology.addSink(DEAD_LETTERS, topics.deadLetters(), write, write, refusing);
    }

    /** A store that keeps beside each value the time at which it was written: by it idle keys are found. */
    public static StoreBuilder<TimestampedKeyValueStore<byte[], byte[]>> keyStore(String name, StoreKind kind) {
        KeyValueBytesStoreSupplier supplier = kind == StoreKind.MEMORY
                ? Stores.inMemoryKeyValueStore(name)
                : Stores.persistentTimestampedKeyValueStore(name);
        return Stores.timestampedKeyValueStoreBuilder(supplier, Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
    }

    private static StoreBuilder<KeyValueStore<byte[], byte[]>> bucketStore() {
        return Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(BUCKET_STORE), Serdes.ByteArray(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of());
    }

    private static StoreBuilder<KeyValueStore<byte[], Long>> silenceStore() {
        return Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(SILENCE_STORE), Serdes.ByteArray(), Serdes.Long())
                .withLoggingEnabled(Map.of());
    }

    private static StoreBuilder<KeyValueStore<Integer, Long>> startStore() {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(START_STORE), Serdes.Integer(), Serdes.Long())
                .withLoggingEnabled(Map.of());
    }
}
