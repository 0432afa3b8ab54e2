package io.streamgauge.app;

import io.streamgauge.wire.format.EventFormat;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A main consumer that holds a partition of events back from the first one on whose schema is not known yet: it pauses the
 * partition there, and goes on once the schema is known.
 *
 * <p>So an event whose schema registry is down is not in Kafka Streams' hands yet: nothing of it is committed, no
 * transaction is open for it, no state is thrown away, and other partitions of it and the clock go on. What comes from
 * other topics to the same task, labels above all, waits with it.
 */
final class HoldingConsumer {

    private static final Object[] NONE = {};

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;
    private final EventFormat format;
    private final Map<TopicPartition, byte[]> held = new HashMap<>();
    private final Set<TopicPartition> pausedByOwner = new HashSet<>();

    private HoldingConsumer(Consumer<byte[], byte[]> consumer, String topic, EventFormat format) {
        this.consumer = consumer;
        this.topic = topic;
        this.format = format;
    }

    /**
     * The consumer that stands before another one; for one thread, as that one is.
     *
     * @param topic whose records are events; others go through
     */
    @SuppressWarnings("unchecked") // a proxy has the type arguments of what it stands for
    static Consumer<byte[], byte[]> of(Consumer<byte[], byte[]> consumer, String topic, EventFormat format) {
        HoldingConsumer holding = new HoldingConsumer(consumer, topic, format);
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                HoldingConsumer.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                (proxy, method, arguments) -> holding.call(method, arguments == null ? NONE : arguments));
    }

    @SuppressWarnings("unchecked") // by the consumer's signatures
    private @Nullable Object call(Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "poll" -> {
                letGo();
                return hold(consumer.poll((Duration) arguments[0]));
            }
            case "paused" -> {
                return pausedForOwner();
            }
            case "pause" -> pausedByOwner.addAll((Collection<TopicPartition>) arguments[0]);
            case "resume" -> {
                resume((Collection<TopicPartition>) arguments[0]);
                return null;
            }
            default -> {}
        }
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    /** Without what is only held: whoever pauses all that is not paused, and resumes it, is to include that. */
    private Set<TopicPartition> pausedForOwner() {
        Set<TopicPartition> paused = new HashSet<>(consumer.paused());
        paused.removeIf(one -> held.containsKey(one) && !pausedByOwner.contains(one));
        return paused;
    }

    private void resume(Collection<TopicPartition> partitions) {
        pausedByOwner.removeAll(partitions);
        consumer.resume(
                partitions.stream().filter(one -> !held.containsKey(one)).toList());
    }

    private void letGo() {
        Set<TopicPartition> assigned = consumer.assignment();
        pausedByOwner.retainAll(assigned);
        held.keySet().retainAll(assigned);
        for (Iterator<Map.Entry<TopicPartition, byte[]>> all = held.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<TopicPartition, byte[]> one = all.next();
            if (format.isReady(one.getValue())) {
                all.remove();
                if (!pausedByOwner.contains(one.getKey())) {
                    consumer.resume(List.of(one.getKey()));
                }
            }
        }
    }

    private ConsumerRecords<byte[], byte[]> hold(ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> taken = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>(polled.nextOffsets());
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            int ready = partition.topic().equals(topic) ? ready(records) : records.size();
            if (ready > 0) {
                taken.put(partition, records.subList(0, ready));
            }
            if (ready < records.size()) {
                next.put(partition, holdFrom(partition, records.get(ready)));
            }
        }
        return new ConsumerRecords<>(taken, next);
    }

    private int ready(List<ConsumerRecord<byte[], byte[]>> records) {
        int ready = 0;
        while (ready < records.size() && format.isReady(records.get(ready).value())) {
            ready++;
        }
        return ready;
    }

    private OffsetAndMetadata holdFrom(TopicPartition partition, ConsumerRecord<byte[], byte[]> record) {
        OffsetAndMetadata next = new OffsetAndMetadata(record.offset(), record.leaderEpoch(), "");
        consumer.pause(List.of(partition));
        consumer.seek(partition, next);
        held.put(partition, record.value());
        return next;
    }
}
