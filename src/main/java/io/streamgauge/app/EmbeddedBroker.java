package io.streamgauge.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A single-node Kafka in this process: broker and KRaft controller, reachable from this machine only.
 *
 * <p>For trying out, tests and the demo: one replica of everything and no authentication. Topics and their records stay in
 * the folder when it stops, and are there again at the next start, also on another port. Topics are never created by
 * merely naming them.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String HOST = FreePort.HOST;
    private static final int NODE_ID = 1;
    private static final String CONTROLLER = "CONTROLLER";

    /** Internal topics of one node serve a handful of clients; each partition costs a folder and open files. */
    private static final String INTERNAL_PARTITIONS = "4";

    /** A port found free can be taken by somebody else before Kafka binds it; then another one is tried. */
    private static final int ATTEMPTS = 3;

    private final BrokerFolder folder;
    private final KafkaRaftServer server;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(BrokerFolder folder, KafkaRaftServer server, int port) {
        this.folder = folder;
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns once it takes requests.
     *
     * @param dir where its files are kept; created where missing
     * @param port where it listens, 0 for any free port
     * @throws UserError if the port is taken, or the folder cannot be written or belongs to a running broker
     */
    public static EmbeddedBroker start(Path dir, int port) {
        return start(dir, port, Map.of());
    }

    /**
     * As {@link #start(Path, int)}.
     *
     * @param more Kafka's broker settings on top of those of an embedded broker
     */
    static EmbeddedBroker start(Path dir, int port, Map<String, String> more) {
        return start(dir, port, more, FreePort::find);
    }

    /**
     * As {@link #start(Path, int, Map)}.
     *
     * @param freePorts names another port at every call
     */
    static EmbeddedBroker start(Path dir, int port, Map<String, String> more, IntSupplier freePorts) {
        if (port != 0) {
            requireFree(port);
        }
        BrokerFolder folder = BrokerFolder.lock(dir);
        try {
            format(folder);
            return boot(folder, port, more, freePorts);
        } catch (RuntimeException problem) {
            folder.close();
            throw problem;
        }
    }

    public int port() {
        return port;
    }

    /** The value for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** Stops the broker, flushes its log and frees the folder; a second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            stop(server);
            folder.close();
        }
    }

    private static EmbeddedBroker boot(
            BrokerFolder folder, int requestedPort, Map<String, String> more, IntSupplier freePorts) {
        for (int attempt = 1; ; attempt++) {
            int port = requestedPort == 0 ? freePorts.getAsInt() : requestedPort;
            try {
                Properties properties = properties(folder, port, freePorts.getAsInt());
                properties.putAll(more);
                return new EmbeddedBroker(folder, startServer(properties), port);
            } catch (Exception | ExceptionInInitializerError problem) {
                // Scala declares no checked exceptions and throws them all the same. Kafka's classes register shutdown
                // hooks as they are loaded, which fails where the process is ending.
                if (!lostPort(problem) || attempt == ATTEMPTS) {
                    throw new UserError(
                            "the embedded broker cannot start in " + folder + " (" + oneLine(problem)
                                    + "); if its files are damaged, name another folder with --dir",
                            problem);
                }
                if (requestedPort != 0) {
                    requireFree(requestedPort);
                }
            }
        }
    }

    private static KafkaRaftServer startServer(Properties properties) {
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        boolean started = false;
        try {
            server.startup();
            started = true;
            return server;
        } finally {
            if (!started) {
                stop(server);
            }
        }
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }

    /** The listener's own complaint may lie deep below that of the part which waited for it. */
    private static boolean lostPort(Throwable problem) {
        return Stream.iterate(problem, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> oneLine(cause).contains("failed to bind"));
    }

    private static String oneLine(Throwable problem) {
        return String.valueOf(problem.getMessage()).lines().map(String::strip).collect(Collectors.joining(" "));
    }

    /** Writes what KRaft needs to know of itself, once per folder. */
    private static void format(BrokerFolder folder) {
        String log = folder.log().toString();
        if (Files.exists(folder.log().resolve("meta.properties"))) {
            return;
        }
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(NODE_ID)
                    .addDirectory(log)
                    .setMetadataLogDirectory(log)
                    .setControllerListenerName(CONTROLLER)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setIgnoreFormatted(true)
                    .setPrintStream(nowhere)
                    .run();
        } catch (Exception problem) {
            // The formatter declares Exception; whatever it is, the folder cannot serve.
            throw new UserError(
                    "the broker folder " + folder + " cannot be formatted (" + oneLine(problem)
                            + "); expected a folder that this user may write, see --dir",
                    problem);
        }
    }

    private static Properties properties(BrokerFolder folder, int port, int controllerPort) {
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", String.valueOf(NODE_ID));
        properties.put("log.dirs", folder.log().toString());
        putNetwork(properties, port, controllerPort);
        putSingleReplica(properties);
        properties.put("auto.create.topics.enable", "false");
        // One client per group is the rule here: waiting for a second one only delays every start.
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.streams.initial.rebalance.delay.ms", "0");
        // After a kill the broker takes its place again once the session of the one before has ended, 9 s by default.
        // Less than 6 s is missed by mere want of processor time.
        properties.put("broker.session.timeout.ms", "6000");
        // Kafka's defaults are for machines of their own: 128 MB for the cleaner, 3 + 8 threads.
        properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        return properties;
    }

    private static void putNetwork(Properties properties, int port, int controllerPort) {
        String broker = "PLAINTEXT://" + HOST + ":" + port;
        properties.put("listeners", broker + "," + CONTROLLER + "://" + HOST + ":" + controllerPort);
        properties.put("advertised.listeners", broker);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("controller.listener.names", CONTROLLER);
        // A static quorum takes the controller's address from here at every start, so its port may change.
        properties.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
    }

    private static void putSingleReplica(Properties properties) {
        for (String key : List.of(
                "default.replication.factor",
                "min.insync.replicas",
                "offsets.topic.replication.factor",
                "transaction.state.log.replication.factor",
                "transaction.state.log.min.isr",
                "share.coordinator.state.topic.replication.factor",
                "share.coordinator.state.topic.min.isr")) {
            properties.put(key, "1");
        }
        properties.put("offsets.topic.num.partitions", INTERNAL_PARTITIONS);
        properties.put("transaction.state.log.num.partitions", INTERNAL_PARTITIONS);
        properties.put("share.coordinator.state.topic.num.partitions", "1");
    }

    private static void requireFree(int port) {
        if (port < 0 || port > 65_535) {
            throw new UserError("port " + port + " does not exist; expected 1 to 65535, or 0 for any free port");
        }
        try {
            FreePort.probe(port);
        } catch (IOException problem) {
            String found = String.valueOf(problem.getMessage());
            throw new UserError(
                    found.contains("in use")
                            ? "port " + port + " is taken; stop what listens there, or choose another with --port"
                            : "port " + port + " cannot be opened (" + found + "); choose another with --port",
                    problem);
        }
    }
}
