package io.streamgauge.app;

import io.streamgauge.anomaly.AlertRuleSet;
import io.streamgauge.config.HostPort;
import io.streamgauge.config.RuntimeConfig;
import io.streamgauge.config.TopologyConfig;
import io.streamgauge.forecast.ModelSnapshot;
import io.streamgauge.http.Health;
import io.streamgauge.http.KeyStates;
import io.streamgauge.metrics.ForecastMetrics;
import io.streamgauge.metrics.StreamsMetrics;
import io.streamgauge.stream.AlertRuleSets;
import io.streamgauge.stream.CacheRoom;
import io.streamgauge.stream.ForecastServices;
import io.streamgauge.stream.ForecastTopology;
import io.streamgauge.stream.ModelHolder;
import io.streamgauge.stream.RocksDbMemory;
import io.streamgauge.stream.StreamInputs;
import io.streamgauge.wire.ModelInfo;
import io.streamgauge.wire.format.EventFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The forecaster of one process: the topology, its weights and its life cycle. */
final class ForecasterRuntime implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ForecasterRuntime.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(60);
    /** Kafka creates changelogs for records of a megabyte; the key and what surrounds it need some of that. */
    private static final int LARGEST_STATE = 900_000;

    private final Supplier<KafkaStreams> topologies;
    private final KafkaStreams.StateListener listener;
    private volatile KafkaStreams streams;
    private final RocksDbMemory rocksDbMemory;
    private final ModelHolder models;
    private final SourceBacklog backlog;
    private final EventFormat format;
    private final @Nullable LockstepRounds rounds;
    private final StreamsFigures figures;
    private final KeyQueries queries;
    private final ThreadReplacements replacements = new ThreadReplacements();

    /**
     * @param lockstep events of a round of lock-step, 0 for none
     * @param address where this instance answers the others' questions for its keys
     * @param onModel told of every version that takes charge
     */
    ForecasterRuntime(
            TopologyConfig topology,
            RuntimeConfig runtime,
            HostPort address,
            int lockstep,
            ForecastMetrics metrics,
            Consumer<ModelInfo> onModel) {
        this(topology, runtime, address, lockstep, metrics, onModel, fixed(AlertRuleSets.of(topology)));
    }

    /** A forecaster under alert rules that may change. */
    ForecasterRuntime(
            TopologyConfig topology,
            RuntimeConfig runtime,
            HostPort address,
            int lockstep,
            ForecastMetrics metrics,
            Consumer<ModelInfo> onModel,
            Supplier<AlertRuleSet> rules) {
        requireWritable(runtime.stateDir());
        requireStorable(topology);
        models = new ModelHolder(
                Wiring.task(topology),
                topology.model(),
                Wiring.generationZero(topology),
                metrics,
                onModel,
                Wiring.seal(topology, runtime));
        Map<Integer, Long> ends;
        boolean remembers;
        try (SourceOffsets offsets = new SourceOffsets(topology, runtime)) {
            offsets.placeFirstStart(topology.source().start());
            remembers = topology.intake().remembers() || offsets.hasChangelog(ForecastTopology.MEMORY_STORE);
        }
        try (SourceOffsets offsets = new SourceOffsets(topology, runtime, topology.eventsTopic())) {
            ends = offsets.ends();
        }
        if (lockstep > 0 && topology.keys().change()) {
            throw new UserError("--lockstep is " + lockstep
                    + " with key or total, expected no lock-step where events are" + " written anew under their key");
        }
        backlog = new SourceBacklog(topology, runtime);
        format = StreamInputs.format(topology, metrics);
        ForecastServices services = new ForecastServices(
                topology,
                Wiring.monitor(topology, rules),
                models,
                metrics,
                ends,
                backlog,
                remembers,
                format,
                new CacheRoom(StreamsSettings.cacheBytes(runtime)),
                Wiring.categories(topology));
        Supplier<Topology> built = () ->
                ForecastTopology.build(topology.source().topic(), topology.topicNames(), services, runtime.store());
        RuntimeConfig.RocksDb rocksDb = runtime.rocksDb();
        rocksDbMemory = new RocksDbMemory(rocksDb.memory(), rocksDb.writeBuffers());
        Properties properties = StreamsSettings.of(topology, runtime, rocksDbMemory);
        properties.put(StreamsConfig.APPLICATION_SERVER_CONFIG, address.toString());
        boolean framed = topology.reading().format().isFramed();
        requireOwnConsumer(properties, framed || lockstep > 0);
        ByteClients clients = new ByteClients(
                consumer -> HoldingConsumer.of(consumer, topology.source().topic(), format));
        if (lockstep > 0) {
            LockstepRounds ending = new LockstepRounds(topology, runtime, models);
            rounds = ending;
            properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
            topologies = () -> new KafkaStreams(
                    built.get(),
                    properties,
                    new LockstepClients(clients, lockstep, topology.source().topic(), ending));
        } else if (framed) {
            rounds = null;
            topologies = () -> new KafkaStreams(built.get(), properties, clients);
        } else {
            rounds = null;
            topologies = () -> new KafkaStreams(built.get(), properties);
        }
        listener = (to, from) -> metrics.setStreamsState(to.name());
        figures = new StreamsFigures(this::streams, topology.source().topic());
        queries = new KeyQueries(this::streams, new HostInfo(address.host(), address.port()), topology);
        streams = open();
    }

    /** Under the newer protocol Kafka Streams makes its consumer itself, and nothing stands before it. */
    private static void requireOwnConsumer(Properties properties, boolean needed) {
        Object protocol = properties.getOrDefault(StreamsConfig.GROUP_PROTOCOL_CONFIG, "");
        if (needed && protocol.toString().equalsIgnoreCase("streams")) {
            throw new UserError("group.protocol is " + protocol
                    + ", expected classic where events are Avro or Protobuf, or in lock-step");
        }
    }

    private KafkaStreams streams() {
        return streams;
    }

    private KafkaStreams open() {
        KafkaStreams opened = topologies.get();
        opened.setUncaughtExceptionHandler(replacements);
        opened.setStateListener(listener);
        opened.setGlobalStateRestoreListener(figures);
        return opened;
    }

    private static Supplier<AlertRuleSet> fixed(AlertRuleSet rules) {
        return () -> rules;
    }

    private static void requireStorable(TopologyConfig topology) {
        int bytes = Wiring.stateBytes(topology, true);
        if (bytes > LARGEST_STATE) {
            throw new UserError("network.hidden, network.layers, windows.steps, windows.stride: a key's state has "
                    + bytes + " bytes, expected at most " + LARGEST_STATE);
        }
        if (topology.buckets().isOn() && StreamInputs.buckets(topology).mostBytes() > LARGEST_STATE) {
            throw new UserError("as, grace: a key's open buckets may have "
                    + StreamInputs.buckets(topology).mostBytes() + " bytes, expected at most " + LARGEST_STATE);
        }
    }

    private static void requireWritable(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserError("state.dir: " + folder + " cannot be made, expected a folder that can be written", e);
        }
        if (!Files.isWritable(folder)) {
            throw new UserError("state.dir: " + folder + " is not writable, expected a folder that can be written");
        }
    }

    /** Warms the network's code up, then starts the topology. */
    void start() {
        KernelWarmUp.step(models.current().network(), System::nanoTime);
        backlog.start();
        try {
            streams.start();
        } catch (ProcessorStateException e) {
            startOnAnEmptyFolder(e);
        }
    }

    /** A store that is damaged would end every start, and all that it held stands on its changelog. */
    private void startOnAnEmptyFolder(ProcessorStateException damage) {
        LOG.warn("{}; the state.dir is emptied, and restored from the changelog", damage.getMessage(), damage);
        streams.close(CLOSE_PATIENCE);
        streams.cleanUp();
        streams = open();
        streams.start();
    }

    /** The states of the keys, here or elsewhere. */
    KeyStates keyStates() {
        return queries;
    }

    /** What Kafka Streams tells of itself. */
    StreamsMetrics.Figures figures() {
        return figures;
    }

    ModelHolder models() {
        return models;
    }

    /** The state of the topology, the weights in charge, and what events wait for. */
    Health health() {
        ModelSnapshot model = models.current();
        Map<String, String> details = new HashMap<>();
        details.put("generation", Long.toString(model.generation()));
        details.put("model_version", Long.toString(model.version()));
        format.obstacle().ifPresent(obstacle -> details.put("events_wait", obstacle));
        return new Health(isHealthy(), streams.state().name(), details);
    }

    /** Ends the command where the topology has ended on its own. */
    void requireHealthy() {
        backlog.requireSamePartitions();
        if (!isHealthy()) {
            throw new UserError("the forecaster has stopped" + replacements.lastCause());
        }
    }

    private boolean isHealthy() {
        return switch (streams.state()) {
            case CREATED, REBALANCING, RUNNING -> true;
            case PENDING_SHUTDOWN, NOT_RUNNING, PENDING_ERROR, ERROR -> false;
        };
    }

    /** Waits until the first tasks run. */
    void awaitRunning(Duration patience) {
        awaitRunning(patience, () -> {});
    }

    /** Waits until the first tasks run, or until {@code check} ends that with an exception. */
    void awaitRunning(Duration patience, Runnable check) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (streams.state() != KafkaStreams.State.RUNNING) {
            if (!isHealthy() || System.nanoTime() > deadline) {
                throw new UserError("the forecaster is " + streams.state() + " after " + patience.toSeconds()
                        + " s, expected RUNNING" + replacements.lastCause());
            }
            check.run();
            Pause.millis(20);
        }
    }

    /** Ends with the transaction in progress and leaves the group, so that the next start need not wait for a time-out. */
    @Override
    public void close() {
        CloseOptions leaving = CloseOptions.timeout(CLOSE_PATIENCE)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
        if (streams.close(leaving)) {
            rocksDbMemory.close();
        } else {
            // Its threads still use the stores, and these the memory.
            LOG.warn("Forecaster did not stop within {} s", CLOSE_PATIENCE.toSeconds());
        }
        backlog.close();
        if (rounds != null) {
            rounds.close();
        }
    }
}
