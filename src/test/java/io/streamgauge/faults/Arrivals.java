package io.streamgauge.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * A reader of committed forecasts that knows when each partition first had a new one: one that was written after the
 * watch began, whenever it came to be read.
 */
final class Arrivals implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final long PAUSE_MILLIS = 20;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread;
    /** When each partition's first forecast since {@link #since} was read, as {@link System#nanoTime}; 0 for none. */
    private final AtomicLongArray first;

    private volatile long since = Long.MAX_VALUE;
    private volatile long began;
    private volatile boolean open = true;

    Arrivals(Cluster cluster, String topic) {
        consumer = cluster.consumer(IsolationLevel.READ_COMMITTED);
        List<TopicPartition> partitions = Cluster.partitions(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        first = new AtomicLongArray(partitions.size());
        thread = new Thread(this::read, "arrivals");
        thread.start();
    }

    private void read() {
        while (open) {
            for (ConsumerRecord<byte[], byte[]> forecast : consumer.poll(POLL)) {
                if (forecast.timestamp() > since) {
                    first.compareAndSet(forecast.partition(), 0, System.nanoTime());
                }
            }
        }
        consumer.close();
    }

    /** Forgets what has arrived until now. */
    void watch() {
        since = Long.MAX_VALUE;
        for (int i = 0; i < first.length(); i++) {
            first.set(i, 0);
        }
        began = System.nanoTime();
        since = System.currentTimeMillis();
    }

    /** Whether something new has arrived in any partition. */
    boolean any() {
        for (int i = 0; i < first.length(); i++) {
            if (first.get(i) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Waits until every partition has had something new, and returns how long after the beginning the last one had. */
    Duration awaitAll(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            long last = began;
            boolean all = true;
            for (int i = 0; i < first.length(); i++) {
                all &= first.get(i) != 0;
                last = Math.max(last, first.get(i));
            }
            if (all) {
                return Duration.ofNanos(last - began);
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError("no new forecast in every partition within " + patience + ": " + first);
            }
            Trial.pause(PAUSE_MILLIS);
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
