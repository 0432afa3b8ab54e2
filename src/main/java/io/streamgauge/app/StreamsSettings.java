package io.streamgauge.app;

import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.stream.CacheRoom;
import io.streamgauge.stream.RocksDbMemory;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What Kafka Streams is told of a topology: our defaults, over them what the runtime file says, over that what has to be. */
final class StreamsSettings {

    /** Dead letters are as long as what was received; one that cannot be written would end the topology. */
    private static final int LARGEST_REQUEST = 16 << 20;

    /** A state has some kilobytes: Kafka's 16 kB would make a batch of two or three, and each costs the broker. */
    private static final int BATCH_BYTES = 512 << 10;

    private static final String COMPRESSION = "lz4";
    private static final long BUFFER_BYTES = 64L << 20;

    /**
     * A process that dies leaves a transaction open, and whoever takes its partitions over waits until it has expired and
     * the broker has looked, every 10 s by default: together less than the 15 s that a fail-over may take, which Kafka
     * Streams' own 10 s leave no room for.
     */
    private static final int TRANSACTION_MILLIS = 4_000;

    /** Commits that a transaction has time for where they are rare. */
    private static final int COMMITS_A_TRANSACTION = 2;

    private static final String TRANSACTION_TIMEOUT = ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;

    private StreamsSettings() {}

    /** A handler that goes on after a failed step would lose the event in silence; and nothing of its task is committed. */
    private static void requireNoHandler(Map<String, Object> given) {
        Object handler = given.get(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG);
        if (handler != null) {
            throw new UserError(
                    StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG + ": found '" + handler
                            + "', expected none: what cannot be taken in goes to the dead letters, and any other failure begins again");
        }
    }

    /** Room for keys that are kept decoded: as much as Kafka Streams' own record caches have. */
    static long cacheBytes(RuntimeConfig runtime) {
        Object given = runtime.streams().get(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG);
        return given == null ? CacheRoom.DEFAULT_BYTES : Long.parseLong(given.toString());
    }

    static Properties of(TopologyConfig topology, RuntimeConfig runtime, RocksDbMemory rocksDbMemory) {
        Properties properties = new Properties();
        properties.putAll(rocksDbMemory.properties());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, CacheRoom.DEFAULT_BYTES);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_GLOBAL_ENABLED_CONFIG, true);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), LARGEST_REQUEST);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, COMPRESSION);
        properties.put(
                StreamsConfig.REPLICATION_FACTOR_CONFIG, topology.topics().replication());
        Map<String, Object> given = runtime.streams();
        requireNoHandler(given);
        if (!given.containsKey(TRANSACTION_TIMEOUT)) {
            properties.put(
                    StreamsConfig.producerPrefix(TRANSACTION_TIMEOUT),
                    Math.max(TRANSACTION_MILLIS, COMMITS_A_TRANSACTION * runtime.commitIntervalMillis()));
        }
        properties.putAll(given);
        properties.put(
                StreamsConfig.APPLICATION_ID_CONFIG, topology.topicNames().applicationId());
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return properties;
    }
}
