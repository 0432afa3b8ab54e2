package io.streamgauge.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.Product;
import io.streamgauge.config.TopicNames;
import io.streamgauge.config.TopologyConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** One stream under faults: its topics, its traffic and its forecasters, on a broker that others use too. */
final class Trial implements AutoCloseable {

    static final Duration SESSION = Duration.ofSeconds(6);

    /** From one commit to the next, where nothing else is asked for. */
    static final int COMMIT_MILLIS = 1_500;

    private static final Duration PATIENCE = Duration.ofSeconds(180);
    /** A killed process' transaction ends by the clock: 4 s of its own and up to 10 s until the broker looks. */
    private static final Duration TRANSACTION_PATIENCE = Duration.ofSeconds(30);

    private final Cluster cluster;
    private final int commitMillis;
    private final Path folder;
    private final Path topologyFile;
    private final TopologyConfig topology;
    private final Traffic traffic;
    private final Generations generations;
    private final Arrivals arrivals;
    private final Map<Path, Instance> instances = new LinkedHashMap<>();
    private Duration slowest = Duration.ZERO;
    private int kills;
    private final Map<String, String> moreSettings = new HashMap<>();
    private final List<Long> faults = new ArrayList<>();

    /** A network of a few units, which leaves the processors to the faults. */
    private static final String SMALL_NETWORK = """
            network:
              hidden: 8
            windows:
              steps: 8
              stride: 4
            anomaly:
              warm-up: 20
              alarms-per-month: 1000
            """;

    private static final String CATEGORIES = """
            category:
              field: /line
              templates: true
              vocabulary: 16
            """;

    private static final String SMALL = "horizons: 1,2,3\n" + SMALL_NETWORK;

    /** A stream with a small network. */
    static Trial small(Cluster cluster, Path folder, String name) {
        return new Trial(cluster, folder, name, SMALL, 200, COMMIT_MILLIS);
    }

    /** The same where every record has its copies on three brokers. */
    static Trial replicated(Cluster cluster, Path folder, String name) {
        return new Trial(cluster, folder, name, "replication: 3\n" + SMALL, 200, COMMIT_MILLIS);
    }

    /** A stream that counts: at 300 events a second of 20 keys, 60 buckets of 5 minutes are closed a second. */
    static Trial counting(Cluster cluster, Path folder, String name) {
        return new Trial(cluster, folder, name, SMALL + "every: 5m\nas: count\ngrace: 1m\n", 20, COMMIT_MILLIS);
    }

    /** A stream of log lines, whose templates are forecast. */
    static Trial categories(Cluster cluster, Path folder, String name) {
        return new Trial(cluster, folder, name, CATEGORIES + SMALL_NETWORK, LogLines::new, 200, COMMIT_MILLIS);
    }

    /**
     * A stream of values.
     *
     * @param settings further lines of the topology file
     * @param keys of the traffic
     * @param commitMillis from one commit to the next
     */
    Trial(Cluster cluster, Path folder, String name, String settings, int keys, int commitMillis) {
        this(cluster, folder, name, "alerts:\n  silence-after: 0\n" + settings, Waves::new, keys, commitMillis);
    }

    private Trial(
            Cluster cluster,
            Path folder,
            String name,
            String settings,
            Function<Random, Traffic.Events> events,
            int keys,
            int commitMillis) {
        this.cluster = cluster;
        this.commitMillis = commitMillis;
        this.folder = folder.resolve(name);
        topologyFile = this.folder.resolve(name + ".yaml");
        try {
            Files.createDirectories(this.folder);
            Files.writeString(topologyFile, "name: " + name + "\naudit: true\n" + settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        topology = TopologyConfig.load(topologyFile, Map.of());
        Product.createTopics(topology, cluster.client());
        traffic = new Traffic(cluster.client(), topology, keys, events.apply(new Random(name.hashCode())));
        generations = new Generations(cluster.client(), topology);
        arrivals = new Arrivals(cluster, names().forecasts());
    }

    TopicNames names() {
        return topology.topicNames();
    }

    TopologyConfig topology() {
        return topology;
    }

    Cluster cluster() {
        return cluster;
    }

    Traffic traffic() {
        return traffic;
    }

    Generations generations() {
        return generations;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** A forecaster that is not started yet. */
    Instance instance(String name) {
        return instance(Instance.Kind.PRODUCT, folder.resolve(name + "-state"), 0);
    }

    Instance instance(Instance.Kind kind, Path state, int standbys) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", cluster.servers());
        settings.put("http.port", "0");
        settings.put("num.standby.replicas", Integer.toString(standbys));
        settings.put("consumer.session.timeout.ms", Long.toString(SESSION.toMillis()));
        settings.put("consumer.heartbeat.interval.ms", "2000");
        // Long transactions, written early: what a fault meets is nearly always in the middle of one.
        settings.put("commit.interval.ms", Integer.toString(commitMillis));
        settings.put("producer.linger.ms", "5");
        settings.putAll(moreSettings);
        Instance instance = new Instance(kind, folder, topologyFile, state, settings);
        instances.put(state, instance);
        return instance;
    }

    /** Gives forecasters that are made from now on so little memory that the disk tells how far a restore has come. */
    void writeEarly() {
        moreSettings.put("rocksdb.write-buffers-mb", "8");
    }

    Path folder() {
        return folder;
    }

    /** Starts the forecasters on a source that is still empty, then the traffic, and waits for forecasts everywhere. */
    void begin(int perSecond, Instance... started) {
        for (Instance instance : started) {
            instance.begin();
        }
        for (Instance instance : started) {
            instance.awaitStarted();
        }
        arrivals.watch();
        traffic.start(perSecond);
        arrivals.awaitAll(PATIENCE);
    }

    /** Waits for the middle of a transaction: what is done next hits live traffic. */
    void awaitTransaction() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (cluster.openTransactions(names()) == 0) {
            assertThat(System.nanoTime()).as("time for a transaction").isLessThan(deadline);
            pause(10);
        }
    }

    /**
     * Waits until transactions are open and none is near its end: a broker (up to 4.3.1 at least, KAFKA-20734) that dies
     * while it ends a transaction of partitions that nobody else holds may never end it, whoever wrote it.
     */
    void awaitYoungTransactions() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!cluster.areTransactionsYoung(names(), Duration.ofMillis(commitMillis / 2))) {
            assertThat(System.nanoTime()).as("time for young transactions").isLessThan(deadline);
            pause(10);
        }
    }

    /** Takes note of a fault that is done now: the records have to show that it stopped live traffic. */
    void fault() {
        faults.add(System.currentTimeMillis());
    }

    /** Kills them all at once. */
    void kill(Instance... victims) {
        fault();
        for (Instance victim : victims) {
            assertThat(victim.isAlive()).as("a victim that lives").isTrue();
            victim.kill();
            kills++;
        }
    }

    /** Does something to the stream, and waits until every partition has had a new forecast since; returns how long. */
    Duration recover(Runnable fault) {
        arrivals.watch();
        fault.run();
        Duration took = arrivals.awaitAll(PATIENCE);
        slowest = slowest.compareTo(took) < 0 ? took : slowest;
        return took;
    }

    /** Ends the traffic, lets the forecasters come to its end, stops them, and compares what is left with the oracle. */
    Row finish(String name) {
        traffic.stop();
        instances
                .values()
                .forEach(instance -> assertThat(instance.isAlive())
                        .as("alive: %s", instance.errors())
                        .isTrue());
        awaitEnd();
        instances.values().forEach(Instance::askToStop);
        instances.values().forEach(Instance::stop);
        awaitNoTransaction();
        CommittedLog log = CommittedLog.read(cluster, topology);
        Verifier.Finding finding = Verifier.verify(log, new Oracle(topology, log.weights()));
        List<Long> events = log.input().stream().map(ConsumerRecord::timestamp).toList();
        return new Row(
                name,
                log.input().size(),
                log.outputs().size(),
                kills,
                log.aborted(),
                slowest,
                Evidence.of(faults, events, log.forecastTimes()),
                finding);
    }

    void awaitEnd() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (cluster.lag(names(), topology.source().topic()) > 0) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("events are left after " + PATIENCE);
            }
            pause(200);
        }
    }

    private void awaitNoTransaction() {
        long deadline = System.nanoTime() + TRANSACTION_PATIENCE.toNanos();
        while (cluster.openTransactions(names()) > 0 && System.nanoTime() < deadline) {
            pause(500);
        }
    }

    /** A producer like the forecaster's own, in the middle of a transaction on the forecasts. */
    KafkaProducer<byte[], byte[]> transaction() {
        Map<String, Object> properties = new HashMap<>(cluster.client());
        properties.put("transactional.id", names().applicationId() + "-left");
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(names().forecasts(), 0, new byte[0], new byte[0]));
        producer.flush();
        return producer;
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        traffic.close();
        instances.values().forEach(Instance::close);
        arrivals.close();
        generations.close();
    }
}
