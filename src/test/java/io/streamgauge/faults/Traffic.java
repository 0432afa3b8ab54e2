package io.streamgauge.faults;

import io.streamgauge.config.TopologyConfig;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Seeded events of many keys in turn, on and on, and some of everything that is refused (broken, doubled, late and future
 * events).
 */
final class Traffic implements AutoCloseable {

    private static final long BEGIN = Instant.parse("2024-01-01T00:00:00Z").toEpochMilli();
    private static final long FAR_AHEAD = Instant.parse("2150-01-01T00:00:00Z").toEpochMilli();
    private static final long MINUTE = 60_000;
    private static final byte[] BROKEN = "{\"time\":".getBytes(StandardCharsets.UTF_8);
    /** Longer than any outage here: an event that could not be sent would not be one of the input. */
    private static final int DELIVERY_MILLIS = 300_000;

    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;
    private final int keys;
    private final Events events;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private @Nullable Thread thread;
    private volatile boolean flowing;
    private long number;

    /** What the events say. */
    interface Events {
        /** The event of a key's turn, at its time or another one. */
        byte[] event(int key, long turn, long time);
    }

    Traffic(Map<String, Object> client, TopologyConfig topology, int keys, Events events) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put("linger.ms", 5);
        properties.put("delivery.timeout.ms", DELIVERY_MILLIS);
        properties.put("max.block.ms", DELIVERY_MILLIS);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
        topic = topology.source().topic();
        this.keys = keys;
        this.events = events;
    }

    /** Sends events on a thread of its own until {@link #stop}. */
    void start(int perSecond) {
        flowing = true;
        thread = new Thread(() -> flow(perSecond), "traffic");
        thread.start();
    }

    private void flow(int perSecond) {
        long begin = System.nanoTime();
        for (long i = 0; flowing; i++) {
            LockSupport.parkNanos(begin + i * 1_000_000_000 / perSecond - System.nanoTime());
            next();
        }
        producer.flush();
    }

    /** Sends as fast as it can. */
    void burst(long events) {
        for (long i = 0; i < events; i++) {
            next();
        }
        producer.flush();
    }

    private void next() {
        long turn = number / keys;
        int key = (int) (number % keys);
        long time = BEGIN + turn * MINUTE;
        byte[] event = events.event(key, turn, time);
        send(key, event);
        if (number % 101 == 50) {
            send(key, BROKEN);
        }
        if (number % 103 == 7) {
            send(key, event);
        }
        if (number % 107 == 3) {
            send(key, events.event(key, turn, time - 10 * MINUTE));
        }
        if (number % 1_009 == 5) {
            send(key, events.event(key, turn, FAR_AHEAD));
        }
        number++;
    }

    private void send(int key, byte[] event) {
        byte[] name = ("key-" + key).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic, name, event), (metadata, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
        sent.incrementAndGet();
    }

    /** Records sent so far. */
    long sent() {
        return sent.get();
    }

    /** Ends the flow, and returns when the broker has all of it. */
    void stop() {
        end();
        Exception problem = failure.get();
        if (problem != null) {
            throw new AssertionError("an event could not be sent", problem);
        }
    }

    private void end() {
        flowing = false;
        Thread running = thread;
        try {
            if (running != null) {
                running.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end();
        producer.close(Duration.ofSeconds(5));
    }
}
