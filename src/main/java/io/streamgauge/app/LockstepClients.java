package io.streamgauge.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka's clients for a forecaster in lock-step with its trainer: the main consumer hands out so many records, then none
 * until the round that they make has ended.
 *
 * <p>For one stream thread. Rounds are the same from run to run where the source topic has one partition.
 */
final class LockstepClients implements KafkaClientSupplier {

    private static final Comparator<ConsumerRecord<byte[], byte[]>> BY_TIME =
            Comparator.<ConsumerRecord<byte[], byte[]>>comparingLong(ConsumerRecord::timestamp)
                    .thenComparingInt(ConsumerRecord::partition)
                    .thenComparingLong(ConsumerRecord::offset);

    private final KafkaClientSupplier clients;
    private final int size;
    private final String sourceTopic;
    private final LockstepRounds rounds;

    /**
     * @param clients that are used otherwise
     * @param size events of a round
     * @param sourceTopic whose records are events; others go through uncounted
     * @param rounds ends them
     */
    LockstepClients(KafkaClientSupplier clients, int size, String sourceTopic, LockstepRounds rounds) {
        this.clients = clients;
        this.size = size;
        this.sourceTopic = sourceTopic;
        this.rounds = rounds;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
        Round round = new Round(clients.getConsumer(config));
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                LockstepClients.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("poll")) {
                        return round.poll((Duration) arguments[0]);
                    }
                    try {
                        return method.invoke(round.consumer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    /** The round in progress on the main consumer; used by its stream thread alone. */
    private final class Round {
        private final Consumer<byte[], byte[]> consumer;
        private final Map<TopicPartition, Long> released = new HashMap<>();
        private int left = size;

        private Round(Consumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        private ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            if (left == 0 && rounds.tryEnd(released)) {
                left = size;
                released.clear();
            }
            return left == 0 ? pollNothing(timeout) : release(consumer.poll(timeout));
        }

        /** Keeps the membership alive without taking records. */
        private ConsumerRecords<byte[], byte[]> pollNothing(Duration timeout) {
            Set<TopicPartition> toResume = new HashSet<>(consumer.assignment());
            toResume.removeAll(consumer.paused());
            consumer.pause(toResume);
            ConsumerRecords<byte[], byte[]> none = consumer.poll(timeout);
            toResume.retainAll(consumer.assignment());
            consumer.resume(toResume);
            return none;
        }

        private ConsumerRecords<byte[], byte[]> release(ConsumerRecords<byte[], byte[]> polled) {
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                if (record.topic().equals(sourceTopic)) {
                    all.add(record);
                } else {
                    take(record, byPartition);
                }
            }
            all.sort(BY_TIME);
            List<ConsumerRecord<byte[], byte[]>> taken = all.subList(0, Math.min(left, all.size()));
            for (ConsumerRecord<byte[], byte[]> record : taken) {
                released.put(take(record, byPartition), record.offset() + 1);
            }
            left -= taken.size();
            return taken.size() == all.size() ? polled : giveBack(polled, byPartition);
        }

        private static TopicPartition take(
                ConsumerRecord<byte[], byte[]> record,
                Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            byPartition.computeIfAbsent(partition, p -> new ArrayList<>()).add(record);
            return partition;
        }

        private ConsumerRecords<byte[], byte[]> giveBack(
                ConsumerRecords<byte[], byte[]> polled,
                Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> taken) {
            Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
            for (TopicPartition partition : polled.partitions()) {
                List<ConsumerRecord<byte[], byte[]>> kept = taken.getOrDefault(partition, List.of());
                long offset = kept.isEmpty()
                        ? polled.records(partition).get(0).offset()
                        : kept.get(kept.size() - 1).offset() + 1;
                consumer.seek(partition, offset);
                next.put(partition, new OffsetAndMetadata(offset));
            }
            return new ConsumerRecords<>(taken, next);
        }
    }

    @Override
    public Admin getAdmin(Map<String, Object> config) {
        return clients.getAdmin(config);
    }

    @Override
    public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
        return clients.getRestoreConsumer(config);
    }

    @Override
    public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
        return clients.getGlobalConsumer(config);
    }

    @Override
    public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
        return clients.getProducer(config);
    }
}
