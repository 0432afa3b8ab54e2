package io.streamgauge.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * One node of a replicated Kafka, broker and controller at once: every record has a copy on all of them, and is written
 * once two have it.
 */
final class ClusterNode {

    /** What a node prints when it takes requests. */
    static final String READY = "node is ready";

    private static final String HOST = "127.0.0.1:";
    private static final String CLUSTER_ID = "c3RyZWFtZ2F1Z2UtdHJpYQ";

    private ClusterNode() {}

    /**
     * @param args the node's number from 0 on, its folder, and of every node two ports: of its broker and of its controller
     */
    public static void main(String[] args) throws Exception {
        int node = Integer.parseInt(args[0]);
        Path log = Path.of(args[1], "log");
        List<String> ports = List.of(args).subList(2, args.length);
        int nodes = ports.size() / 2;
        if (!Files.exists(log)) {
            new Formatter()
                    .setClusterId(CLUSTER_ID)
                    .setNodeId(node)
                    .addDirectory(log.toString())
                    .setMetadataLogDirectory(log.toString())
                    .setControllerListenerName("CONTROLLER")
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setPrintStream(System.err)
                    .run();
        }
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", Integer.toString(node));
        properties.put("log.dirs", log.toString());
        String broker = "PLAINTEXT://" + HOST + ports.get(2 * node);
        properties.put("listeners", broker + ",CONTROLLER://" + HOST + ports.get(2 * node + 1));
        properties.put("advertised.listeners", broker);
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put(
                "controller.quorum.voters",
                IntStream.range(0, nodes)
                        .mapToObj(i -> i + "@" + HOST + ports.get(2 * i + 1))
                        .collect(Collectors.joining(",")));
        for (String topics : List.of("offsets.topic", "transaction.state.log")) {
            properties.put(topics + ".replication.factor", Integer.toString(nodes));
            properties.put(topics + ".num.partitions", "4");
        }
        properties.put("transaction.state.log.min.isr", Integer.toString(nodes - 1));
        properties.put("min.insync.replicas", Integer.toString(nodes - 1));
        properties.put("auto.create.topics.enable", "false");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        server.startup();
        System.out.println(READY);
        server.awaitShutdown();
    }
}
