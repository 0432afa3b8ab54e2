package io.streamgauge.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/**
 * How this process runs: brokers, folders, threads, the page. The meaning of every value and its default stand in
 * {@link RuntimeKeys}, and from there in {@code config/REFERENCE.md}.
 *
 * @param watched the keys whose values are exported as metrics
 * @param commitIntervalMillis time from one transaction to the next
 * @param passThrough Kafka's own keys as they stand in the file, checked by Kafka's definitions
 */
public record RuntimeConfig(
        String bootstrapServers,
        Path stateDir,
        int commitIntervalMillis,
        int streamThreads,
        int standbyReplicas,
        StoreKind store,
        RocksDb rocksDb,
        Http http,
        WeightsKeys weightsKeys,
        TrainerHttp trainerHttp,
        List<String> watched,
        Alert alert,
        Map<String, String> passThrough) {

    /** The files of the keys that weights are signed with and checked by. */
    public record WeightsKeys(Optional<Path> signing, Optional<Path> verification) {}

    /** Where alerts are sent to; the addresses may hold secrets. */
    public record Alert(List<URI> alertmanagers, Optional<URI> webhook, Duration resolveTimeout, Duration timeout) {}

    /**
     * The memory outside the Java heap that the stores share, in megabytes.
     *
     * @param writeBuffers 0 for half of it
     */
    public record RocksDb(int memory, int writeBuffers) {}

    /**
     * The page, the REST interface and the metrics; {@code history} counts events per key.
     *
     * @param advertised where other instances ask this one, if not at host and port
     * @param portChosen whether the port was written down somewhere, and not merely left at its default
     */
    public record Http(
            String host,
            int port,
            boolean portChosen,
            int history,
            int keys,
            Optional<HostPort> advertised,
            Guard guard) {

        /** The same on another port. */
        public Http withPort(int other, boolean chosen) {
            return new Http(host, other, chosen, history, keys, advertised, guard);
        }
    }

    /** Who may use it; the files are named and not read here. */
    public record Guard(
            Optional<String> tokenFile,
            Optional<String> keyStore,
            Optional<String> keyStorePasswordFile,
            boolean insecure,
            int maxConnections) {}

    /** The port of the trainer's metrics, at the host of {@link Http}; {@code chosen} as there. */
    public record TrainerHttp(int port, boolean chosen) {}

    public RuntimeConfig {
        watched = List.copyOf(watched);
        passThrough = Map.copyOf(passThrough);
    }

    /**
     * The configuration in {@code file}, or the defaults where there is none, with {@code overrides} on top.
     *
     * @throws ConfigError with all that is wrong
     */
    public static RuntimeConfig load(@Nullable Path file, Map<String, String> overrides) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putIfAbsent("HOME", System.getProperty("user.home"));
        return load(file, overrides, environment);
    }

    static RuntimeConfig load(@Nullable Path file, Map<String, String> overrides, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        Map<String, Raw> raws = new LinkedHashMap<>();
        if (file != null) {
            raws.putAll(PropertiesFile.read(file, problems));
        }
        overrides.forEach((key, value) -> raws.put(key, Raw.scalar(Overrides.OPTION, value)));
        Map<String, Raw> own = new LinkedHashMap<>();
        Map<String, String> kafka = new TreeMap<>();
        raws.forEach((key, raw) -> {
            if (RuntimeKeys.ALL.has(key)) {
                own.put(key, raw);
            } else if (KafkaKeys.isKnown(key) && Secrets.isReference(raw.text())) {
                kafka.put(key, Secrets.resolve(key, raw, problems));
            } else if (KafkaKeys.isKnown(key)) {
                KafkaKeys.check(key, raw, problems);
                kafka.put(key, raw.text());
            } else {
                problems.add(raw.where() + ": unknown key '" + key + "'"
                        + Closest.hint(key, () -> all(RuntimeKeys.ALL.keys(), KafkaKeys.likely(key)), problems));
            }
        });
        Values values = RuntimeKeys.ALL.read(file == null ? Overrides.OPTION : file.toString(), own, problems);
        values.below(
                RuntimeKeys.ROCKSDB_WRITE_BUFFERS,
                RuntimeKeys.ROCKSDB_MEMORY,
                file == null ? Overrides.OPTION : file.toString(),
                problems);
        if (!problems.isEmpty()) {
            throw new ConfigError(problems);
        }
        return of(values, own.keySet(), kafka, environment);
    }

    private static Collection<String> all(Collection<String> some, Collection<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static RuntimeConfig of(
            Values values, Set<String> chosen, Map<String, String> kafka, Map<String, String> environment) {
        return new RuntimeConfig(
                values.get(RuntimeKeys.BOOTSTRAP_SERVERS),
                folder(values.get(RuntimeKeys.STATE_DIR), environment),
                values.get(RuntimeKeys.COMMIT_INTERVAL),
                values.get(RuntimeKeys.STREAM_THREADS),
                values.get(RuntimeKeys.STANDBY_REPLICAS),
                values.get(RuntimeKeys.STATE_STORE),
                new RocksDb(values.get(RuntimeKeys.ROCKSDB_MEMORY), values.get(RuntimeKeys.ROCKSDB_WRITE_BUFFERS)),
                new Http(
                        values.get(RuntimeKeys.HTTP_HOST),
                        values.get(RuntimeKeys.HTTP_PORT),
                        chosen.contains(RuntimeKeys.HTTP_PORT.key()),
                        values.get(RuntimeKeys.HTTP_HISTORY),
                        values.get(RuntimeKeys.HTTP_KEYS),
                        values.get(RuntimeKeys.HTTP_ADVERTISED),
                        new Guard(
                                values.get(RuntimeKeys.HTTP_TOKEN_FILE),
                                values.get(RuntimeKeys.HTTP_KEY_STORE),
                                values.get(RuntimeKeys.HTTP_KEY_STORE_PASSWORD),
                                values.get(RuntimeKeys.HTTP_INSECURE),
                                values.get(RuntimeKeys.HTTP_CONNECTIONS))),
                new WeightsKeys(
                        values.get(RuntimeKeys.SIGNING_KEY).map(Path::of),
                        values.get(RuntimeKeys.VERIFICATION_KEY).map(Path::of)),
                new TrainerHttp(values.get(RuntimeKeys.TRAINER_PORT), chosen.contains(RuntimeKeys.TRAINER_PORT.key())),
                values.get(RuntimeKeys.WATCH),
                new Alert(
                        values.get(RuntimeKeys.ALERTMANAGERS),
                        values.get(RuntimeKeys.WEBHOOK),
                        values.get(RuntimeKeys.RESOLVE_TIMEOUT),
                        values.get(RuntimeKeys.ALERT_TIMEOUT)),
                kafka);
    }

    private static Path folder(String text, Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", ""));
        String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
        if (text.equals(RuntimeKeys.DEFAULT_STATE_DIR) && Path.of(xdg).isAbsolute()) {
            return Path.of(xdg).resolve(Path.of(text).getFileName());
        }
        return text.startsWith("~/")
                ? home.resolve(text.substring(2))
                : Path.of(text).toAbsolutePath();
    }

    /** The same with other brokers, for a broker that took a free port. */
    public RuntimeConfig withBootstrapServers(String servers) {
        return with(servers, http, watched);
    }

    /** The same with the page on any free port. */
    public RuntimeConfig withAnyHttpPort() {
        return with(bootstrapServers, http.withPort(0, http.portChosen), watched);
    }

    /** The same with other keys watched. */
    public RuntimeConfig withWatched(List<String> keys) {
        return with(bootstrapServers, http, keys);
    }

    private RuntimeConfig with(String servers, Http otherHttp, List<String> keys) {
        return new RuntimeConfig(
                servers,
                stateDir,
                commitIntervalMillis,
                streamThreads,
                standbyReplicas,
                store,
                rocksDb,
                otherHttp,
                weightsKeys,
                trainerHttp,
                keys,
                alert,
                passThrough);
    }

    /** Properties of {@code KafkaStreams}, all but the application id. */
    public Map<String, Object> streams() {
        Map<String, Object> properties = new TreeMap<>(passThrough);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitIntervalMillis);
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, streamThreads);
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbyReplicas);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return properties;
    }

    /** Properties of a consumer outside the topology. */
    public Map<String, Object> consumer() {
        return client(KafkaKeys.CONSUMER, "consumer.");
    }

    /** Properties of a producer outside the topology. */
    public Map<String, Object> producer() {
        return client(KafkaKeys.PRODUCER, "producer.");
    }

    /** Properties of an admin client. */
    public Map<String, Object> admin() {
        return client(KafkaKeys.ADMIN, "admin.");
    }

    private Map<String, Object> client(ConfigDef definition, String prefix) {
        Map<String, Object> properties = new TreeMap<>();
        passThrough.forEach((key, value) -> {
            if (definition.names().contains(key)) {
                properties.put(key, value);
            }
        });
        passThrough.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                properties.put(key.substring(prefix.length()), value);
            }
        });
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return properties;
    }

    /** Without the values of Kafka's keys, which may be secrets. */
    @Override
    public String toString() {
        return "RuntimeConfig[bootstrapServers=" + bootstrapServers + ", stateDir=" + stateDir
                + ", commitIntervalMillis=" + commitIntervalMillis + ", streamThreads=" + streamThreads
                + ", standbyReplicas=" + standbyReplicas + ", store=" + store + ", rocksDb=" + rocksDb + ", http="
                + http + ", weightsKeys="
                + weightsKeys + ", trainerHttp="
                + trainerHttp + ", watched=" + watched + ", passThrough="
                + passThrough.keySet() + "]";
    }
}
