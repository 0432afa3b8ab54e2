package io.streamgauge.faults;

import io.streamgauge.app.FreePort;
import io.streamgauge.app.StreamgaugeProcess;
import io.streamgauge.config.TopicNames;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The broker, a process of its own that can be killed, frozen and started again, or several of which one at a time is; and
 * what can be asked of them.
 */
final class Cluster implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(120);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration READ_PATIENCE = Duration.ofSeconds(120);
    /** States of a transaction that has an end, or was never begun. */
    private static final Set<TransactionState> ENDED =
            Set.of(TransactionState.EMPTY, TransactionState.COMPLETE_COMMIT, TransactionState.COMPLETE_ABORT);

    private final Path folder;
    private final List<Integer> ports;
    /** Of every node of several: its broker's and its controller's. */
    private final List<String> nodePorts = new ArrayList<>();

    private final List<StreamgaugeProcess> processes = new ArrayList<>();
    private final Admin admin;
    /** The one that is killed or frozen next. */
    private int victim;

    /** Of the one thread that judges trials; a consumer takes a while to find its broker. */
    private final Map<IsolationLevel, KafkaConsumer<byte[], byte[]>> readers = new EnumMap<>(IsolationLevel.class);

    /** The product's own broker, alone. */
    Cluster(Path folder) {
        this(folder, 1);
    }

    /** @param brokers how many; several replicate all they have */
    Cluster(Path folder, int brokers) {
        this.folder = folder;
        ports = IntStream.range(0, brokers).mapToObj(i -> FreePort.find()).toList();
        List<Integer> controllers =
                IntStream.range(0, brokers).mapToObj(i -> FreePort.find()).toList();
        for (int i = 0; i < brokers; i++) {
            nodePorts.add(ports.get(i).toString());
            nodePorts.add(controllers.get(i).toString());
        }
        for (int i = 0; i < brokers; i++) {
            processes.add(launch(i));
        }
        processes.forEach(this::awaitReady);
        admin = Admin.create(client());
    }

    private StreamgaugeProcess launch(int broker) {
        String place = folder.resolve("kafka-" + broker + "-of-" + ports.size()).toString();
        if (ports.size() == 1) {
            String port = ports.get(0).toString();
            return StreamgaugeProcess.startLight(folder, "broker", "--dir", place, "--port", port);
        }
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(broker), place));
        arguments.addAll(nodePorts);
        return StreamgaugeProcess.startTest(folder, ClusterNode.class, arguments.toArray(String[]::new));
    }

    private void awaitReady(StreamgaugeProcess broker) {
        broker.awaitLine(ports.size() == 1 ? "Kafka listens on" : ClusterNode.READY, START_PATIENCE);
    }

    /** Starts the killed broker again, on its files and its ports; the next one will be killed after it. */
    void start() {
        StreamgaugeProcess again = launch(victim);
        processes.set(victim, again);
        awaitReady(again);
        victim = (victim + 1) % processes.size();
        awaitReplicas();
    }

    /** Waits until every broker has all that the others have: with one missing, a second one may be missed too. */
    private void awaitReplicas() {
        Collection<String> topics = ask(client -> client.listTopics().names());
        long deadline = System.nanoTime() + READ_PATIENCE.toNanos();
        while (ask(client -> client.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .anyMatch(info -> info.isr().size() < info.replicas().size())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("replicas are missing after " + READ_PATIENCE);
            }
            Trial.pause(POLL.toMillis());
        }
    }

    void kill() {
        processes.get(victim).kill();
    }

    /** Stops the broker's threads: it still holds its connections and answers nothing. */
    void freeze() {
        processes.get(victim).signal("STOP");
    }

    void thaw() {
        processes.get(victim).signal("CONT");
    }

    String servers() {
        return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    }

    Map<String, Object> client() {
        return Map.of("bootstrap.servers", servers());
    }

    /** Reads a topic to its end as readers of committed records see it, every partition in its order. */
    void readCommitted(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        read(topic, IsolationLevel.READ_COMMITTED, reader);
    }

    /** Reads a topic to its end, what was taken back included. */
    void readWritten(String topic, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        read(topic, IsolationLevel.READ_UNCOMMITTED, reader);
    }

    private void read(String topic, IsolationLevel isolation, Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        KafkaConsumer<byte[], byte[]> consumer = readers.computeIfAbsent(isolation, this::consumer);
        List<TopicPartition> partitions = partitions(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        long deadline = System.nanoTime() + READ_PATIENCE.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("reading " + topic + " takes too long");
            }
            consumer.poll(POLL).forEach(reader);
        }
    }

    KafkaConsumer<byte[], byte[]> consumer(IsolationLevel isolation) {
        Map<String, Object> properties = new HashMap<>(client());
        properties.put("isolation.level", isolation.toString());
        properties.put("enable.auto.commit", false);
        properties.put("max.partition.fetch.bytes", 8 << 20);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .toList();
    }

    /** Events that the stream's group has not committed yet. */
    long lag(TopicNames names, String sourceTopic) {
        Map<TopicPartition, Long> ends = offsets(List.of(sourceTopic), IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> committed = new HashMap<>();
        ask(client -> client.listConsumerGroupOffsets(names.applicationId()).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition, offset.offset());
                    }
                });
        return ends.entrySet().stream()
                .mapToLong(end -> end.getValue() - committed.getOrDefault(end.getKey(), 0L))
                .sum();
    }

    /** Whether the stream's group is between two assignments. */
    boolean isRebalancing(TopicNames names) {
        GroupState state = ask(client -> client.describeConsumerGroups(List.of(names.applicationId()))
                        .describedGroups()
                        .get(names.applicationId()))
                .groupState();
        return state == GroupState.PREPARING_REBALANCE || state == GroupState.COMPLETING_REBALANCE;
    }

    /** Whether the stream has open transactions, all of which began less than so long ago, and none that is about to end. */
    boolean areTransactionsYoung(TopicNames names, Duration age) {
        List<TransactionListing> open = open(names);
        if (open.isEmpty() || open.stream().anyMatch(transaction -> transaction.state() != TransactionState.ONGOING)) {
            return false;
        }
        List<String> ids =
                open.stream().map(TransactionListing::transactionalId).toList();
        long oldest = System.currentTimeMillis() - age.toMillis();
        return ask(client -> client.describeTransactions(ids).all()).values().stream()
                .allMatch(transaction -> transaction.state() == TransactionState.ONGOING
                        && transaction.transactionStartTimeMs().orElse(0) > oldest);
    }

    private List<TransactionListing> open(TopicNames names) {
        return ask(client -> client.listTransactions().all()).stream()
                .filter(transaction -> transaction.transactionalId().startsWith(names.applicationId()))
                .filter(transaction -> !ENDED.contains(transaction.state()))
                .toList();
    }

    /** Transactions of the stream that have no end, and partitions whose committed records end before the others. */
    long openTransactions(TopicNames names) {
        long open = open(names).size();
        List<String> topics = new ArrayList<>(List.of(CommittedLog.changelog(names)));
        for (Sink sink : Sink.values()) {
            topics.add(sink.topic(names));
        }
        // No changelog before the first start.
        topics.retainAll(ask(client -> client.listTopics().names()));
        Map<TopicPartition, Long> written = offsets(topics, IsolationLevel.READ_UNCOMMITTED);
        return open
                + offsets(topics, IsolationLevel.READ_COMMITTED).entrySet().stream()
                        .filter(stable -> stable.getValue() < written.getOrDefault(stable.getKey(), 0L))
                        .count();
    }

    private Map<TopicPartition, Long> offsets(Collection<String> topics, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> query = new HashMap<>();
        ask(client -> client.describeTopics(topics).allTopicNames())
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(info -> query.put(new TopicPartition(topic, info.partition()), OffsetSpec.latest())));
        return ask(client -> client.listOffsets(query, new ListOffsetsOptions(isolation))
                        .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    /** Asks until there is an answer: a broker that has just come back refuses for a while. */
    private <T> T ask(Function<Admin, KafkaFuture<T>> question) {
        long deadline = System.nanoTime() + READ_PATIENCE.toNanos();
        while (true) {
            try {
                return question.apply(admin).get(READ_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof RetriableException) || System.nanoTime() > deadline) {
                    throw new AssertionError("the broker refuses", e);
                }
            } catch (TimeoutException e) {
                throw new AssertionError("the broker does not answer", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    @Override
    public void close() {
        readers.values().forEach(KafkaConsumer::close);
        admin.close(Duration.ofSeconds(5));
        processes.forEach(StreamgaugeProcess::close);
    }
}
