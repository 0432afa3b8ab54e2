package io.streamgauge.app;

import io.streamgauge.anomaly.CategoryMonitor;
import io.streamgauge.anomaly.KeyState;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.CategoryState;
import io.streamgauge.http.KeyStates;
import io.streamgauge.stream.ForecastTopology;
import io.streamgauge.wire.CategoryStateCodec;
import io.streamgauge.wire.OtherLayoutException;
import io.streamgauge.wire.StateCodec;
import io.streamgauge.wire.WireFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.jspecify.annotations.Nullable;

/** Interactive queries of the keys' states: which instance holds one, and what it holds if that is this one. */
final class KeyQueries implements KeyStates {

    private static final Unavailable MOVING = new Unavailable("the forecaster's tasks are moving; ask again");

    private final Supplier<KafkaStreams> streams;
    private final HostInfo self;
    private final StateCodec states;
    private final @Nullable CategoryStateCodec categories;
    private final int warmUp;
    private final String source;

    /**
     * @param self the address under which the instances know this one
     */
    KeyQueries(Supplier<KafkaStreams> streams, HostInfo self, TopologyConfig topology) {
        this.streams = streams;
        this.self = self;
        states = new StateCodec(Wiring.forecaster(topology));
        CategoryMonitor core = Wiring.categories(topology);
        categories = core == null ? null : new CategoryStateCodec(core);
        warmUp = topology.anomaly().warmUp();
        source = topology.eventsTopic();
    }

    @Override
    public Answer find(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        try {
            KeyQueryMetadata where =
                    streams.get().queryMetadataForKey(ForecastTopology.SERIES_STORE, bytes, new ByteArraySerializer());
            if (where.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
                return MOVING;
            }
            HostInfo owner = where.activeHost();
            return owner.equals(self) ? here(key, bytes, where.partition()) : new Elsewhere(owner.host(), owner.port());
        } catch (InvalidStateStoreException | IllegalStateException moving) {
            return MOVING;
        }
    }

    /**
     * Asks the store of the key's own partition: while that one moves it is refused, where all stores here together would
     * know no such key.
     */
    private Answer here(String key, byte[] storeKey, int partition) {
        byte @Nullable [] state = streams.get()
                .store(StoreQueryParameters.fromNameAndType(
                                ForecastTopology.SERIES_STORE, QueryableStoreTypes.<byte[], byte[]>keyValueStore())
                        .withPartition(partition))
                .get(storeKey);
        if (state == null) {
            return new Unknown();
        }
        try {
            return new Found(figures(key, state));
        } catch (OtherLayoutException e) {
            return new Unknown();
        } catch (WireFormatException e) {
            return new Unavailable("the state of the key is damaged");
        }
    }

    @Override
    public List<Instance> instances() {
        try {
            return streams.get().metadataForAllStreamsClients().stream()
                    .filter(client -> !client.hostInfo().equals(HostInfo.unavailable()))
                    .map(this::instance)
                    .sorted(Comparator.comparing(Instance::instance))
                    .toList();
        } catch (IllegalStateException starting) {
            return List.of();
        }
    }

    private Instance instance(StreamsMetadata client) {
        HostInfo host = client.hostInfo();
        return new Instance(
                host.host() + ":" + host.port(),
                host.equals(self),
                sourcePartitions(client.topicPartitions()),
                sourcePartitions(client.standbyTopicPartitions()));
    }

    private List<Integer> sourcePartitions(Set<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> partition.topic().equals(source))
                .map(TopicPartition::partition)
                .sorted()
                .toList();
    }

    private Map<String, Object> figures(String key, byte[] state) throws WireFormatException {
        return categories == null
                ? figures(key, states.decode(state), state.length)
                : figures(key, categories.decode(state).series(), state.length);
    }

    private Map<String, Object> figures(String key, CategoryState state, int bytes) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("key", key);
        figures.put("events", state.count());
        figures.put("last_time", state.lastTime());
        figures.put("status", state.count() > warmUp ? "OK" : "WARMING_UP");
        figures.put("generation", state.generation());
        figures.put("model_version", state.version());
        figures.put("state_bytes", bytes);
        figures.put("instance", self.host() + ":" + self.port());
        return figures;
    }

    private Map<String, Object> figures(String key, KeyState state, int bytes) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("key", key);
        figures.put("events", state.series().count());
        figures.put("last_time", state.series().lastTime());
        figures.put("status", state.series().count() > warmUp ? "OK" : "WARMING_UP");
        figures.put("generation", state.series().generation());
        figures.put("model_version", state.series().version());
        figures.put("episode_open", state.alerts().isOpen());
        state.alerts().episode().ifPresent(episode -> {
            figures.put("episode_kind", episode.statistic().id());
            figures.put("episode_since", episode.since());
            figures.put("episode_peak", episode.peak());
        });
        figures.put("state_bytes", bytes);
        figures.put("instance", self.host() + ":" + self.port());
        return figures;
    }
}
